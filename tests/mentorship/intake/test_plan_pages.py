"""The pages of an import: who asks is asked once more, and each state says what is true."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
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
def left_open(as_coordinator, coordinator):
    """A browser in which somebody signed in a while ago."""
    coordinator.set_password(PASSWORD)
    coordinator.save()
    as_coordinator.force_login(coordinator)
    session = as_coordinator.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() - 301}]
    session.save()
    return as_coordinator


def text(response):
    return " ".join(response.content.decode().split())


def test_handing_in_asks_first_who_it_is(left_open):
    asked = left_open.get(HAND_IN)
    assert asked.url == "/accounts/reauthenticate/?next=%2Fcoordination%2Fimports%2Fnew%2F"

    late = left_open.post(HAND_IN, {"export": files()}, follow=True)
    assert "Please choose the files once more" in text(late)
    assert ImportPlan.objects.count() == 0

    answer = left_open.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": HAND_IN})
    assert answer.url == HAND_IN
    assert left_open.get(HAND_IN).status_code == 200


def test_a_coordinator_imports_by_page(as_coordinator):
    answer = as_coordinator.post(HAND_IN, {"export": files(listeners=[{}])})
    plan = ImportPlan.objects.get()
    assert answer.url == plan.get_absolute_url()
    assert "The files are being checked" in text(as_coordinator.get(answer.url))

    work(plan)
    assert "Confirm and import" in text(as_coordinator.get(answer.url))
    as_coordinator.post(reverse("intake:confirm", args=[plan.public_id]))
    assert "The import is being written" in text(as_coordinator.get(answer.url))

    work(plan)
    assert "All rows are kept." in text(as_coordinator.get(answer.url))


@pytest.mark.parametrize("chosen", [[], None])
def test_without_files_the_page_says_so(as_coordinator, chosen):
    answer = as_coordinator.post(HAND_IN, {} if chosen is None else {"export": chosen})

    assert answer.status_code == 422
    assert "Choose the files first." in text(answer)


def test_a_second_import_is_refused_kindly(as_coordinator, coordinator):
    handed_in(coordinator)

    assert "One at a time" in text(as_coordinator.get(HAND_IN))
    answer = as_coordinator.post(HAND_IN, {"export": files()})
    assert answer.status_code == 422
    assert "Another import is under way" in text(answer)


def test_the_page_asks_again_while_it_moves_and_an_idle_turn_costs_nothing(
    as_coordinator, coordinator
):
    plan = handed_in(coordinator)
    first = as_coordinator.get(plan.get_absolute_url(), headers=HTMX)
    assert 'hx-trigger="every 5s"' in text(first)
    assert "<html" not in text(first)

    again = as_coordinator.get(f"{plan.get_absolute_url()}?seen=waiting-0", headers=HTMX)
    assert again.status_code == 204
    work(plan)
    moved = as_coordinator.get(f"{plan.get_absolute_url()}?seen=waiting-0", headers=HTMX)
    assert "Confirm and import" in text(moved)
    assert "hx-trigger" not in text(moved)


def test_faults_are_on_the_page_and_can_be_downloaded(as_coordinator, coordinator):
    plan = work(handed_in(coordinator, listeners=[{"time_zone": "Mars"}]))

    page = text(as_coordinator.get(plan.get_absolute_url()))

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


def test_a_preview_made_anew_says_why(as_coordinator, coordinator):
    plan = ready(coordinator)
    ImportPlan.objects.update(read_again=True)

    assert "Something changed since the last preview" in text(
        as_coordinator.get(plan.get_absolute_url())
    )


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
