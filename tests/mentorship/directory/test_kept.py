"""The directory is made once for all who would see the same, and anew for whoever would not."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db.models import F
from django.utils import timezone

from accounts.safeguarding.models import Block
from config.live.models import LiveChannel
from mentorship.directory.pages import kept
from mentorship.models import TopicWanted
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import TopicFactory
from tests.mentorship.directory.people import URL, mentor, names

pytestmark = pytest.mark.django_db
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept in a test"}


@pytest.fixture(autouse=True)
def kept_for_a_while(settings):
    settings.CACHES = {**settings.CACHES, "pages": MEMORY}
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def changed():
    """The lists hear of a change, as when an act is committed."""
    row, _made = LiveChannel.objects.get_or_create(channel="queue:adult")
    LiveChannel.objects.filter(pk=row.pk).update(version=F("version") + 1)


def test_a_page_that_was_made_costs_no_query_about_mentors(
    client, reader, django_assert_num_queries
):
    mentor("Open Oak", topics=[TopicFactory()])
    first = client.get(URL)

    with django_assert_num_queries(7):
        again = client.get(URL)

    assert names(again) == names(first) == ["Open Oak"]


def test_a_change_of_the_lists_is_seen_at_once(client, reader):
    mentor("Open Oak")
    client.get(URL)
    mentor("Private Pear")
    changed()

    page = client.get(URL)

    assert names(page) == ["Open Oak", "Private Pear"]
    assert "<strong>2 mentors</strong>" in page.content.decode()


def test_a_newer_page_takes_the_place_of_the_older_one(client, reader):
    mentor("Open Oak")
    client.get(URL)
    known = len(caches["pages"]._cache)

    for _ in range(3):
        changed()
        client.get(URL)

    assert len(caches["pages"]._cache) == known


def test_what_time_alone_changes_is_seen_within_a_minute(client, reader, monkeypatch):
    at = timezone.now()
    gone = mentor("Here Heath", here_until=at + timedelta(minutes=5), seen_at=at)
    assert "Here until" in client.get(URL).content.decode()
    type(gone).objects.filter(pk=gone.pk).update(here_until=at + timedelta(seconds=30))
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(seconds=61))

    assert "Here until" not in client.get(URL).content.decode()


def test_nobody_gets_a_page_that_was_made_for_somebody_else(client, sign_in, reader):
    oak, grief = mentor("Open Oak", is_public=True), TopicFactory(slug="grief")
    mentor("Private Pear", topics=[grief])
    mentor("Teen Thistle", band="teen")
    blocked, wanting = UserFactory(), UserFactory()
    Block.objects.create(blocker=blocked, blocked=oak.user, made_at=timezone.now())
    TopicWanted.objects.create(user=wanting, topic=grief)

    assert names(client.get(URL)) == ["Open Oak", "Private Pear"]
    assert names(sign_in(UserFactory(teen=True)).get(URL)) == ["Teen Thistle"]
    assert names(sign_in(blocked).get(URL)) == ["Private Pear"]
    assert names(sign_in(wanting).get(URL)) == ["Private Pear", "Open Oak"]
    client.logout()
    assert names(client.get(URL)) == ["Open Oak"]


def test_each_search_page_zone_and_fragment_is_kept_apart(client, reader, sign_in):
    for number in range(30):
        mentor(f"Mentor {number:02}")
    mentor("Open Oak")
    tokyo = sign_in(UserFactory(time_zone="Asia/Tokyo"))

    pages = [client.get(URL, {"sort": "name"}), client.get(URL, {"sort": "name", "page": "2"})]
    fragment = client.get(URL, {"sort": "name"}, headers={"HX-Request": "true"})
    found = client.get(URL, {"sort": "name", "q": "oak"})

    assert len({*names(pages[0]), *names(pages[1])}) == 31
    assert fragment.content.lstrip().startswith(b"<section")
    assert names(found) == ["Open Oak"]
    assert 'data-time-zone="Asia/Tokyo"' in tokyo.get(URL).content.decode()
    assert len(names(tokyo.get(URL))) == 24


def test_a_count_that_took_long_holds_though_the_lists_changed(client, reader, monkeypatch):
    mentor("Open Oak")
    seconds = iter([0.0, 2.0, 10.0, 50.0, 51.0])
    monkeypatch.setattr(kept, "monotonic", lambda: next(seconds))
    client.get(URL)
    mentor("Private Pear")
    changed()
    shown = client.get(URL).content.decode()
    changed()
    later = client.get(URL).content.decode()

    assert "<strong>1 mentor</strong>" in shown
    assert "<strong>2 mentors</strong>" in later
