"""docker-compose.yml opens nothing but the proxy, knows no secret, and ends everything gently."""

import re

import pytest

from tests.architecture.source import ROOT
from tests.config.compose import EXAMPLE, FILE, VALUE, services

SECRET = {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "EMAIL_URL"}
OURS = ("web", "live", "worker", "beat")


def seconds(text):
    return int(text.removesuffix("s"))


def example():
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_only_the_proxy_is_published_and_it_reaches_no_store():
    published = {name for name, service in services().items() if "ports" in service}

    assert published == {"proxy"}
    assert services()["proxy"]["networks"] == ["front"]
    assert services()["postgres"]["networks"] == services()["redis"]["networks"] == ["store"]


def test_every_secret_comes_from_outside_and_its_absence_stops_the_start():
    text = FILE.read_text(encoding="utf-8")
    demanded = {name for name, kind, _ in VALUE.findall(text) if kind == "?"}

    assert SECRET | {"ALLOWED_HOSTS"} == demanded
    literal = re.findall(
        r"^\s+(?:SECRET_KEY|\w*PASSWORD|REDISCLI_AUTH|EMAIL_URL): (?!\$)", text, re.M
    )
    assert literal == []


def test_the_example_names_what_is_demanded_and_holds_no_value_that_works():
    text = FILE.read_text(encoding="utf-8")
    documented = (ROOT / "config" / "env.py").read_text(encoding="utf-8")

    assert {name for name, _, _ in VALUE.findall(text)} - example().keys() == {
        "CSRF_TRUSTED_ORIGINS"
    }
    assert {name for name in SECRET if example()[name]} == set()
    ours = example().keys() - {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "RELEASE"}
    assert {name for name in ours if f'"{name}"' not in documented} == set()


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_waits_for_the_release_and_has_no_more_rights_than_it_needs(name):
    service = services()[name]

    assert service["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert service["depends_on"]["postgres"] == {"condition": "service_healthy"}
    assert service["cap_drop"] == ["ALL"]
    assert "USER site" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_everything_that_stays_is_asked_how_it_is_and_started_again():
    staying = {name: service for name, service in services().items() if name != "prepare"}

    assert {service["restart"] for service in staying.values()} == {"unless-stopped"}
    assert [name for name, service in staying.items() if "test" not in service["healthcheck"]] == []


def test_every_service_has_time_to_finish_what_is_in_flight(settings):
    from config import gunicorn
    from config.live.serve import GRACE

    given = {name: seconds(services()[name]["stop_grace_period"]) for name in OURS}

    assert given["web"] > gunicorn.graceful_timeout
    assert given["live"] > GRACE
    assert given["worker"] > settings.CELERY_TASK_SOFT_TIME_LIMIT


def test_the_proxy_holds_a_stream_longer_than_its_heartbeat_and_buffers_all_but_streams():
    template = (ROOT / "deploy/nginx/templates/site.conf.template").read_text(encoding="utf-8")
    locations = dict(re.findall(r"\n    location ([^{]+) \{(.*?)\n    \}", template, re.DOTALL))

    assert [name for name, body in locations.items() if "proxy_buffering off" in body] == [
        "= /live/"
    ]
    assert "proxy_read_timeout 75s" in locations["= /live/"]
