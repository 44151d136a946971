"""One banner on top of every page: planned by coordinators, closed by each person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.people.errors import NotAllowed
from mentorship.models import Banner, BannerDismissal
from mentorship.programme import errors
from mentorship.programme.operations import (
    dismiss_banner,
    edit_banner,
    end_banner,
    schedule_banner,
)
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import BannerFactory

pytestmark = pytest.mark.django_db
PLAN, ANY_PAGE = "/coordination/banner/", "/privacy/"
HOUR = timedelta(hours=1)
MARK = 'id="banner"'


def facts(**changed):
    return {
        "text": "Two new topics.",
        "link": "/programme/",
        "link_words": "",
        "audience": "both",
        "from_at": NOW,
        "until_at": NOW + 5 * HOUR,
    } | changed


def plan(actor=None, **changed):
    actor = actor or UserFactory(coordinator=True)
    return schedule_banner(**facts(**changed), actor=actor, at=NOW)


@pytest.fixture
def shown_now():
    now = timezone.now()
    return BannerFactory(from_at=now - HOUR, until_at=now + HOUR, link="/programme/")


def seen_by(person, at=NOW):
    told = Banner.objects.told(person, at=at)
    return [words["text"] for words in told]


def test_it_is_shown_from_its_beginning_until_just_before_its_end(listener):
    plan(from_at=NOW + HOUR, until_at=NOW + 2 * HOUR)

    moments = [NOW, NOW + HOUR, NOW + 2 * HOUR - timedelta(seconds=1), NOW + 2 * HOUR]
    assert [len(seen_by(listener, at=at)) for at in moments] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("audience", "seen"), [("both", (1, 1)), ("adult", (1, 0)), ("teen", (0, 1))]
)
def test_it_is_shown_to_its_space(listener, teen, audience, seen):
    plan(audience=audience)

    assert (len(seen_by(listener)), len(seen_by(teen))) == seen


def test_only_one_is_shown_even_if_the_table_holds_more(listener):
    BannerFactory(text="Older", from_at=NOW - 2 * HOUR)
    BannerFactory(text="Newer")

    assert seen_by(listener) == ["Newer"]


def test_who_closes_it_does_not_see_it_again_and_others_do(listener):
    banner, other = BannerFactory(), UserFactory()

    dismiss_banner(banner, user=listener, at=NOW)
    dismiss_banner(banner, user=listener, at=NOW)

    assert BannerDismissal.objects.count() == 1
    assert (seen_by(listener), seen_by(other)) == ([], [banner.text])


@pytest.mark.parametrize("audience", ["both", "adult"])
def test_the_same_people_never_have_two_planned_for_one_time(audience):
    plan(audience="adult")

    with pytest.raises(errors.TimeIsTaken, match="Two new topics"):
        plan(audience=audience, from_at=NOW + 4 * HOUR, until_at=NOW + 9 * HOUR)
    plan(audience="teen")
    plan(audience=audience, from_at=NOW + 5 * HOUR, until_at=NOW + 9 * HOUR)
    assert Banner.objects.count() == 3


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"until_at": NOW}, errors.EndsBeforeItBegins),
        ({"until_at": NOW - HOUR}, errors.EndsBeforeItBegins),
        ({"from_at": NOW - 2 * HOUR, "until_at": NOW - HOUR}, errors.EndsInThePast),
        ({"actor": UserFactory.build(moderator=True)}, NotAllowed),
    ],
)
def test_plans_that_make_no_sense_are_refused(changed, refusal):
    with pytest.raises(refusal):
        plan(**changed)

    assert not Banner.objects.exists()


def test_the_database_refuses_an_end_before_the_beginning_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        BannerFactory(until_at=NOW - HOUR)


def test_it_is_changed_and_ended_and_both_are_recorded(listener):
    actor = UserFactory(coordinator=True)
    banner = plan(actor)

    edit_banner(banner, **facts(text="Three."), seen=banner.mark, actor=actor, at=NOW)
    assert seen_by(listener) == ["Three."]
    end_banner(banner, actor=actor, at=NOW + HOUR)

    assert seen_by(listener) == []
    acts = AuditEntry.objects.order_by("pk").values_list("act", "facts__text")
    assert list(acts) == [
        ("schedule banner", "Two new topics."),
        ("edit banner", "Three."),
        ("end banner", "Three."),
    ]
    with pytest.raises(errors.BannerIsOver):
        end_banner(banner, actor=actor, at=NOW + HOUR)
    with pytest.raises(errors.BannerIsOver):
        edit_banner(banner, **facts(), seen=banner.mark, actor=actor, at=NOW + HOUR)
    with pytest.raises(NotAllowed):
        end_banner(plan(actor), actor=UserFactory(), at=NOW)


def test_every_page_of_a_signed_in_person_shows_it_and_no_page_of_a_visitor(
    client, as_listener, shown_now
):
    page = as_listener.get(ANY_PAGE).content.decode()

    assert page.count(MARK) == 1
    assert shown_now.text in page
    assert 'href="/programme/">Read more' in page
    assert MARK not in client.get(ANY_PAGE).content.decode()


def test_closing_it_leads_back_to_the_same_page(as_listener, listener, shown_now):
    address = reverse("programme:close-banner", args=[shown_now.public_id])

    response = as_listener.post(address, {"next": "/mentors/?q=sleep"})

    assert response.url == "/mentors/?q=sleep"
    assert MARK not in as_listener.get(ANY_PAGE).content.decode()
    assert BannerDismissal.objects.get().user == listener


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "", "evil"])
def test_closing_it_never_leads_elsewhere(as_listener, shown_now, back):
    address = reverse("programme:close-banner", args=[shown_now.public_id])

    assert as_listener.post(address, {"next": back}).url == "/"


def test_a_page_with_script_only_takes_it_away(as_listener, shown_now):
    address = reverse("programme:close-banner", args=[shown_now.public_id])

    response = as_listener.post(address, headers={"HX-Request": "true"})

    assert (response.status_code, response.content) == (200, b"")


def test_a_page_that_keeps_refused_words_shows_no_banner(as_listener, shown_now):
    response = as_listener.post("/settings/profile/", {"display_name": ""})

    assert response.status_code == 422
    assert MARK not in response.content.decode()


def test_a_banner_of_the_other_space_or_of_another_time_cannot_be_closed(as_listener):
    now = timezone.now()
    for row in (
        BannerFactory(from_at=now - HOUR, until_at=now + HOUR, audience="teen"),
        BannerFactory(),
    ):
        address = reverse("programme:close-banner", args=[row.public_id])
        assert as_listener.post(address).status_code == 404
    assert not BannerDismissal.objects.exists()


def test_the_banner_costs_no_query_of_its_own(as_listener, shown_now, django_assert_num_queries):
    as_listener.get(ANY_PAGE)

    with django_assert_num_queries(5):  # session, person, own profile, live versions, news
        assert MARK in as_listener.get(ANY_PAGE).content.decode()


def test_times_are_typed_and_shown_on_the_coordinators_clock_and_kept_in_utc(sign_in):
    client = sign_in(UserFactory(coordinator=True, time_zone="Asia/Tokyo"))
    typed = {"text": "News", "audience": "both"}
    typed |= {"from_at": "2040-01-01T09:00", "until_at": "2040-01-02T09:30"}

    response = client.post(PLAN, typed)
    banner = Banner.objects.get()

    assert response.url == PLAN
    assert banner.from_at == datetime(2040, 1, 1, 0, 0, tzinfo=UTC)
    page = client.get(reverse("programme:banner", args=[banner.public_id])).content.decode()
    assert 'value="2040-01-01T09:00"' in page
    assert "Asia/Tokyo" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("from_at", "soon"),
        ("from_at", "0001-01-01T00:00"),
        ("from_at", "9999-12-31T23:59"),
        ("from_at", "2040-01-01T00:00+99:99"),
        ("until_at", "2039-12-31T00:00"),
        ("until_at", ""),
        ("link", "https://evil.example/"),
        ("link", "//evil.example/"),
        ("link", "/\\evil.example/"),
        ("link", "/no/such/page/"),
        ("link", "programme/"),
        ("link", "/%00"),
        ("text", ""),
        ("text", "w" * 161),
        ("text", "a\0b"),
        ("audience", "nobody"),
    ],
)
def test_words_that_do_not_fit_are_refused_and_kept(as_coordinator, field, value):
    typed = {"text": "Kept words", "link_words": "Kept too", "audience": "both"}
    typed |= {"from_at": "2040-01-01T09:00", "until_at": "2040-01-02T09:00"} | {field: value}

    response = as_coordinator.post(PLAN, typed)

    assert response.status_code == 422
    assert "Kept too" in response.content.decode()
    assert not Banner.objects.exists()


def test_an_hour_that_the_clock_leaves_out_is_refused(sign_in):
    client = sign_in(UserFactory(coordinator=True, time_zone="Europe/Berlin"))
    typed = {"text": "News", "audience": "both", "until_at": "2035-04-02T09:30"}

    response = client.post(PLAN, typed | {"from_at": "2035-03-25T02:30"})

    assert response.status_code == 422
    assert not Banner.objects.exists()


def test_a_taken_time_is_said_beside_the_time_and_the_words_are_kept(as_coordinator, shown_now):
    typed = {"text": "Kept words", "audience": "both"}
    typed |= {"from_at": "2020-01-01T09:00", "until_at": "2090-01-02T09:30"}

    response = as_coordinator.post(PLAN, typed)

    assert response.status_code == 422
    assert shown_now.text in response.context["form"].errors["from_at"][0]
    assert "Kept words" in response.content.decode()


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_the_list_costs_the_same_for_any_number(as_coordinator, django_assert_num_queries, rows):
    BannerFactory.create_batch(rows, made_by=UserFactory())

    as_coordinator.get(PLAN)
    with django_assert_num_queries(7 if rows else 6):
        page = as_coordinator.get(PLAN).content.decode()

    assert page.count("card--pad stack stack-2") == rows
    assert ("No banner was planned yet" in page) == (rows == 0)


def test_a_banner_that_is_over_has_no_page_to_change_it(as_coordinator, shown_now):
    over = BannerFactory()

    for name in ("banner", "end-banner"):
        address = reverse(f"programme:{name}", args=[over.public_id])
        assert as_coordinator.post(address).status_code == 404
    address = reverse("programme:end-banner", args=[shown_now.public_id])
    assert as_coordinator.post(address).url == PLAN
    assert MARK not in as_coordinator.get(ANY_PAGE).content.decode()
