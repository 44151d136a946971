"""The doctor asks the host community's provider, where one is set, what sign-in needs of it."""

import pytest
import requests

from config.env import HostSignIn
from config.running import host

ISSUER = "https://id.example.org"
KEYS = f"{ISSUER}/keys"


@pytest.fixture
def provider(settings, monkeypatch):
    """What is answered at each address; nothing is asked of anybody else."""
    settings.HOST_SIGN_IN = HostSignIn(ISSUER, "queue", "secret", "Harbour", (ISSUER,))
    answers = {
        f"{ISSUER}/.well-known/openid-configuration": {
            "issuer": f"{ISSUER}/",
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": KEYS,
        },
        KEYS: {"keys": [{"kid": "1"}]},
    }

    def read(address):
        if address not in answers:
            raise requests.ConnectTimeout(f"secret of {address}")
        return answers[address]

    monkeypatch.setattr(host, "_read", read)
    return answers


def test_without_a_provider_there_is_no_line(settings):
    settings.HOST_SIGN_IN = None

    assert host.host_answers() == []


def test_a_provider_that_is_well(provider):
    (verdict,) = host.host_answers()

    assert (verdict.state, verdict.words) == ("ok", "Harbour answers, and says who it is.")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("issuer", "https://other.example.org", "set OIDC_ISSUER to https://other.example.org"),
        ("jwks_uri", None, "It does not name its jwks_uri."),
        ("jwks_uri", f"{ISSUER}/nothing", "does not answer as a provider does (ConnectTimeout)"),
        (
            "authorization_endpoint",
            "https://login.example.org/authorize",
            "set OIDC_ORIGINS to https://id.example.org,https://login.example.org",
        ),
    ],
)
def test_what_would_keep_people_out_has_a_fix(provider, name, value, said):
    provider[f"{ISSUER}/.well-known/openid-configuration"][name] = value

    (verdict,) = host.host_answers()

    assert verdict.state == "fail"
    assert said in str(verdict)
    assert "secret" not in str(verdict)


def test_a_provider_without_keys_or_words_fails(provider):
    provider[KEYS] = {"keys": []}
    assert "no key" in str(host.host_answers()[0])

    provider[f"{ISSUER}/.well-known/openid-configuration"] = ["not", "ours"]
    assert "does not answer as a provider does (AttributeError)" in str(host.host_answers()[0])


@pytest.mark.django_db
def test_it_is_a_line_of_the_command(provider):
    from tests.config.running.test_doctor import ask

    lines, _code = ask()

    assert lines[-1].startswith("ok    host        Harbour")
