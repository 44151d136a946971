"""The frame of every page: navigation by role, theme, sample banner, help."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import strip_tags

from config.kit.nouns import Noun
from mentorship.home.pages import MAIN, News, Place, Viewer, frame, links, news_of, viewer_of
from tests.factories.accounts import NOW, UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory, MessageFactory

HELP = "/urgent-help/"
PLACES = (
    Place("urgent-help", "For all"),
    Place("theme", "For mentors", shown_to=lambda viewer: viewer.is_mentor),
    Place("later:work", "Not yet built"),
)


def page_for(client, person=None):
    if person:
        client.force_login(person)
    return client.get(HELP).content.decode()


def words(viewer):
    return [link["words"] for link in links(PLACES, viewer, HELP, {})]


def test_an_entry_needs_a_page_and_the_right_person():
    assert words(Viewer()) == ["For all"]
    assert words(Viewer(is_mentor=True)) == ["For all", "For mentors"]


def test_the_current_place_is_marked():
    assert [link["current"] for link in links(PLACES, Viewer(), HELP, {})] == [True]


@pytest.mark.parametrize(
    ("viewer", "shown"),
    [
        (Viewer(), {"queue:live-list", "directory:mentors"}),
        (Viewer(person=UserFactory.build(coordinator=True)), {"people:coordination"}),
        (Viewer(person=UserFactory.build(moderator=True)), {"people:moderation"}),
        (Viewer(person=UserFactory.build(), is_mentor=True), {"profiles:edit"}),
    ],
)
def test_each_role_finds_its_own_places(viewer, shown):
    names = {place.name for place in MAIN if place.shown_to(viewer)}
    foreign = {"people:coordination", "people:moderation", "profiles:edit"} - shown

    assert shown <= names
    assert not foreign & names


@pytest.mark.django_db
def test_a_visitor_may_sign_in_and_has_no_account_menu(client):
    page = page_for(client)

    assert 'href="/accounts/login/"' in page
    assert "Your account" not in page


@pytest.mark.django_db
def test_a_member_may_sign_out_from_the_account_menu(client):
    page = page_for(client, UserFactory(display_name="Blue <Tide>"))

    assert 'action="/accounts/logout/"' in page
    assert '<bdi class="name">Blue &lt;Tide&gt;</bdi>' in page


@pytest.mark.django_db
@pytest.mark.parametrize("is_mentor", [True, False])
def test_a_mentor_carries_the_mark_in_the_account_menu_too(client, is_mentor):
    person = MentorProfileFactory().user if is_mentor else UserFactory()
    menu = page_for(client, person).partition("data-menu>")[2].partition("</details>")[0]

    assert ("badge-mentor" in menu) == is_mentor


@pytest.mark.django_db
def test_every_page_has_its_landmarks_and_one_polite_region(client):
    page = page_for(client, UserFactory())

    for part in ("<header", "<main", "<footer", 'aria-live="polite"', 'class="skip"'):
        assert page.count(part) == 1
    assert "not a crisis service" in page
    assert page.count(f'href="{HELP}"') == 3


@pytest.mark.django_db
@pytest.mark.parametrize("sample", [True, False])
def test_the_sample_community_is_marked_as_such(client, settings, sample):
    settings.SAMPLE = sample

    assert ("Sample community" in page_for(client)) is sample


@pytest.mark.django_db
def test_the_nouns_of_the_community_are_used(client, settings):
    settings.SAMPLE = True
    settings.NOUNS = settings.NOUNS | {
        "mentor": Noun("Listener Supporter", "Listener Supporters"),
        "product": Noun("Tea House", "Tea Houses"),
    }
    page = page_for(client)

    assert ">Listener Supporters</span>" in page
    assert "Tea House</title>" in page
    assert "mentor" not in strip_tags(page).lower()


@pytest.mark.django_db
def test_a_visitor_chooses_the_theme_without_script(client):
    response = client.post("/theme/", {"theme": "dark", "next": HELP})

    assert response.url == HELP
    assert 'data-theme="dark"' in page_for(client)


@pytest.mark.django_db
def test_the_theme_of_a_member_follows_them_to_other_devices(client):
    person = UserFactory()
    client.force_login(person)

    client.post("/theme/", {"theme": "dark", "next": HELP})

    person.refresh_from_db()
    assert person.theme == "dark"
    assert 'data-theme="dark"' in page_for(client)


@pytest.mark.django_db
@pytest.mark.parametrize("theme", ["", "blue", '"><script>'])
def test_an_unknown_theme_changes_nothing(client, theme):
    client.post("/theme/", {"theme": theme})
    client.cookies["theme"] = theme

    assert "data-theme" not in page_for(client)


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["//evil", "/\\evil", "https:evil", "https://evil", "evil", ""])
def test_the_theme_never_sends_anybody_to_another_site(client, back):
    assert client.post("/theme/", {"theme": "dark", "next": back}).url == "/"


@pytest.mark.django_db
def test_a_link_cannot_choose_a_theme(client):
    assert client.get("/theme/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/privacy/", "/accessibility/"])
def test_the_foot_of_each_page_leads_to_what_people_may_rely_on(client, path):
    assert f'href="{path}"' in page_for(client)
    assert client.get(path).content.count(b"<h1") == 1
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_the_frame_costs_a_visitor_no_query(django_assert_num_queries, client):
    with django_assert_num_queries(0):
        client.get(HELP)


@pytest.mark.django_db
def test_a_refused_form_is_named_in_the_title():
    request = RequestFactory().get("/")
    form = {"errors": {"note": ["Write a sentence."]}}

    page = render_to_string("base.html", {"form": form} | frame(request))

    assert "<title>Problem: " in page


@pytest.mark.django_db
@pytest.mark.parametrize("talks", [1, 3])
def test_unread_lines_are_counted_in_one_query(django_assert_num_queries, talks):
    listener = UserFactory()
    for talk in ConversationFactory.create_batch(talks, listener=listener):
        MessageFactory(conversation=talk, author=talk.mentor.user)
        MessageFactory(conversation=talk, author=listener)
    ConversationFactory()

    with django_assert_num_queries(1):
        assert news_of(Viewer(person=listener), at=NOW).chats == talks
    assert news_of(Viewer(), at=NOW) == News()


@pytest.mark.django_db
def test_a_mentor_is_known_by_an_approved_profile(client):
    approved, ended = MentorProfileFactory(), MentorProfileFactory(state="ended")

    for profile, expected in ((approved, True), (ended, False)):
        request = RequestFactory().get("/")
        request.user = profile.user
        names = {place.name for place in MAIN if place.shown_to(viewer_of(request))}
        assert ("profiles:edit" in names) is expected
