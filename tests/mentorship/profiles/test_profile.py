"""One mentor's page: what each reader sees of it, and at what cost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.models import Leave, Situation, WeeklyHours
from mentorship.profiles.pages import alternatives_for
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import (
    MentorProfileFactory,
    TopicFactory,
    TopicStrengthFactory,
    TrackFactory,
)

pytestmark = pytest.mark.django_db


def page_of(mentor):
    return reverse("profiles:profile", args=[mentor.user.username])


def shown(client, mentor):
    response = client.get(page_of(mentor))
    assert response.status_code == 200
    return response.content.decode()


def body(response):
    """The page without what every request makes new: its tokens and its own address."""
    page = response.content.decode().replace(response.request["PATH_INFO"], "")
    return re.sub(r'("x-csrftoken": |csrfmiddlewaretoken" value=|"live" content=)"[^"]+"', "", page)


def now_here(**facts):
    at = timezone.now()
    return MentorProfileFactory(here_until=at + timedelta(hours=1), seen_at=at, **facts)


def full(**facts):
    return MentorProfileFactory(capacity=2, active_count=2, **facts)


def filled():
    mentor = MentorProfileFactory(about="Hello.", style_text_voice=2)
    TopicStrengthFactory(profile=mentor)
    Situation.objects.create(profile=mentor, text="A situation")
    WeeklyHours.objects.create(profile=mentor, weekday=0, starts=600, ends=660)
    mentor.tracks.add(TrackFactory())
    return mentor


def test_headline_situations_and_message_come_before_everything_else(as_listener):
    mentor = now_here(headline="Calm company.", about="I listen first.")
    Situation.objects.create(profile=mentor, text="A member who comes back every day")

    page = shown(as_listener, mentor)

    places = [
        page.index(text) for text in ("Calm company.", ">Message<", "A member who", "I listen")
    ]
    assert places == sorted(places)
    assert "Here until" in page
    assert reverse("conversations:message-mentor", args=[mentor.user.username]) in page


def test_topics_are_told_by_how_well_they_are_known(as_listener):
    mentor = MentorProfileFactory()
    TopicStrengthFactory(profile=mentor, topic__name="Burnout", strength=1.0)
    TopicStrengthFactory(profile=mentor, topic__name="Endings", strength=0.5)

    page = shown(as_listener, mentor)

    places = [page.index(text) for text in ("Knows best", "Burnout", "Also", "Endings")]
    assert places == sorted(places)


def test_empty_sections_are_not_shown_to_others(as_listener):
    page = shown(as_listener, MentorProfileFactory(headline=""))

    for heading in ("Situations I know", "About", "Can help with", "How I work", "Usual hours"):
        assert heading not in page
    assert "Nothing here yet" not in page


def test_the_owner_sees_a_prompt_in_the_place_of_an_empty_section(sign_in):
    mentor = MentorProfileFactory(headline="")

    page = shown(sign_in(mentor.user), mentor)

    assert page.count("Nothing here yet") == 4 + 1
    assert "Edit your profile" in page
    assert ">Message<" not in page


def test_sections_follow_the_situations_in_the_mentors_own_order(as_listener):
    mentor = filled()
    mentor.section_order = ["hours", "about", "no-such-section", "situations"]
    mentor.save()

    page = shown(as_listener, mentor)

    places = [page.index(f'id="{name}"') for name in ("situations", "hours", "about", "topics")]
    assert places == sorted(places)


def test_hours_are_told_on_the_readers_clock(sign_in):
    mentor = MentorProfileFactory(user__time_zone="America/Sao_Paulo")
    for weekday in range(7):
        WeeklyHours.objects.create(profile=mentor, weekday=weekday, starts=600, ends=660)
    reader = UserFactory(time_zone="Asia/Kolkata")

    page = shown(sign_in(reader), mentor)

    assert "Kolkata, UTC+5:30" in page
    assert page.count(">18:30</time> to ") == 7


def test_leave_is_told_and_its_days_are_empty(as_listener):
    mentor = MentorProfileFactory()
    for weekday in range(7):
        WeeklyHours.objects.create(profile=mentor, weekday=weekday, starts=600, ends=660)
    today = timezone.now().date()
    Leave.objects.create(profile=mentor, starts_on=today, ends_on=today + timedelta(days=30))

    page = shown(as_listener, mentor)

    assert "Away from" in page
    assert page.count("No usual hours") == 7


def test_leave_is_told_on_the_readers_clock_and_without_usual_hours(sign_in):
    mentor = MentorProfileFactory(user__time_zone="UTC")
    today = timezone.now().date()
    for days in (3, 20):
        day = today + timedelta(days=days)
        Leave.objects.create(profile=mentor, starts_on=day, ends_on=day)
    over = today - timedelta(days=9)
    Leave.objects.create(profile=mentor, starts_on=over, ends_on=over)

    here = shown(sign_in(UserFactory(time_zone="UTC")), mentor)
    elsewhere = shown(sign_in(UserFactory(time_zone="Asia/Kolkata")), mentor)

    assert here.count("Away on ") == 2
    assert elsewhere.count("Away from <time") == 2
    assert elsewhere.count(", 05:30</time>") == 4


def test_since_when_is_told_without_tracks_too(as_listener):
    page = shown(as_listener, MentorProfileFactory())

    assert "Member since" in page
    assert 'id="tracks"' not in page


def test_working_style_is_drawn_and_told(as_listener):
    page = shown(as_listener, MentorProfileFactory(style_text_voice=2))

    assert 'aria-label="2 of 5, from Text to Voice"' in page
    assert "style=" not in page


def test_what_keeps_the_reader_from_writing_stands_in_the_place_of_message(sign_in):
    mentor = MentorProfileFactory(accepting=False, user__speaks=["de"])

    page = shown(sign_in(UserFactory()), mentor)

    assert "is not taking new chats right now." in page
    assert "have no language in common." in page
    assert f'href="{reverse("conversations:chats")}">Your chats' in page
    assert ">Message<" not in page


def test_a_full_mentor_names_others_who_know_the_same_and_have_room(as_listener):
    topic = TopicFactory()
    mentor = full()
    TopicStrengthFactory(profile=mentor, topic=topic)
    knows = MentorProfileFactory(user__display_name="North Star")
    TopicStrengthFactory(profile=knows, topic=topic)

    page = shown(as_listener, mentor)

    assert "Full right now" in page
    assert "North Star" in page
    assert "Knows 1 of the same topics" in page


def test_alternatives_are_three_with_room_whom_the_reader_may_write_to():
    topic = TopicFactory()
    mentor = full()
    TopicStrengthFactory(profile=mentor, topic=topic)
    know = MentorProfileFactory.create_batch(2)
    for other in know:
        TopicStrengthFactory(profile=other, topic=topic)
    here = now_here()
    TopicStrengthFactory(profile=here, topic=topic)
    now_here()  # knows something else
    MentorProfileFactory.create_batch(2)
    full()
    MentorProfileFactory(accepting=False)
    MentorProfileFactory(state="paused")
    MentorProfileFactory(user__speaks=["de"])
    MentorProfileFactory(user__teen=True)
    MentorProfileFactory(user__dormant=True)
    reader = MentorProfileFactory().user

    found = alternatives_for(reader, mentor, at=timezone.now())

    assert found[0] == here
    assert set(found[1:]) == set(know)


@pytest.mark.parametrize(
    "facts",
    [
        {"user__teen": True},
        {"state": "paused"},
        {"state": "ended"},
        {"user__is_active": False},
    ],
    ids=["another space", "paused", "ended", "account closed"],
)
def test_who_may_not_be_known_is_not_there(as_listener, facts):
    mentor = MentorProfileFactory(**facts)
    missing = as_listener.get(reverse("profiles:profile", args=["nobody_here"]))

    response = as_listener.get(page_of(mentor))

    assert (response.status_code, missing.status_code) == (404, 404)
    assert body(response) == body(missing)


def test_a_teen_sees_cleared_adults_only(as_teen):
    cleared = MentorProfileFactory()
    ClearanceFactory(user=cleared.user, cleared_until=timezone.now().date() + timedelta(days=30))

    assert as_teen.get(page_of(cleared)).status_code == 200
    assert as_teen.get(page_of(MentorProfileFactory())).status_code == 404


def test_visitors_see_only_mentors_who_agreed_and_are_asked_to_sign_up(client):
    public = MentorProfileFactory(is_public=True)

    assert "Sign up to write" in shown(client, public)
    assert client.get(page_of(MentorProfileFactory())).status_code == 404
    assert (
        client.get(page_of(MentorProfileFactory(is_public=True, user__teen=True))).status_code
        == 404
    )


def test_a_handle_is_found_whatever_its_case(as_listener):
    mentor = MentorProfileFactory(user__username="Harbour_Light")

    assert as_listener.get("/mentors/harbour_LIGHT/").status_code == 200
    assert "Harbour_Light" in mentor.get_absolute_url()


def test_markdown_is_limited_and_markup_stays_text(as_listener):
    mentor = MentorProfileFactory(
        about="**Kind** <script>alert(1)</script> ![x](https://e.org/x.png) "
        "[a](javascript:alert(1)) [b](https://e.org/)"
    )

    page = shown(as_listener, mentor)

    assert "<strong>Kind</strong> &lt;script&gt;" in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert '<a href="https://e.org/" rel="nofollow ugc noopener noreferrer">b</a>' in page


def test_the_page_is_only_read(as_listener):
    assert as_listener.post(page_of(MentorProfileFactory())).status_code == 405


def test_a_profile_costs_the_same_for_any_number_of_rows(as_listener, cost_of):
    mentor = filled()
    mentor.capacity = mentor.active_count = 1
    mentor.save()

    def add_row():
        TopicStrengthFactory(profile=mentor)
        Situation.objects.create(profile=mentor, text="One more")
        WeeklyHours.objects.create(profile=mentor, weekday=4, starts=600, ends=660)
        mentor.tracks.add(TrackFactory())
        MentorProfileFactory()

    assert cost_of(as_listener, page_of(mentor), add_row, rows=(1, 3, 300)) <= 12
