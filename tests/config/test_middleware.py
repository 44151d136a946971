"""What every answer carries."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone

from config.middleware import time_zone
from tests.factories.accounts import UserFactory

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere/"])
def test_every_page_carries_the_headers(client, path):
    response = client.get(path)

    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert {"Cookie", "HX-Request"} <= set(response["Vary"].replace(" ", "").split(","))


FAULTS = {
    "a bad request": 400,
    "not theirs": 403,
    "missing": 404,
    "too often": 429,
    "our fault": 500,
    "no database": 503,
}


def at_fault(request, status):
    raised = {
        400: SuspiciousOperation,
        403: PermissionDenied,
        404: Http404,
        500: ZeroDivisionError,
        503: OperationalError,
    }
    if status in raised:
        raise raised[status]
    return HttpResponse(status=status)


urlpatterns = [
    path("at-fault/<int:status>/", at_fault),
    path("", include("config.urls")),
]
handler400, handler403, handler404, handler500 = (
    f"config.refusals.{name}"
    for name in ("bad_request", "permission_denied", "page_not_found", "server_error")
)


@pytest.mark.django_db
@pytest.mark.parametrize("status", FAULTS.values(), ids=FAULTS)
def test_every_refusal_carries_the_headers(client, settings, status):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False

    response = client.get(f"/at-fault/{status}/")

    assert response.status_code == status
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"path": "/queue"}, 301),
        ({"path": "/", "headers": {"Host": "evil.example"}}, 400),
        ({"path": "/queue/", "over_http": True}, 301),
    ],
    ids=["a missing slash", "another host", "plain HTTP"],
)
def test_what_is_answered_before_any_page_carries_the_headers(client, settings, asked, status):
    settings.SECURE_SSL_REDIRECT = asked.pop("over_http", False)

    response = client.get(**asked)

    assert response.status_code == status
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Request-ID"]


@pytest.mark.django_db
def test_the_content_policy_allows_nothing_foreign_and_nothing_inline(client):
    policy = dict(
        part.strip().split(" ", 1)
        for part in client.get("/accounts/login/")["Content-Security-Policy"].split(";")
    )

    assert policy.pop("default-src") == "'none'"
    assert set(policy.values()) == {"'self'", "'none'"}
    assert {policy[name] for name in ("base-uri", "frame-ancestors", "object-src")} == {"'none'"}


@pytest.mark.django_db
def test_pages_of_signed_in_people_are_kept_by_no_cache(as_listener):
    assert "no-store" in as_listener.get("/nowhere/")["Cache-Control"]


def test_each_request_has_a_name(client):
    first, second = client.get("/healthz"), client.get("/healthz")

    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.parametrize(
    ("given", "kept"), [("abcd-1234-efgh", True), ("x" * 65, False), ("a\tb c=d e", False)]
)
def test_a_name_given_by_the_proxy_is_kept_only_if_it_is_harmless(client, given, kept):
    answer = client.get("/healthz", headers={"X-Request-ID": given})

    assert (answer["X-Request-ID"] == given) is kept


def shown_zone(user):
    request = RequestFactory().get("/")
    request.user = user
    seen = []
    time_zone(lambda _request: seen.append(timezone.get_current_timezone_name()))(request)
    return seen[0]


def test_times_are_shown_in_the_viewers_zone_and_a_strangers_in_the_communitys(settings):
    settings.COMMUNITY_TIME_ZONE = "Europe/Lisbon"

    assert shown_zone(UserFactory.build(time_zone="Asia/Tokyo")) == "Asia/Tokyo"
    assert shown_zone(UserFactory.build(time_zone="Nowhere/Land")) == "Europe/Lisbon"
    assert shown_zone(None) == "Europe/Lisbon"
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_silent_database_does_not_hide_a_page_that_needs_none(settings):
    class Silent:
        @property
        def time_zone(self):
            raise OperationalError("gone")

    assert shown_zone(Silent()) == settings.COMMUNITY_TIME_ZONE
