"""Whatever goes wrong, no process of a deployment writes down words, addresses or keys."""

import http.client
import re
import shutil
import socket
import subprocess
import sys
import uuid
from contextlib import contextmanager, suppress

import pytest

from tests.architecture.source import ROOT
from tests.services.browsers import TOKEN, Browser
from tests.services.processes import until
from tests.services.site import PASSWORD

pytestmark = pytest.mark.services

ADDRESS = "127.0.0.7"  # whose browser it is
FAILING_TASKS = """
import sys
import django
django.setup()
from config.celery import app
word = sys.argv[1]
app.send_task("accounts.people.roll_over_one", args=[word, word])
app.send_task(f"{word}.no_such_task", args=[word])
app.send_task("config.running.heartbeat", args=["canaries"])
"""


def everything_said(site):
    return {path.name: path.read_text(errors="replace") for path in site.folder.glob("*.log")}


@pytest.fixture
def word():
    return f"canary{uuid.uuid4().hex}"


@contextmanager
def without_table(site, name):
    site.execute(f"ALTER TABLE {name} RENAME TO away")
    try:
        yield
    finally:
        site.execute(f"ALTER TABLE away RENAME TO {name}")


@contextmanager
def without_room_for_bodies(site):
    """As on a full disk, the proxy cannot keep the body of a form."""
    folder = site.folder / "nginx" / "client_body"
    shutil.rmtree(folder)
    folder.touch()
    try:
        yield
    finally:
        folder.unlink()
        folder.mkdir()


def send_words(site, chat, word):
    """A message that is kept, one that is refused, and a report; the keys that went along."""
    browser = Browser(site, chat["listener_session"], address=ADDRESS)
    mentor = Browser(site, chat["mentor_session"], address=ADDRESS)
    token = browser.form_token(chat["path"])
    assert browser.say(chat["path"], f"Of {word}", token).status == 302
    assert browser.say(chat["path"], word * 400, token).status == 422
    ((said,),) = site.rows(f"SELECT seq FROM mentorship_message WHERE body = 'Of {word}'")
    report = f"{chat['path']}{said}/report/"
    form = {"csrfmiddlewaretoken": mentor.form_token(report), "category": "spam", "words": word}
    assert mentor.post(report, form).status == 302
    stream = browser.stream(chat["path"])
    key = stream.token
    stream.close()
    for query in (f"token={key}{word}", f"token={word}", f"token={key}&more={word}"):
        browser.ask("GET", f"/live/?{query}", **{"Last-Event-ID": word}).wire.close()
    return [token, key, *browser.cookies.values(), *mentor.cookies.values()]


def ask_for_a_new_password(site, chat, word):
    stranger = Browser(site, address=ADDRESS)
    page = stranger.get("/accounts/password/reset/")
    token = TOKEN.search(page.text).group(1)
    form = {"csrfmiddlewaretoken": token, "email": chat["mentor"]}
    assert stranger.post("/accounts/password/reset/", form).status == 302
    letter = max((site.folder / "mail").iterdir()).read_text()
    path, key = re.search(r"https://[^/]+(/\S+/key/(\S+)/)", letter).groups()
    stranger.get(path)
    stranger.get(f"{path}{word}/")
    stranger.sign_in(f"{word}@example.org", word)
    return [token, key, *stranger.cookies.values()]


def say_strange_things(site, word):
    """Of oneself, and to whoever listens."""
    stranger = Browser(site, address=ADDRESS)
    told = {
        "Authorization": f"Bearer {word}",
        "User-Agent": f"Agent level=error event={word}",
        "Referer": f"https://{word}.example/",
        "X-Request-ID": word,
    }
    stranger.get(f"/nowhere/{word}/?token={word}", **told)
    stranger.get("/queue/", Host=f"{word}.example")
    for port in (site.ports["https"], site.ports["http"], *pages_and_streams(site)):
        for line in (f"{word} {word}\r\n\r\n", f"GET /{word} HTTP/1.1\r\n{word}\r\n\r\n", word):
            with (
                suppress(OSError),
                socket.create_connection(("127.0.0.1", port), 5, (ADDRESS, 0)) as raw,
            ):
                raw.sendall(line.encode())
                raw.shutdown(socket.SHUT_WR)
                raw.recv(1000)


def pages_and_streams(site):
    return [site.ports[name] for name in ("web-1", "live-1")]


def test_nothing_that_people_say_or_hold_is_in_any_log(site, word):
    chat = site.chats[2]
    canaries = [word, ADDRESS, PASSWORD, *chat.values()]
    canaries += send_words(site, chat, word)
    canaries += ask_for_a_new_password(site, chat, word)
    say_strange_things(site, word)
    with without_table(site, "account_emailaddress"):
        stranger = Browser(site, address=ADDRESS)
        assert stranger.sign_in(f"{word}@example.org", word).status >= 500
    with without_room_for_bodies(site), suppress(OSError, http.client.HTTPException):
        form = {"csrfmiddlewaretoken": word, "password1": word * 4000}
        Browser(site, address=ADDRESS).post(f"/accounts/password/reset/key/1-{word}/", form)
    subprocess.run(
        [sys.executable, "-c", FAILING_TASKS, word],
        cwd=ROOT,
        env=site.services["worker"].environment,
        check=True,
    )
    until(lambda: site.rows("SELECT 1 FROM heartbeat WHERE sender = 'canaries'"))

    logs = everything_said(site)
    found = {(name, one) for name, text in logs.items() for one in canaries if one in text}
    assert found == set()
    assert "event=task.failed" in logs["worker.log"]
    assert "event=request.failed" in logs["web-1.log"] + logs["web-2.log"]
    assert "status=404" in logs["proxy.log"]
