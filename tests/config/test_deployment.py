"""Production is strict; the plain profile drops exactly what plain HTTP cannot carry."""

import json
import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

KEY = "".join(chr(97 + number % 26) + str(number) for number in range(40))

SHOW = """
import json, django
from django.conf import settings
django.setup()
values = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
named = lambda value: getattr(value, "__qualname__", str(value))
print(json.dumps(values, default=named, sort_keys=True))
"""


def run(tmp_path, profile, *command, **values):
    surroundings = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    surroundings |= {
        "DJANGO_SETTINGS_MODULE": f"config.settings.{profile}",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "queue.example.org",
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=surroundings | values,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_of(tmp_path, profile, **values):
    done = run(tmp_path, profile, "-c", SHOW, **values)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_never_drops_the_marks_of_https(tmp_path):
    production = settings_of(tmp_path, "prod")

    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert production[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert production[f"{cookie}_COOKIE_SECURE"] is True
        assert production[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert production[f"{cookie}_COOKIE_DOMAIN"] is None
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert (production["DEBUG"], production["SAMPLE"]) == (False, False)


def test_the_plain_profile_drops_only_what_plain_http_cannot_carry(tmp_path):
    production = settings_of(tmp_path, "prod", SAMPLE="0")
    plain = settings_of(tmp_path, "plain", SAMPLE="0")

    names = (production.keys() | plain.keys()) - {"SETTINGS_MODULE", "LOGGING"}
    different = {name for name in names if production.get(name) != plain.get(name)}

    assert plain["DEBUG"] is False
    assert different == {
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_NAME",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_NAME",
        "LANGUAGE_COOKIE_SECURE",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL",
        "SITE_URL",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
        "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT",
    }


def test_a_sound_deployment_passes_without_a_warning(tmp_path):
    done = run(tmp_path, "prod", "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("fault", "values"),
    [
        ("config.E001", {"SAMPLE": "1"}),
        ("config.E003", {"ALLOWED_HOSTS": "*"}),
        ("config.E003", {"ALLOWED_HOSTS": ""}),
    ],
)
def test_an_unsafe_deployment_is_an_error(tmp_path, fault, values):
    done = run(tmp_path, "prod", "manage.py", "check", "--deploy", **values)

    assert done.returncode == 1
    assert fault in done.stderr


def test_production_does_not_start_with_a_short_key(tmp_path):
    done = run(tmp_path, "prod", "manage.py", "check", SECRET_KEY="short")

    assert done.returncode == 1
    assert "SECRET_KEY" in done.stderr
