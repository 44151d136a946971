"""Words of people, keys and addresses are never logged: unique strings are sent everywhere,
and everything that was written is searched for them.
"""

import logging
import re
import uuid
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from accounts.people.models import User
from config.celery import app
from tests.accounts.reporting import talk_of_thirteen
from tests.accounts.test_sign_in import PASSWORD, person, sign_in
from tests.accounts.test_sign_up import SIGN_UP, answers, code_of
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.log_lines import written
from tests.running_site import Site

__all__ = ["person"]

CANARY = "canary"


def fails_with_words(request):
    raise ValueError(f"cannot read {request.POST['body']}")


def breaks_a_rule(request):
    User.objects.create(
        username="somebody", email=request.POST["email"], band="adult", joined_at=NOW
    )
    return HttpResponse()


urlpatterns = [
    path("fails/", fails_with_words),
    path("breaks/", breaks_a_rule),
    path("", include("config.urls")),
]
handler500 = "config.refusals.server_error"


@pytest.fixture
def canary():
    """A string that nothing else can hold; each test adds those it finds."""
    return [f"{CANARY}{uuid.uuid4().hex}"]


def assert_silent(out, canaries):
    found = [one for one in canaries if one in out.getvalue()]

    assert found == []
    assert out.getvalue() != ""


@pytest.mark.django_db
def test_words_of_a_talk_and_of_a_report(sign_in_as, canary, listener):
    talk = talk_of_thirteen(listener)
    client, words = sign_in_as(talk.mentor.user), canary[0]
    line = talk.messages.filter(author=listener).first()
    with written() as out:
        for body in (words, words * 400):
            client.post(talk.get_absolute_url(), {"body": body, "client_id": uuid.uuid4()})
        report = reverse("conversations:report-line", args=[talk.public_id, line.seq])
        client.post(report, {"category": "spam", "words": words})
        client.get("/mentors/", {"q": words})

    assert_silent(out, [*canary, client.session.session_key])


@pytest.fixture
def sign_in_as(sign_in):
    return sign_in


@pytest.mark.django_db
def test_passwords_addresses_links_and_codes(person, canary):
    client, word = Client(enforce_csrf_checks=True), canary[0]
    with written() as out:
        page = client.get("/accounts/login/")
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page.content.decode())[1]
        send = {"csrfmiddlewaretoken": token}
        client.post("/accounts/login/", send | {"login": f"{word}@example.org", "password": word})
        client.post("/accounts/login/", {"login": person.email, "password": word})
        client.post("/accounts/password/reset/", send | {"email": person.email})
        link = re.search(r"https?://[^/]+(/\S+/key/(\S+)/)", mail.outbox[-1].body)
        client.get(link[1], follow=True)
        client.get(link[1] + "more/")
        client.post(link[1], {"password1": word})
        sign_in(client)

    assert_silent(
        out, [*canary, token, link[2], client.cookies["csrftoken"].value, person.email, PASSWORD]
    )


@pytest.mark.django_db
def test_a_sign_up_and_its_code(client, canary):
    word = canary[0][:20]
    with written() as out:
        names = {"username": word, "display_name": word, "email": f"{word}@example.org"}
        there = client.post(SIGN_UP, answers(**names)).url
        code = code_of(mail.outbox[0])
        client.post(there, {"code": "no" + code})
        client.post(there, {"code": code})

    assert_silent(out, [word, code, client.session.session_key])


@pytest.mark.django_db
def test_what_a_browser_says_of_itself(client, canary):
    word = canary[0]
    told = {
        "HTTP_AUTHORIZATION": f"Bearer {word}",
        "HTTP_USER_AGENT": f"Agent\nlevel=error event={word}",
        "HTTP_REFERER": f"http://testserver/{word}/",
        "HTTP_X_REQUEST_ID": f"{word}\nlevel=error",
        "HTTP_COOKIE": f"sessionid={word}; csrftoken={word}",
        "REMOTE_ADDR": "203.0.113.77",
    }
    with written() as out:
        client.post(f"/nowhere/{word}/?{urlencode({'token': word})}", **told)
        client.get("/", HTTP_HOST=f"{word}.example", **told)
        client.generic(word.upper(), "/queue/", **told)

    assert_silent(out, [*canary, word.upper(), "203.0.113.77"])
    assert all(line.startswith("timestamp=") for line in out.getvalue().splitlines())


@pytest.mark.django_db(transaction=True)
def test_a_request_that_fails(client, canary, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    taken = UserFactory(email=f"{canary[0]}@example.org")
    with written() as out:
        assert client.post("/fails/", {"body": canary[0]}).status_code == 500
        assert client.post("/breaks/", {"email": taken.email}).status_code == 503

    assert_silent(out, canary)
    failed = [line for line in out.getvalue().splitlines() if "event=request.failed" in line]
    assert re.search(r"fault=ValueError .*test_log_canaries.py:\d+:fails_with_words", failed[0])
    assert re.search(r'fault="IntegrityError < \w+" .*breaks_a_rule', failed[1])


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_rule_that_was_broken_is_named_where_the_database_quotes_the_row(canary):
    """PostgreSQL says: Key (email)=(...) already exists."""
    taken = UserFactory(email=f"{canary[0]}@example.org")
    with written() as out, pytest.raises(IntegrityError, match=canary[0]) as refusal:
        UserFactory(email=taken.email)
    with written() as out:
        logging.getLogger("config.somewhere").error("it.failed", exc_info=refusal.value)

    assert_silent(out, canary)
    assert re.search(r"sqlstate=23505 rule=\w+", out.getvalue())


def test_the_broker_gets_ids_only():
    """Each task that others send takes numbers, and dates at most."""
    app.loader.import_default_modules()
    own = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    kinds = {
        (task.name, name): kind
        for task in own
        for name, kind in task.run.__annotations__.items()
        if name != "return"
    }
    allowed_words = {
        ("accounts.people.roll_over_one", "today"),
        ("config.running.heartbeat", "sender"),
    }

    assert {key for key, kind in kinds.items() if kind is not int} <= allowed_words


def test_a_whole_site_with_web_and_worker(tmp_path, canary):
    word, site = canary[0], Site(tmp_path)
    try:
        site.wait()
        site.get(f"/nowhere/{word}/?token={word}", Authorization=f"Bearer {word}").read()
        site.get("/accounts/login/", Host=f"{word}.example").read()
        site.shell(
            "from config.celery import app\n"
            f"app.send_task('accounts.people.roll_over_one', args=['{word}', '{word}'])\n"
            f"app.send_task('{word}.no_such_task', args=['{word}'])\n"
            "import structlog\n"
            "structlog.contextvars.bind_contextvars(request_id='abcd-1234')\n"
            "app.send_task('config.running.heartbeat', args=['after'])\n"
            "import time\n"
            "from config.running.models import Heartbeat\n"
            "for _ in range(200):\n"
            "    if Heartbeat.objects.filter(pk='after').exists(): break\n"
            "    time.sleep(0.1)\n"
        )
        log = site.log.read_text()
    finally:
        site.kill()

    assert re.search(r"event=task.failed .*task=accounts.people.roll_over_one", log)
    assert "status=404" in log
    assert re.search(r"worker.* event=task.done .*request_id=abcd-1234", log)
    assert word not in log
    broker = [file.read_text() for file in tmp_path.glob("broker/**/*") if file.is_file()]
    assert [message for message in broker if word in message] == []
