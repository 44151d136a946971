"""A wrong value of the environment stops the start with a sentence that names it."""

import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from tests.architecture.source import ROOT


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("PORT", "eighty", env.port),
        ("PORT", "70000", env.port),
        ("DATABASE_URL", "mysql://host/name", env.database),
        ("DATABASE_URL", "nonsense", env.database),
        ("DATABASE_URL", "postgres://host:port/name", env.database),
        ("DATABASE_URL", "postgres://[::1/name", env.database),
        ("DATABASE_URL", "postgresql:name", env.database),
        ("DATABASE_URL", "postgres://host:5432/", env.database),
        ("REDIS_URL", "http://host", env.redis_url),
        ("REDIS_URL", "redis://host:port/0", env.redis_url),
        ("REDIS_URL", "redis://host/name", env.redis_url),
        ("REDIS_URL", "unix:///run/redis.sock", env.redis_url),
        ("EMBED_ORIGINS", "chat.example.org", env.embed_origins),
        ("EMBED_ORIGINS", "https://chat.example.org/room", env.embed_origins),
        ("EMBED_ORIGINS", "https://*", env.embed_origins),
        ("EMBED_ORIGINS", "https://a.example.org; script-src *", env.embed_origins),
        ("OIDC_ISSUER", "id.example.org", env.host_sign_in),
        ("OIDC_ISSUER", "http://id.example.org", env.host_sign_in),
        ("OIDC_ISSUER", "https://id.example.org/?tenant=1", env.host_sign_in),
        ("SITE_URL", "queue.example.org", lambda: env.site_url(plain=False)),
        ("SITE_URL", "https://", lambda: env.site_url(plain=True)),
        ("EMAIL_URL", "carrier-pigeon://host", env.email),
        ("EMAIL_URL", "smtp://host:port", env.email),
        ("SECRET_KEY", "short", env.secret_key),
        ("NOUN_MENTOR", "guide", lambda: env.noun("mentor", ("mentor", "mentors", "a"))),
    ],
)
def test_a_wrong_value_is_named(monkeypatch, name, value, read):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=name) as refusal:
        read()

    assert "\n" not in str(refusal.value)


def test_a_deployment_needs_a_secret_key(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is missing"):
        env.secret_key()


def test_this_machine_makes_its_own_secret_key_once_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setattr(env, "VAR", tmp_path / "var")

    first = env.secret_key_or_own()

    assert env.secret_key_or_own() == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600


def test_without_addresses_everything_is_a_file_of_this_machine(monkeypatch, tmp_path):
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(env, "VAR", tmp_path)

    assert env.database()["NAME"] == str(tmp_path / "quality-queue.sqlite3")
    assert env.redis_url() == ""
    assert env.email()["EMAIL_FILE_PATH"] == str(tmp_path / "mail")


def test_addresses_are_read(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:secret@db:5433/queue")
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://ada:secret@mail:587")

    database = env.database()

    assert database["ENGINE"].endswith("postgresql")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", 5433, "queue")
    assert env.email()["EMAIL_USE_TLS"] is True


@pytest.mark.parametrize("url", ["redis://host", "redis://host:6379/", "rediss://:secret@host/3"])
def test_an_address_of_redis_is_read(monkeypatch, url):
    monkeypatch.setenv("REDIS_URL", url)

    assert env.redis_url() == url


def test_words_stand_between_commas_with_or_without_spaces(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "queue.example.org, .example.net,")

    assert env.words("ALLOWED_HOSTS") == ["queue.example.org", ".example.net"]


@pytest.mark.parametrize(
    ("host", "allowed", "address"),
    [
        ("127.0.0.1", [], "http://localhost:8123"),
        ("0.0.0.0", [], "http://localhost:8123"),
        ("::", [], "http://localhost:8123"),
        ("192.0.2.7", [], "http://192.0.2.7:8123"),
        ("2001:db8::7", [], "http://[2001:db8::7]:8123"),
        ("0.0.0.0", ["192.0.2.7", "localhost"], "http://localhost:8123"),
        ("0.0.0.0", ["*"], "http://localhost:8123"),
        ("0.0.0.0", [".box.local"], "http://box.local:8123"),
    ],
)
def test_the_address_that_is_printed_is_one_that_answers(monkeypatch, host, allowed, address):
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.setattr(env, "HOST", host)
    monkeypatch.setattr(env, "ALLOWED_HOSTS", allowed)

    assert env.plain_address() == env.site_url(plain=True) == address
    assert allowed or address.removeprefix("http://").removesuffix(":8123") in env.plain_hosts()


def test_the_address_in_letters_is_https_behind_a_proxy_and_what_the_operator_says(monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.setattr(env, "ALLOWED_HOSTS", [".example.org"])
    assert env.site_url(plain=False) == "https://example.org"

    monkeypatch.setenv("SITE_URL", "https://queue.example.org/")
    assert env.site_url(plain=False) == env.site_url(plain=True) == "https://queue.example.org"


def test_a_noun_has_three_parts(monkeypatch):
    monkeypatch.setenv("NOUN_MENTOR", "Listener Supporter, Listener Supporters, a")

    assert env.noun("mentor", ("mentor", "mentors", "a")) == (
        "Listener Supporter",
        "Listener Supporters",
        "a",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://host/name"),
        ("COMMUNITY_TIME_ZONE", "Middle-earth/Shire"),
        ("LIVE_STREAMS", "many"),
        ("LOG_FORMAT", "xml"),
        ("METRICS_TOKEN", "short"),
        ("SAMPLE", "perhaps"),
    ],
)
def test_a_command_prints_the_sentence_without_a_traceback(tmp_path, name, value):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=os.environ | {name: value, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert name in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_folder_of_this_machine_may_lie_in_folders_that_are_not_there_yet(
    monkeypatch, tmp_path
):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(env, "VAR", tmp_path / "new" / "var")

    env.database()

    assert (tmp_path / "new" / "var").is_dir()
