"""Each reader gets what they may see, now: filters, blocks, roles, sign-out."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.people.rules.sessions import SIGNED_IN
from config.live import publish, tokens
from config.live.gate import examine
from config.live.limits import Limits
from config.live.registry import Frame, ReaderSet, person_channel
from tests.config.live.toys import Reader, atouch, live, open_page, rows, run, show, touch, toys
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def may_see(user, **what):
    toys.sets[str(user.public_id)] = ReaderSet(
        **{name: frozenset(values) for name, values in what.items()}
    )


@pytest.mark.parametrize(
    ("reader_set", "tags", "seen"),
    [
        (ReaderSet(), {"de"}, True),
        (ReaderSet(tags=frozenset({"en"})), set(), True),
        (ReaderSet(tags=frozenset({"en", "de"})), {"de", "fr"}, True),
        (ReaderSet(tags=frozenset({"en"})), {"de"}, False),
        (ReaderSet(tags=frozenset()), {"de"}, False),
        (ReaderSet(hidden=frozenset({"1"})), set(), False),
    ],
)
def test_a_row_is_shown_by_tags_unless_it_is_hidden(reader_set, tags, seen):
    assert reader_set.shows("1", Frame("one", frozenset(tags))) is seen


def test_rows_go_to_those_who_may_see_them_and_others_do_not_learn_of_them():
    anna, bert = UserFactory(), UserFactory()
    may_see(anna, tags={"en"})
    may_see(bert, tags={"de"}, hidden={"blocked"})
    show("english", "e", tags={"en"})
    show("blocked", "b")
    pages = [open_page(user, "toy:a") for user in (anna, bert)]

    async def scenario():
        async with live() as app:
            one, other = [await Reader(app, page, seen="").start() for page in pages]
            assert rows(one.events) == {"english": "e en", "blocked": "b en"}
            assert rows(other.events) == {}
            show("english", "e2", tags={"en"})
            toys.frames.pop("blocked")
            await atouch("toy:a", "english", "blocked")
            await one.more()
            assert rows(one.events) == {"english": "e2 en"}
            assert await other.silent()
            assert b"english" not in b"".join(other.bodies)
            assert b"blocked" not in b"".join(other.bodies)
            await one.leave()
            await other.leave()

    run(scenario)


def test_what_may_have_left_the_page_is_told_by_what_is_there_not_by_its_name():
    anna = UserFactory()
    may_see(anna, tags={"en"})
    show("english", "e", tags={"en"})
    show("german", "g", tags={"de"})
    page = open_page(anna, "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            await atouch("toy:a", "german", "nobody's")
            assert ("toy:a", {"keys": ["english"]}) in await reader.more()
            await atouch("toy:a", "german", "nobody's")
            assert await reader.silent()
            assert b"german" not in b"".join(reader.bodies)
            assert b"nobody" not in b"".join(reader.bodies)
            await reader.leave()

    run(scenario)


def test_a_row_that_is_no_longer_for_a_reader_goes_and_comes_back():
    user = UserFactory()
    may_see(user, tags={"en"})
    show("1", "one", tags={"en"})
    page = open_page(user, "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page, seen="").start()
            show("1", "one", tags={"de"})
            await atouch("toy:a", "1")
            await reader.more()
            assert rows(reader.events) == {}
            show("1", "one", tags={"de", "en"})
            await atouch("toy:a", "1")
            await reader.more()
            assert rows(reader.events) == {"1": "one en"}
            await reader.leave()

    run(scenario)


def test_a_change_of_rights_is_applied_to_the_open_stream():
    user = UserFactory()
    show("1", "one")
    show("2", "two")
    page = open_page(user, "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page, seen="").start()
            assert set(rows(reader.events)) == {"1", "2"}
            may_see(user, hidden={"2"})
            await atouch(person_channel(user.public_id), publish.RIGHTS)
            while set(rows(reader.events)) != {"1"}:
                await reader.more()
            await reader.leave()

    run(scenario)


def test_a_stream_that_is_refused_now_ends_without_another_row():
    user = UserFactory()
    show("1", "one")
    page = open_page(user, "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            toys.refused.add(str(user.public_id))
            await atouch(person_channel(user.public_id), publish.RIGHTS)
            show("1", "not theirs")
            events = await reader.until_over()
            assert events[-1] == ("end", "rights")
            assert "not theirs" not in str(events)
            assert app.hub.streams == set()

    run(scenario)


def sign_out(user):
    Session.objects.all().delete()


def suspend(user):
    user.is_active = False
    user.save(update_fields=["is_active"])


def change_password(user):
    user.set_password("another one")
    user.save(update_fields=["password"])


def forget(user):
    user.languages.all().delete()
    user.delete()


def stay_too_long(user):
    """A session of staff that no request has come by since its time was over."""
    user.is_moderator = True
    user.save(update_fields=["is_moderator"])
    session = SessionStore(Session.objects.get().session_key)
    signed_in = (timezone.now() - timedelta(hours=9)).timestamp()
    session[SIGNED_IN] = [{"method": "password", "at": signed_in}]
    session.save()


@pytest.mark.parametrize("act", [sign_out, suspend, change_password, forget, stay_too_long])
def test_what_ends_a_session_ends_its_streams(act):
    user = UserFactory()
    page = open_page(user, "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            await sync_to_async(act)(user)
            assert (await reader.until_over())[-1] == ("end", "rights")
            again = Reader(app, page)
            await again.start()
            assert again.status == 404

    run(scenario)


def test_looking_at_a_session_never_changes_it():
    page = open_page(UserFactory())
    before = Session.objects.values().get()
    claims = tokens.read(page.token)
    key = page.cookie.partition("=")[2]

    mine, other, none = examine([(claims, key), (claims, "x" * 32), (claims, "")])
    assert mine is not None
    assert other is None
    assert none is None
    assert Session.objects.values().get() == before


@pytest.mark.parametrize("people", [1, 3])
def test_looking_at_many_streams_costs_two_queries(people, django_assert_num_queries):
    pages = [open_page(UserFactory(), "toy:a") for _ in range(people)]
    bearers = [(tokens.read(page.token), page.cookie.partition("=")[2]) for page in pages]

    with django_assert_num_queries(2):
        found = examine([*bearers, *bearers])

    assert [set(sets) for sets in found] == [set(claims.channels) for claims, _ in bearers * 2]


def test_a_token_of_another_person_or_another_session_opens_nothing():
    mine, theirs = open_page(UserFactory()), open_page(UserFactory())

    async def scenario():
        async with live() as app:
            mine.token, kept = theirs.token, mine.token
            reader = await Reader(app, mine).start()
            assert reader.status == 404
            theirs.cookie, theirs.token = "", kept
            reader = await Reader(app, theirs).start()
            assert reader.status == 404

    run(scenario)


def test_nobody_reads_the_channel_of_somebody_else():
    user, other = UserFactory(), UserFactory()
    page = open_page(user, person_channel(other.public_id))

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            assert reader.status == 404
            assert app.hub.channels == {}

    run(scenario)


def test_a_channel_that_no_area_knows_is_not_there():
    page = open_page(UserFactory(), "unknown:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            assert reader.status == 404

    run(scenario)


def test_a_visitor_reads_what_an_area_shows_to_visitors():
    show("1", "one")
    touch("toy:a", "1")
    page = open_page(None, "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page, seen="0").start()
            assert rows(reader.events) == {"1": "one en"}
            toys.refused.add("")
            assert (await reader.until_over())[-1] == ("end", "rights")

    run(scenario)


def test_an_area_that_fails_for_one_reader_refuses_that_one_alone():
    users = [UserFactory(), UserFactory()]
    pages = [open_page(user, "toy:a") for user in users]
    toys.broken.add(str(users[0].public_id))

    async def scenario():
        async with live() as app:
            refused, reader = [await Reader(app, page).start() for page in pages]
            assert (refused.status, reader.status) == (404, 200)
            await reader.leave()

    run(scenario)


def test_who_may_read_is_asked_often_enough_for_a_promise_of_ten_seconds():
    limits = Limits()

    assert limits.recheck_every + 2 * limits.slice < 10
