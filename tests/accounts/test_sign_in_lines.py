"""What the log says of sign-ins and second steps: a code, an id, and nothing that was typed."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from tests.accounts.test_sign_in import PASSWORD, person, sign_in
from tests.log_lines import written

__all__ = ["person"]

pytestmark = pytest.mark.django_db


def said(out, event):
    """The lines of an event."""
    return [line for line in out.getvalue().splitlines() if f"event={event} " in line + " "]


def test_in_and_out(client, person):
    with written() as out:
        sign_in(client)
        client.post("/accounts/logout/")

    for event in ("sign_in.done", "sign_out.done"):
        assert [f"actor={person.public_id}" in line for line in said(out, event)] == [True]
    assert "fern" not in out.getvalue()


@pytest.mark.parametrize("address", ["fern@example.org", "nobody@example.org"])
def test_a_sign_in_that_failed_is_of_nobody(client, person, address):
    with written() as out:
        sign_in(client, email=address, password="not this one")

    (line,) = said(out, "sign_in.failed")
    assert str(person.public_id) not in line
    assert "level=warning" in line
    for typed in (address, "not this one"):
        assert typed not in out.getvalue()


def code_now(secret):
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def sure(client, person):
    """A client that has just shown that it is them."""
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.django_db(transaction=True)
def test_a_second_step_that_is_set_up_failed_and_is_taken_away(sure, person):
    sure.get("/accounts/2fa/totp/activate/")
    secret = sure.session["mfa.totp.secret"]
    other = Client()
    with written() as out:
        sure.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
        sign_in(other)
        other.post("/accounts/2fa/authenticate/", {"code": "000000"})
        sure.post("/accounts/2fa/totp/deactivate/")

    assert not Authenticator.objects.exists()
    for event in ("added", "removed"):
        lines = said(out, f"second_factor.{event}")
        assert any("kind=totp" in line and str(person.public_id) in line for line in lines)
    (failed,) = said(out, "second_factor.failed")
    assert str(person.public_id) in failed
    assert secret not in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_new_codes_are_a_line(sure, person):
    TOTP.activate(person, generate_totp_secret())
    with written() as out:
        sure.post("/accounts/2fa/recovery-codes/generate/")

    (line,) = said(out, "second_factor.renewed")
    assert "kind=recovery_codes" in line
    assert str(person.public_id) in line
