"""A mentor edits their own profile: sections, drafts, order, places and switches."""

import pytest
from django.urls import reverse

from mentorship.models import MentorProfile, SectionDraft, Situation
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import (
    MentorProfileFactory,
    TopicFactory,
    TopicStrengthFactory,
)

pytestmark = pytest.mark.django_db
EDIT = reverse("profiles:edit")
PAGES = [EDIT, reverse("profiles:preview"), reverse("profiles:hours")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def mentor():
    return MentorProfileFactory(headline="")


@pytest.fixture
def desk(sign_in, mentor):
    return sign_in(mentor.user)


def section_url(name):
    return reverse("profiles:edit-section", args=[name])


def draft_url(name):
    return reverse("profiles:save-draft", args=[name])


def fresh(mentor):
    return MentorProfile.objects.get(pk=mentor.pk)


def content(response):
    return response.content.decode()


@pytest.mark.parametrize("url", [*PAGES, section_url("about"), section_url("topics")])
def test_a_stranger_is_sent_to_sign_in_and_others_find_nothing(client, as_listener, url):
    assert client.get(url).status_code == 302
    assert as_listener.get(url).status_code == 404


def test_after_the_role_has_ended_there_is_nothing_to_edit(sign_in):
    ended = MentorProfileFactory(state="ended")

    assert sign_in(ended.user).get(EDIT).status_code == 404


@pytest.mark.parametrize(
    ("name", "typed", "shown"),
    [
        ("headline", {"headline": " Calm company. "}, lambda m: m.headline == "Calm company."),
        ("about", {"about": "I listen.\n\nFirst."}, lambda m: m.about.endswith("First.")),
        (
            "style",
            {"style_text_voice": "4", "style_direct_gentle": ""},
            lambda m: (m.style_text_voice, m.style_direct_gentle) == (4, None),
        ),
        (
            "situations",
            {"situations": "One\n\n  Two \nOne"},
            lambda m: [row.text for row in m.situations.all()] == ["One", "Two"],
        ),
    ],
    ids=["headline", "about", "style", "situations"],
)
def test_a_section_is_published_from_its_form(desk, mentor, name, typed, shown):
    response = desk.post(section_url(name), typed)

    assert (response.status_code, response.url) == (302, EDIT)
    assert shown(fresh(mentor))


def test_topics_are_kept_by_how_well_they_are_known(desk, mentor):
    best, also, both = TopicFactory.create_batch(3)
    TopicStrengthFactory(profile=mentor)

    desk.post(section_url("topics"), {"best": [best.pk, both.pk], "also": [also.pk, both.pk]})

    assert {(row.topic, row.strength) for row in mentor.strengths.all()} == {
        (best, 1.0),
        (both, 1.0),
        (also, 0.5),
    }


def test_what_is_published_is_found_by_its_words(desk, mentor):
    desk.post(section_url("headline"), {"headline": "Crème Brûlée"})

    assert "creme brulee" in fresh(mentor).search_text


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("headline", {"headline": "x" * 201}),
        ("about", {"about": "y" * 2001}),
        ("situations", {"situations": "\n".join(str(n) for n in range(9))}),
        ("situations", {"situations": "z" * 201}),
        ("style", {"style_text_voice": "6"}),
        ("topics", {"best": "999999"}),
    ],
    ids=["headline", "about", "nine situations", "a long situation", "style", "topics"],
)
def test_a_refused_section_keeps_the_words(desk, mentor, name, typed):
    response = desk.post(section_url(name), typed)

    assert response.status_code == 422
    assert "There is a problem" in content(response)
    words = next(iter(typed.values()))
    assert words in content(response) or len(words) < 10
    assert fresh(mentor).headline == ""


def test_a_section_that_does_not_exist_is_not_there(desk):
    assert desk.get(section_url("shoe-size")).status_code == 404
    assert desk.post(draft_url("shoe-size")).status_code == 404


def test_hours_and_languages_are_edited_on_their_own_pages(desk):
    assert desk.get(section_url("hours")).url == reverse("profiles:hours")
    assert desk.get(section_url("languages")).url == reverse("people:languages")


def test_a_draft_is_stored_while_typing_and_seen_by_its_owner_alone(desk, mentor, as_listener):
    response = desk.post(draft_url("about"), {"about": "Half a sen"}, headers=HTMX)

    assert "Draft stored" in content(response)
    assert "<html" not in content(response)
    assert "Half a sen" in content(desk.get(section_url("about")))
    assert "Half a sen" not in content(as_listener.get(mentor.get_absolute_url()))
    assert fresh(mentor).about == ""


def test_a_draft_is_kept_by_a_plain_form_too(desk, mentor):
    response = desk.post(draft_url("situations"), {"situations": "One\nTwo"})

    assert response.url == EDIT
    assert "Draft, only you see it" in content(desk.get(EDIT))
    assert "One\nTwo" in content(desk.get(section_url("situations")))


