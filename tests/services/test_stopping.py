"""Processes stop gently and break hard while people send: nothing acknowledged is lost."""

import os
import signal
import time

import pytest

from tests.services.browsers import Browser
from tests.services.intents import Crowd, assert_everything_is_there_once
from tests.services.processes import listens, until

pytestmark = pytest.mark.services


def restart(service):
    service.start()
    until(service.is_up)


def test_pages_restarted_one_after_the_other_refuse_nobody(site):
    with Crowd(site, site.chats[5:]) as crowd:
        crowd.has_sent(6)
        for name in ("web-1", "web-2"):
            assert site.services[name].told_to_stop() == 0
            crowd.has_sent(3)
            restart(site.services[name])
            crowd.has_sent(3)

    assert_everything_is_there_once(site, crowd)
    assert crowd.refused == []


def test_killed_processes_of_pages_lose_nothing_acknowledged(site):
    web = site.services["web-1"]
    with Crowd(site, site.chats[5:]) as crowd:
        crowd.has_sent(6)
        for _ in range(3):
            before = set(web.children())
            os.kill(min(before), signal.SIGKILL)
            crowd.has_sent(2)
            until(lambda known=before: len(set(web.children()) - known) == 1)
        os.kill(web.process.pid, signal.SIGKILL)  # and now all of it
        crowd.has_sent(6)
        web.end()
        restart(web)
        crowd.has_sent(6)

    assert_everything_is_there_once(site, crowd)
    assert all(intent.acknowledged for intent in crowd.intents)


def test_a_request_in_flight_is_finished(site):
    web = site.services["web-2"]
    chat = site.chats[3]
    browser = Browser(site, chat["listener_session"], past=web.port)
    token = browser.form_token(chat["path"])
    body = f"csrfmiddlewaretoken={token}&body=Slowly&client_id=5c3a7e0e-0f5c-4a57-9a53-7b8c6f0d1a2b"
    slow = browser.connect()
    slow.putrequest("POST", chat["path"], skip_host=True)
    headers = browser.headers() | {
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
        "Origin": f"https://{browser.host}",
    }
    for name, value in headers.items():
        slow.putheader(name, value)
    slow.endheaders(body[:40].encode())
    time.sleep(0.5)  # it is being read by now

    web.process.send_signal(signal.SIGTERM)
    until(lambda: not listens(web.port))
    slow.send(body[40:].encode())

    assert slow.getresponse().status == 302
    assert web.process.wait(web.grace) == 0
    restart(web)


def test_while_nothing_serves_pages_the_proxy_says_so_kindly_and_names_help(site):
    chat = site.chats[3]
    browser = Browser(site, chat["listener_session"])
    token = browser.form_token(chat["path"])
    pages = [site.services[name] for name in ("web-1", "web-2")]
    assert [web.told_to_stop() for web in pages] == [0, 0]

    for answer in (browser.get("/queue/"), browser.say(chat["path"], "Hello?", token)):
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert "Back in a moment" in answer.text
        assert "https://findahelpline.com/" in answer.text
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")

    for web in pages:
        restart(web)


def test_streams_are_told_to_come_back_and_find_the_other_process(site):
    chat = site.chats[4]
    listener, mentor = (Browser(site, chat[who]) for who in ("listener_session", "mentor_session"))
    live = site.services["live-1"]
    streams = [listener.stream(chat["path"], past=live.port) for _ in range(2)]
    for stream in streams:
        stream.read_until("event: at\n")

    live.process.send_signal(signal.SIGTERM)
    for stream in streams:
        stream.read_until('event: end\ndata: "stop"')
    again = [listener.stream(chat["path"]) for _ in range(2)]
    assert live.process.wait(live.grace) == 0

    token = mentor.form_token(chat["path"])
    assert mentor.say(chat["path"], "Are you back?", token).status == 302
    for stream in again:
        stream.read_until('"key":"chat:')
        stream.close()
    restart(live)


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_tasks_and_their_clock_stop_within_their_grace(site, name):
    service = site.services[name]

    assert service.told_to_stop() == 0

    restart(service)
    until(service.answers_its_health_check)


def test_nothing_went_wrong_unseen(site):
    faults = {
        service.label: line
        for service in site.services.values()
        for line in service.said.splitlines()
        if "Traceback" in line or "level=critical" in line
    }

    assert faults == {}
