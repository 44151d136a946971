"""Redis stops, freezes and comes back: the site goes on, and uses it again by itself."""

import os
import signal
import time

import pytest
import redis

from tests.services.browsers import Browser
from tests.services.processes import until
from tests.services.site import PASSWORD

pytestmark = pytest.mark.services

MAY_WAIT = 1.5  # seconds more than with a Redis that answers
TOPIC = "quality-queue:live"


class Pair:
    """A mentor and a listener at their chat, which is open on both processes of streams."""

    def __init__(self, site, number):
        chat = site.chats[number]
        self.site, self.chat, self.path = site, chat, chat["path"]
        self.mentor = Browser(site, chat["mentor_session"])
        self.listener = Browser(site, chat["listener_session"])
        self.token = self.mentor.form_token(self.path)
        self.streams = [
            self.listener.stream(self.path, past=site.ports[name]) for name in ("live-1", "live-2")
        ]
        for stream in self.streams:
            stream.read_until("event: at\n")

    def say(self, words):
        answer = self.mentor.say(self.path, words, self.token)
        assert answer.status == 302, answer.text
        return answer

    def everybody_hears(self):
        for stream in self.streams:
            stream.read_until(f'"key":"chat:{self.path.split("/")[2]}')

    def leave(self):
        for stream in self.streams:
            stream.close()


@pytest.fixture
def pair(site, request):
    two = Pair(site, request.param)
    until(lambda: site.subscribers() == 2)
    yield two
    two.leave()


def hears_through_redis(site, pair):
    """A change is said in Redis again, once the pause after a failure is over."""
    with redis.from_url(site.places["REDIS_URL"]) as client, client.pubsub() as heard:
        heard.subscribe(TOPIC)
        for _ in range(10):
            pair.say("And now?")
            give_up_at = time.monotonic() + 1
            while time.monotonic() < give_up_at:
                message = heard.get_message(ignore_subscribe_messages=True, timeout=0.2)
                if message is not None:
                    return True
    return False


@pytest.mark.parametrize("pair", [1], indirect=True)
def test_pages_sign_in_and_messages_work_without_it_and_use_it_again(site, pair):
    before = {name: service.process.pid for name, service in site.services.items()}
    assert site.redis.told_to_stop() == 0

    assert pair.mentor.get("/queue/").status == 200
    assert Browser(site).sign_in(pair.chat["listener"], PASSWORD).status == 302
    pair.say("Redis is away.")
    pair.everybody_hears()

    site.redis.start()
    until(site.redis.is_up)
    until(lambda: site.subscribers() == 2)
    assert hears_through_redis(site, pair)
    pair.everybody_hears()
    until(site.services["worker"].answers_its_health_check)
    assert {name: service.process.pid for name, service in site.services.items()} == before
    assert [one.label for one in site.services.values() if one.process.poll() is not None] == []


@pytest.mark.parametrize("pair", [2], indirect=True)
def test_no_request_waits_for_a_frozen_one(site, pair):
    acts = {
        "queue": lambda: pair.mentor.get("/queue/").status,
        "chat": lambda: pair.listener.get(pair.path).status,
        "sign in": lambda: Browser(site).sign_in(pair.chat["mentor"], PASSWORD).status,
        "say": lambda: pair.say("Still here?").status,
    }

    def durations():
        took = {}
        for name, act in acts.items():
            for _ in range(4):  # each of the processes that serve pages may be the first to notice
                began = time.monotonic()
                assert act() in {200, 302}
                took[name] = max(took.get(name, 0), time.monotonic() - began)
        return took

    usual = durations()
    os.kill(site.redis.process.pid, signal.SIGSTOP)
    try:
        frozen = durations()
        for stream in pair.streams:
            stream.text = ""
        pair.say("Do you hear me?")
        pair.everybody_hears()
    finally:
        os.kill(site.redis.process.pid, signal.SIGCONT)

    assert {name: took for name, took in frozen.items() if took > usual[name] + MAY_WAIT} == {}
    until(lambda: site.subscribers() == 2)
