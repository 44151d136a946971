"""Coordinators rename a link of the community, and end any link or take it up again."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.people.errors import NotAllowed
from mentorship.models import Arrival, Source
from mentorship.sharing.errors import LinkHasEnded
from mentorship.sharing.operations import (
    end_source,
    give_link,
    rename_source,
    resume_source,
)
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, SourceFactory

pytestmark = pytest.mark.django_db

LIST = "/coordination/sources/"
MENU = 'href="/ask/link/"'


@pytest.fixture
def declared():
    return SourceFactory(code="after-chat", name="After a hard chat")


@pytest.fixture
def welcomer(listener, coordinator):
    """Somebody who is no mentor and has a link of their own."""
    give_link(person=listener, actor=coordinator, at=NOW)
    return listener


def page_of(source):
    return reverse("sharing:link-of-host", args=[source.code])


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def test_a_link_is_renamed_and_keeps_its_mark(as_coordinator, declared):
    response = as_coordinator.post(page_of(declared), {"name": "After any chat"}, follow=True)

    declared.refresh_from_db()
    assert (declared.name, declared.code) == ("After any chat", "after-chat")
    assert "After any chat" in response.content.decode()
    assert acts() == ["rename link"]


@pytest.mark.parametrize("name", ["", "w" * 81, "a\0b"])
def test_a_name_that_does_not_fit_is_refused(as_coordinator, declared, name):
    response = as_coordinator.post(page_of(declared), {"name": name})

    declared.refresh_from_db()
    assert response.status_code == 422
    assert declared.name == "After a hard chat"


def test_a_link_is_ended_and_taken_up_again(as_coordinator, declared):
    ended = as_coordinator.post(page_of(declared), {"act": "end"}, follow=True)
    again = as_coordinator.post(page_of(declared), {"act": "resume"}, follow=True)

    assert ">Ended</span>" in ended.content.decode()
    assert ">Ended</span>" not in again.content.decode()
    assert acts() == ["end link", "take up link"]


def test_ending_twice_is_one_act(coordinator, declared):
    ended = end_source(declared, actor=coordinator, at=NOW)
    end_source(ended, actor=coordinator, at=NOW)
    resume_source(ended, actor=coordinator, at=NOW)
    resume_source(ended, actor=coordinator, at=NOW)

    assert acts() == ["end link", "take up link"]


def test_nothing_is_counted_by_an_ended_link_and_the_page_is_there(
    client, as_listener, coordinator, declared
):
    end_source(declared, actor=coordinator, at=NOW)

    by_link = {"from": "after-chat"}
    stranger = client.get("/ask/", by_link, headers={"sec-fetch-dest": "document"})
    person = as_listener.get("/ask/", by_link)

    counted = Source.objects.with_counts().get()
    assert (stranger.status_code, person.status_code) == (200, 200)
    assert (counted.visit_count, counted.arrival_count) == (0, 0)
    assert "came-by" not in stranger.cookies


def test_only_coordinators_change_links(moderator, declared):
    for act in (end_source, resume_source):
        with pytest.raises(NotAllowed):
            act(declared, actor=moderator, at=NOW)
    with pytest.raises(NotAllowed):
        rename_source(declared, name="Ours", actor=moderator, at=NOW)
    with pytest.raises(NotAllowed):
        give_link(person=UserFactory(), actor=moderator, at=NOW)
    assert acts() == []


def test_marks_that_every_community_has_are_not_changed(as_coordinator):
    SourceFactory(code="frame")

    assert (
        as_coordinator.post("/coordination/sources/links/frame/", {"act": "end"}).status_code == 404
    )
    assert "/coordination/sources/links/frame/" not in as_coordinator.get(LIST).content.decode()


def test_the_mark_of_a_persons_link_opens_no_page(as_coordinator, welcomer):
    code = Source.objects.get(owner=welcomer).code

    assert as_coordinator.get(f"/coordination/sources/links/{code}/").status_code == 404
    page = as_coordinator.get(reverse("sharing:link-of-person", args=[welcomer.username]))
    assert code not in page.content.decode()
    assert code not in str(list(AuditEntry.objects.values("target", "facts")))


def test_who_was_given_a_link_finds_it_in_the_menu(as_listener, listener, coordinator):
    before = as_listener.get("/privacy/").content.decode()
    give_link(person=listener, actor=coordinator, at=NOW)
    after = as_listener.get("/privacy/").content.decode()

    assert (MENU in before, MENU in after) == (False, True)
    assert acts() == ["give link"]


def test_a_link_that_was_taken_back_is_said_kindly_and_given_again(
    as_coordinator, as_listener, welcomer
):
    address = reverse("sharing:link-of-person", args=[welcomer.username])
    as_coordinator.post(address, {"act": "end"})

    own = as_listener.get("/ask/link/").content.decode()
    assert "This link was ended" in own
    assert 'id="own-link"' not in own
    assert MENU not in as_listener.get("/privacy/").content.decode()

    as_coordinator.post(reverse("sharing:give-link"), {"handle": welcomer.username})
    assert 'id="own-link"' in as_listener.get("/ask/link/").content.decode()


def test_who_lost_their_link_cannot_make_it_again(coordinator):
    person = MentorProfileFactory().user
    own = give_link(person=person, actor=person, at=NOW)
    end_source(own, actor=coordinator, at=NOW)

    with pytest.raises(LinkHasEnded):
        give_link(person=person, actor=person, at=NOW)


def test_owners_who_try_their_link_are_not_counted(sign_in):
    mentor = MentorProfileFactory()
    own = give_link(person=mentor.user, actor=mentor.user, at=NOW)

    response = sign_in(mentor.user).get("/ask/", {"from": own.code})

    assert response.status_code == 200
    assert not Arrival.objects.exists()
