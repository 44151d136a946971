"""Acts that could harm many ask who is there, when that was not shown within five minutes."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from django.urls import resolve, reverse

from accounts.models import AuditEntry, User
from mentorship.models import Topic
from tests.authorisation.cast import make_cast
from tests.authorisation.matrix import fingerprint, path_of, payload, rows
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory

pytestmark = pytest.mark.django_db
PASSWORD = "seven quiet herons"
DOOR = "/accounts/reauthenticate/"

# Each act with the one who does it and the words that make it grave, if not all do.
ACTS = {
    ("people:roles", ""): ("coordinator", {}),
    ("people:end-role", "staff"): ("coordinator", {}),
    ("people:band-question", "question"): ("moderator", {}),
    ("profiles:application", "application"): ("coordinator", {}),
    ("profiles:change-state", "mentor"): ("coordinator", {}),
    ("profiles:grant-clearance", "mentor"): ("coordinator", {}),
    ("intake:confirm", "plan"): ("coordinator", {}),
    ("moderation:report", "report"): ("moderator", {"decision": "closed"}),
    ("moderation:reopen", "closed report"): ("moderator", {}),
}
# What staff do all day, or must be able to do at once.
EVERYDAY = {
    "intake:cancel",
    "programme:banner",
    "programme:banners",
    "programme:edit",
    "programme:end-banner",
    "people:invitations",
    "profiles:end-clearance",  # protects: it must not wait
    "profiles:set-tracks",
    "sharing:give-link",
    "sharing:link-of-host",  # a link that was ended is taken up again
    "sharing:link-of-person",
    "sharing:own-link",
    "sharing:sources",
}
# Pages that ask before they are opened: a file that was chosen cannot wait in a session.
ASKED_BEFORE = [("intake:hand-in", "")]
# What coordinators take along.
SHEETS = sorted({(row["url"], row["target"]) for row in rows() if row["url"].endswith("-sheet")})
# allauth's own pages that change how somebody signs in; a password is changed with the old one.
OWN_ACCESS = {
    "mfa_activate_totp": {},
    "mfa_add_webauthn": {},
    "mfa_generate_recovery_codes": {},
    "account_email": {"action_add": "", "email": "new@example.org"},
}


def signed_in(person, *, shown_ago):
    """A client of somebody who showed so many seconds ago that it is them."""
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    client = Client()
    client.force_login(person)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - shown_ago}
    ]
    session.save()
    return client


def way_back(client, answer):
    """Where somebody comes back to after showing that it is them, as the door has it."""
    assert answer.url.startswith(f"{DOOR}?")
    back = parse_qs(urlsplit(answer.url).query)["next"][0]
    assert f'name="next" value="{back}"' in client.get(answer.url).content.decode()
    return back


@pytest.fixture
def act(settings, request):
    """One act of the table: who, where, with which words."""
    settings.TEEN_SPACE_OPEN = True
    (url, target), (role, more) = request.param
    cast = make_cast()
    path = path_of(url, cast.targets[target][0])
    return cast.people[role], path, payload(url, "POST") | more


each_act = pytest.mark.parametrize("act", ACTS.items(), ids=lambda act: act[0][0], indirect=True)


@each_act
def test_an_act_waits_until_it_is_known_who_is_there(act):
    person, path, words = act
    client = signed_in(person, shown_ago=301)
    before = fingerprint()

    back = way_back(client, client.post(path, words))
    assert back.startswith(f"{path}?held=")
    assert fingerprint() == before

    shown = client.post(DOOR, {"password": PASSWORD, "next": back})
    assert shown.url == back
    assert fingerprint() == before

    done = client.get(back)
    assert done.status_code == 302
    assert fingerprint() != before
    assert AuditEntry.objects.filter(actor=person).exists()


@each_act
def test_an_act_goes_through_when_that_is_just_shown(act):
    person, path, words = act
    before = fingerprint()

    assert signed_in(person, shown_ago=200).post(path, words).status_code == 302
    assert fingerprint() != before


def test_every_act_of_staff_asks_again_or_is_known_as_an_everyday_one():
    staff = {
        row["url"]
        for row in rows()
        if (row["method"] == "POST" and (row["coordinator"], row["listener"]) == ("done", "404"))
        or (row["method"], row["moderator"], row["listener"]) == ("POST", "done", "404")
    }
    asking = {url for url, _target in ACTS}

    assert staff - EVERYDAY == asking
    for (url, target), _act in ACTS.items():
        arguments = make_arguments(url, target)
        assert resolve(reverse(url, kwargs=arguments)).func.asks_again


def make_arguments(url, target):
    if target == "mentor":
        return {"handle": "somebody"}
    return {"public_id": "00000000-0000-4000-8000-000000000000"} if target else {}


@pytest.mark.parametrize("url", OWN_ACCESS)
def test_how_somebody_signs_in_is_changed_only_after_asking(url):
    client = signed_in(UserFactory(), shown_ago=301)

    for answer in (client.get(reverse(url)), client.post(reverse(url), OWN_ACCESS[url])):
        if url == "account_email" and answer.status_code == 200:
            continue  # the page shows the address, which is the person's own
        assert answer.url.startswith(DOOR)


@pytest.mark.parametrize(("url", "target"), ASKED_BEFORE)
def test_an_import_is_handed_in_only_after_asking(url, target):
    cast = make_cast()
    client = signed_in(cast.people["coordinator"], shown_ago=301)
    before = fingerprint()

    assert client.post(path_of(url, cast.targets[target][0])).url.startswith(DOOR)
    assert fingerprint() == before


@pytest.mark.parametrize(("url", "target"), SHEETS)
def test_a_list_is_taken_along_only_after_asking(url, target):
    client = signed_in(UserFactory(coordinator=True), shown_ago=301)
    whose = {"handle": MentorProfileFactory().user.username} if target else {}
    path = reverse(url, kwargs=whose) + "?q=a"

    back = way_back(client, client.get(path))
    assert back == path
    assert not AuditEntry.objects.exists()

    client.post(DOOR, {"password": PASSWORD, "next": back})
    assert client.get(back).headers["Content-Type"].startswith("text/csv")


def test_a_password_is_changed_with_the_old_one():
    client = signed_in(UserFactory(), shown_ago=301)
    new = "nine quiet herons on a lake"

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": "a guess that is wrong", "password1": new, "password2": new},
    )

    assert answer.status_code == 422
    assert User.objects.get().check_password(PASSWORD)


def test_the_admin_asks_before_it_writes_and_then_writes():
    client = signed_in(UserFactory(is_staff=True, is_superuser=True), shown_ago=301)
    path = reverse("admin:mentorship_topic_add")
    words = {"name": "Sleep", "slug": "sleep", "description": ""}

    assert client.get(path).status_code == 200
    back = way_back(client, client.post(path, words))
    assert not Topic.objects.exists()

    client.get(client.post(DOOR, {"password": PASSWORD, "next": back}).url)
    assert Topic.objects.get().name == "Sleep"


@pytest.fixture
def held():
    """A coordinator whose form waits, and the address that takes it out."""
    person, target = UserFactory(coordinator=True), UserFactory(username="calm_fern")
    client = signed_in(person, shown_ago=301)
    words = {"handle": target.username, "role": "moderator", "reason": "Long and kind work."}
    back = way_back(client, client.post(reverse("people:roles"), words))
    return client, target, back


def given(person):
    person.refresh_from_db()
    return person.is_moderator


def test_what_waits_is_not_done_before_it_is_known_who_is_there(held):
    client, person, back = held

    client.get(back)

    assert not given(person)


def test_what_waits_is_not_done_by_any_other_visit(held):
    client, person, back = held
    client.post(DOOR, {"password": PASSWORD, "next": "/"})

    for path in (back.split("?")[0], back + "x", back.replace("roles", "invitations")):
        client.get(path)

    assert not given(person)


def test_what_waits_is_done_once(held):
    client, person, back = held
    client.post(DOOR, {"password": PASSWORD, "next": back})
    client.get(back)
    User.objects.filter(pk=person.pk).update(is_moderator=False)

    client.get(back)

    assert not given(person)


def test_a_wrong_password_leaves_it_waiting(held):
    client, person, back = held

    refused = client.post(DOOR, {"password": "not this one", "next": back})
    assert refused.status_code == 422
    assert not given(person)

    client.post(DOOR, {"password": PASSWORD, "next": back})
    client.get(back)
    assert given(person)


def test_words_that_are_refused_afterwards_are_on_their_own_page():
    UserFactory(teen=True, username="young_fern")
    client = signed_in(UserFactory(coordinator=True), shown_ago=301)
    words = {"handle": "young_fern", "role": "moderator", "reason": "Long and kind work."}
    back = way_back(client, client.post(reverse("people:roles"), words))
    client.post(DOOR, {"password": PASSWORD, "next": back})

    refused = client.get(back)

    assert refused.status_code == 422
    assert "Long and kind work." in refused.content.decode()
    assert refused.request["PATH_INFO"] == reverse("people:roles")


def test_the_words_wait_sealed(held):
    client, _person, _back = held

    assert "kind work" not in str(dict(client.session))


def test_others_are_not_told_that_there_is_something_to_ask_for():
    client = signed_in(UserFactory(), shown_ago=301)

    assert client.post(reverse("people:roles"), {"handle": "x"}).status_code == 404
    assert client.post(reverse("admin:mentorship_topic_add"), {}).status_code == 404