def test_a_draft_of_topics_comes_back_ticked(desk):
    topic = TopicFactory()

    desk.post(draft_url("topics"), {"best": [topic.pk]})

    page = content(desk.get(section_url("topics")))
    assert page.count("checked") == 1


def test_publishing_ends_the_draft(desk, mentor):
    desk.post(draft_url("headline"), {"headline": "Half"})

    desk.post(section_url("headline"), {"headline": "Whole"})

    assert not SectionDraft.objects.exists()
    assert fresh(mentor).headline == "Whole"


def test_a_draft_can_be_let_go(desk, mentor):
    desk.post(draft_url("headline"), {"headline": "Half"})

    desk.post(draft_url("headline"), {"headline": "Half", "let_go": "1"})

    assert not SectionDraft.objects.exists()
    assert "Half" not in content(desk.get(section_url("headline")))


def test_a_draft_is_kept_without_what_no_database_may_hold(desk, mentor):
    desk.post(draft_url("headline"), {"headline": "Cal\0m"})

    assert mentor.drafts.get().fields == {"headline": ["Calm"]}


def test_a_draft_larger_than_any_section_is_refused(desk):
    assert desk.post(draft_url("about"), {"about": "x" * 20_001}).status_code == 413
    assert not SectionDraft.objects.exists()


def test_completeness_is_told_in_words(desk, mentor):
    Situation.objects.create(profile=mentor, text="One")

    assert "2 of 7 sections" in content(desk.get(EDIT))  # situations, and English


def test_sections_move_by_buttons(desk, mentor):
    order = reverse("profiles:order-section")

    desk.post(order, {"section": "topics", "way": "up"})
    assert fresh(mentor).section_order[:2] == ["topics", "about"]
    desk.post(order, {"section": "topics", "way": "up"})
    assert fresh(mentor).section_order[:2] == ["topics", "about"]
    desk.post(order, {"section": "topics", "way": "down"})
    assert fresh(mentor).section_order[:2] == ["about", "topics"]


def test_after_a_move_the_list_stays_where_the_section_is(desk):
    order = reverse("profiles:order-section")

    response = desk.post(order, {"section": "about", "way": "up"})

    assert response.url == f"{EDIT}#section-about"
    assert 'id="section-about"' in content(desk.get(EDIT))


@pytest.mark.parametrize(
    "typed",
    [
        {"section": "age", "way": "up"},
        {"section": "about"},
        {"section": "situations", "way": "down"},
    ],
)
def test_an_order_that_makes_no_sense_is_not_there(desk, typed):
    assert desk.post(reverse("profiles:order-section"), typed).status_code == 404


def test_places_change_at_once(desk, mentor):
    response = desk.post(reverse("profiles:set-capacity"), {"capacity": 4}, headers=HTMX)

    assert "Saved" in content(response)
    assert "<html" not in content(response)
    assert fresh(mentor).capacity == 4


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "part"])
@pytest.mark.parametrize("capacity", ["0", "11", "many", ""])
def test_a_number_of_places_that_cannot_be_is_refused_in_words(desk, mentor, capacity, headers):
    response = desk.post(reverse("profiles:set-capacity"), {"capacity": capacity}, headers=headers)

    assert response.status_code == 422
    assert "between 1 and 10" in content(response)
    assert fresh(mentor).capacity == 3


@pytest.mark.parametrize(
    ("name", "field"), [("set-accepting", "accepting"), ("set-public", "is_public")]
)
def test_switches_turn_on_and_off(desk, mentor, name, field):
    url = reverse(f"profiles:{name}")

    assert desk.post(url, {"on": "on"}).url == EDIT
    assert getattr(fresh(mentor), field) is True
    desk.post(url, {})
    assert getattr(fresh(mentor), field) is False


def test_a_teens_profile_is_not_shown_to_visitors(sign_in):
    teen = MentorProfileFactory(user__teen=True)

    desk = sign_in(teen.user)

    assert 'id="public"' not in content(desk.get(EDIT))
    response = desk.post(reverse("profiles:set-public"), {"on": "on"})

    assert response.status_code == 422
    assert "to its members only" in content(response)


@pytest.mark.parametrize(
    "name", ["order-section", "set-capacity", "set-accepting", "set-public", "add-leave"]
)
def test_acts_are_posts_of_mentors(desk, as_listener, client, name):
    url = reverse(f"profiles:{name}")

    assert desk.get(url).status_code == 405
    assert as_listener.post(url).status_code == 404
    assert client.post(url).status_code == 302


def test_the_editor_costs_the_same_for_any_number_of_rows(desk, mentor, cost_of):
    def add_row():
        Situation.objects.create(profile=mentor, text="One")
        TopicStrengthFactory(profile=mentor)

    assert cost_of(desk, EDIT, add_row) <= 12


def test_a_paused_mentor_may_go_on_editing(sign_in):
    paused = MentorProfileFactory(state="paused", user=UserFactory())

    assert "Your role is paused" in content(sign_in(paused.user).get(EDIT))
