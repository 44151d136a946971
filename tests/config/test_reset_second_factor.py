"""The operator takes a lost second step away on the terminal."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command

from accounts.audit.models import AuditEntry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class Silent(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.fixture
def ada():
    ada = UserFactory(coordinator=True, email="ada@example.org")
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=ada, type=kind, data={})
    return ada


def reset(email="ada@example.org", reason="Rang me; I know her voice."):
    out = StringIO()
    call_command("reset_second_factor", email, reason=reason, stdout=out)
    return out.getvalue()


def test_it_is_taken_recorded_and_told(ada, sign_in, django_capture_on_commit_callbacks):
    other = Authenticator.objects.create(
        user=UserFactory(), type=Authenticator.Type.WEBAUTHN, data={}
    )
    with django_capture_on_commit_callbacks(execute=True):
        words = reset("Ada@Example.org")

    assert "2" in words
    assert list(Authenticator.objects.all()) == [other]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.subject) == ("reset second factor", ada)
    assert entry.reason == "terminal: Rang me; I know her voice."
    assert entry.facts == {"taken": ["recovery_codes", "totp"]}
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]
    assert "second step" in mail.outbox[0].subject
    assert "/accounts/login/" in mail.outbox[0].body


def test_sessions_end_and_a_new_step_is_asked_for(ada, sign_in, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client, other = sign_in(ada), sign_in(UserFactory())
    assert client.get("/coordination/").status_code == 200
    other.get("/settings/")
    assert UserSession.objects.filter(user=ada).exists()

    reset()

    assert client.get("/coordination/")["Location"].startswith("/accounts/login/")
    assert other.get("/settings/").status_code == 200
    assert sign_in(ada).get("/coordination/")["Location"] == "/accounts/2fa/"


def test_a_mail_server_that_is_silent_undoes_nothing(
    ada, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = f"{__name__}.Silent"
    with django_capture_on_commit_callbacks(execute=True):
        reset()

    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": "  "}, "reason"),
        ({"email": "nobody@example.org"}, "Nobody here"),
        ({"email": "grace@example.org"}, "no second step"),
    ],
)
def test_what_is_refused_changes_nothing(ada, facts, words):
    UserFactory(email="grace@example.org")

    with pytest.raises(CommandError, match=words):
        reset(**facts)

    assert Authenticator.objects.count() == 2
    assert not AuditEntry.objects.exists()
