"""The host community as a way to sign in, as the environment says it."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from tests.architecture.source import ROOT

GIVEN = {
    "OIDC_ISSUER": "https://id.example.org/",
    "OIDC_CLIENT_ID": "queue",
    "OIDC_CLIENT_SECRET": "secret",
}


def set_all(monkeypatch, **changes):
    for name, value in (GIVEN | changes).items():
        monkeypatch.setenv(name, value)


def test_it_is_off_by_itself(monkeypatch):
    monkeypatch.delenv("OIDC_ISSUER", raising=False)

    assert env.host_sign_in() is None


def test_an_issuer_with_its_client_is_enough(monkeypatch):
    set_all(monkeypatch)

    host = env.host_sign_in()

    assert (host.issuer, host.name) == ("https://id.example.org", "id.example.org")
    assert host.origins == ("https://id.example.org",)


def test_the_name_and_the_place_of_its_sign_in_page_can_be_said(monkeypatch):
    set_all(monkeypatch, OIDC_NAME="Tea House", OIDC_ORIGINS="https://in.example.org")

    host = env.host_sign_in()

    assert (host.name, host.origins) == ("Tea House", ("https://in.example.org",))


@pytest.mark.parametrize("name", ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_an_issuer_alone_stops_the_start(monkeypatch, name):
    set_all(monkeypatch, **{name: ""})

    with pytest.raises(ImproperlyConfigured, match=name):
        env.host_sign_in()


@pytest.mark.parametrize("issuer", ["", GIVEN["OIDC_ISSUER"]])
def test_forms_may_lead_to_the_host_only_where_there_is_one(issuer):
    asked = (
        "from django.conf import settings as s;"
        "print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=os.environ
        | GIVEN
        | {"OIDC_ISSUER": issuer, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ("https://id.example.org" in run.stdout) is bool(issuer)
    assert "'self'" in run.stdout
