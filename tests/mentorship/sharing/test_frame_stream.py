"""Frames stay true by a stream that needs nobody signed in, and that takes no member's place."""

import re
from dataclasses import replace

import pytest
from asgiref.sync import sync_to_async
from django.test import Client, TestCase
from django.urls import reverse

from config.live import publish
from mentorship.profiles.operations import set_shown_outside
from tests.config.live.toys import QUICK, Page, Reader, live, open_page, run
from tests.factories.accounts import UserFactory
from tests.mentorship.queue.people import here, key

pytestmark = pytest.mark.django_db

OUTSIDE = "outside:adult"
AGREED = {"is_public": True, "shown_outside": True}


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.EMBED_ORIGINS = ["https://chat.example.org"]


def frame():
    """The frame as a browser holds it, without a cookie."""
    text = Client().get(reverse("sharing:embed-queue")).content.decode()
    return Page(re.search(r'name="live" content="([^"]+)"', text)[1], str(publish.version(OUTSIDE)))


def withdraw(mentor):
    with TestCase.captureOnCommitCallbacks(execute=True):
        set_shown_outside(mentor=mentor, shown=False)


def test_an_open_frame_loses_who_took_their_consent_back():
    mentor, staying = here(**AGREED), here(**AGREED)
    page = frame()

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page, seen="").start()
            assert (OUTSIDE, {"keys": sorted_keys(mentor, staying)}) in order_free(reader.events)
            await sync_to_async(withdraw)(mentor)
            assert (OUTSIDE, {"key": key(mentor), "html": None}) in await reader.more()
            await reader.leave()

    run(scenario)


def sorted_keys(*mentors):
    return sorted(key(mentor) for mentor in mentors)


def order_free(events):
    return [
        (name, {"keys": sorted(body["keys"])} if "keys" in body else body) for name, body in events
    ]


def test_frames_are_bounded_by_a_number_of_their_own():
    pages = [frame() for _ in range(3)]
    member = open_page(UserFactory(), "queue:adult")

    async def scenario():
        async with live(replace(QUICK, streams=1, apart=2)) as app:
            readers = [await Reader(app, page).start() for page in pages[:2]]
            third = await Reader(app, pages[2]).start()
            assert (third.status, third.headers["retry-after"]) == (503, "20")
            readers.append(await Reader(app, member).start())
            assert [reader.status for reader in readers] == [200, 200, 200]
            await readers[0].leave()
            again = await Reader(app, pages[2]).start()
            assert again.status == 200
            for reader in [*readers[1:], again]:
                await reader.leave()

    run(scenario)


def test_a_frame_that_stays_open_gets_its_new_word_without_a_cookie(client):
    response = client.get(reverse("live:token"), {"token": frame().token})

    assert response.status_code == 200
    assert response.cookies == {}


def test_the_word_of_a_frame_opens_nothing_once_it_is_switched_off(settings):
    page = frame()
    settings.EMBED_ORIGINS = []

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            assert reader.status == 404

    run(scenario)
