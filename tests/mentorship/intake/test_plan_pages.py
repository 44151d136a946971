"""The pages of an import: who asks is asked once more, and each state says what is true."""

import pytest
from django.urls import reverse

from mentorship.models import ImportPiece, ImportPlan
from tests.factories.accounts import UserFactory
from tests.mentorship.intake.exports import ENDS_AT
from tests.mentorship.intake.handing_in import files, handed_in, ready, work

pytestmark = pytest.mark.django_db

HAND_IN = "/coordination/imports/new/"
PASSWORD = "a walk by the river"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def proven(coordinator, client):
    """A coordinator who has just shown once more who they are."""
    coordinator.set_password(PASSWORD)
    coordinator.save()
    client.force_login(coordinator)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def text(response):
    return " ".join(response.content.decode().split())


def test_handing_in_and_confirming_ask_who_it_is(as_coordinator, coordinator):
    plan = ready(coordinator)
    for answer in (
        as_coordinator.get(HAND_IN),
        as_coordinator.post(HAND_IN, {"export": files()}),
        as_coordinator.post(reverse("intake:confirm", args=[plan.public_id])),
    ):
        assert answer.url.startswith("/accounts/reauthenticate/")

    plan.refresh_from_db()
    assert plan.state == "ready"
    assert ImportPlan.objects.count() == 1


def test_a_coordinator_imports_by_page(proven):
    answer = proven.post(HAND_IN, {"export": files(listeners=[{}])})
    plan = ImportPlan.objects.get()
    assert answer.url == plan.get_absolute_url()
    assert "The files are being checked" in text(proven.get(answer.url))

    work(plan)
    assert "Confirm and import" in text(proven.get(answer.url))
    proven.post(reverse("intake:confirm", args=[plan.public_id]))
    assert "The import is being written" in text(proven.get(answer.url))

    work(plan)
    assert "All rows are kept." in text(proven.get(answer.url))


@pytest.mark.parametrize("chosen", [[], None])
def test_without_files_the_page_says_so(proven, chosen):
    answer = proven.post(HAND_IN, {} if chosen is None else {"export": chosen})

    assert answer.status_code == 422
    assert "Choose the files first." in text(answer)


def test_a_second_import_is_refused_kindly(proven, coordinator):
    handed_in(coordinator)

    assert "One at a time" in text(proven.get(HAND_IN))
    answer = proven.post(HAND_IN, {"export": files()})
    assert answer.status_code == 422
    assert "Another import is under way" in text(answer)


def test_the_page_asks_again_while_it_moves_and_an_idle_turn_costs_nothing(proven, coordinator):
    plan = handed_in(coordinator)
    first = proven.get(plan.get_absolute_url(), headers=HTMX)
    assert 'hx-trigger="every 5s"' in text(first)
    assert "<html" not in text(first)

    again = proven.get(f"{plan.get_absolute_url()}?seen=waiting-0", headers=HTMX)
    assert again.status_code == 204
    work(plan)
    moved = proven.get(f"{plan.get_absolute_url()}?seen=waiting-0", headers=HTMX)
    assert "Confirm and import" in text(moved)
    assert "hx-trigger" not in text(moved)


def test_faults_are_on_the_page_and_can_be_downloaded(proven, coordinator):
    plan = work(handed_in(coordinator, listeners=[{"time_zone": "Mars"}]))

    page = text(proven.get(plan.get_absolute_url()))

    assert "1 thing stands in the way" in page
    assert "time_zone" in page
    assert f"{plan.get_absolute_url()}faults.csv" in page


def test_cancelling_needs_no_password_and_says_what_holds(as_coordinator, coordinator):
    plan = ready(coordinator)

    as_coordinator.post(reverse("intake:cancel", args=[plan.public_id]))
    answer = as_coordinator.post(reverse("intake:cancel", args=[plan.public_id]))

    assert answer.status_code == 422
    assert "moved on meanwhile" in text(answer)
    assert not ImportPiece.objects.exists()


def test_a_preview_made_anew_says_why(proven, coordinator):
    plan = ready(coordinator)
    ImportPlan.objects.update(read_again=True)

    assert "Something changed since the last preview" in text(proven.get(plan.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_costs_the_same_for_any_number(
    as_coordinator, django_assert_max_num_queries, count
):
    ImportPlan.objects.bulk_create(
        ImportPlan(
            handed_in_by=UserFactory(),
            handed_in_at=ENDS_AT,
            files=[],
            state="cancelled",
            is_open=False,
        )
        for _number in range(count)
    )
    as_coordinator.get("/coordination/imports/")

    with django_assert_max_num_queries(9):
        page = as_coordinator.get("/coordination/imports/")

    assert text(page).count("Cancelled") == min(count, 24)


def test_an_empty_list_says_what_to_do(as_coordinator):
    assert "Nothing has been imported here" in text(as_coordinator.get("/coordination/imports/"))
