"""The matrix as rows, what a request came to, and what it changed."""

import csv
import hashlib
import re
import uuid
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import get_resolver, reverse
from django.utils import timezone

from mentorship.models import Banner
from tests.authorisation.cast import NEW_PASSWORD, TRACK, WITHIN_REACH

FILE = Path(__file__).parent.parent / "data" / "authorisation.csv"
FIXED = ("url", "target", "method")
# Written by any request of a signed-in person; they say nothing of what the request may do.
NOTED = {"last_seen_at", "seen_at", "last_login", "outcome_seen_at"}
# Opening a chat is reading it: without script there is no other sign. Each look at a report is
# recorded.
NOTED_BY_READING = {"ReadMark", "AuditEntry"}

WORDS = "Thank you for asking."
REASON = {"reason": "Talked it over."}
PAYLOADS = {
    "conversations:message-mentor": {"body": WORDS},
    "conversations:draft-note": {"body": WORDS},
    "conversations:conversation": {"body": WORDS},
    "conversations:draft": {"body": WORDS},
    "conversations:edit": {"body": WORDS},
    "conversations:read": {"seq": "1"},
    "first-card": {"mentor": str(WITHIN_REACH), "body": WORDS},
    "queue:presence": {"state": "here"},
    "sharing:ask": {"mentor": str(WITHIN_REACH), "body": WORDS},
    "sharing:sources": {"name": "After a chat", "code": "after-chat"},
    "sharing:give-link": {"handle": "outsider"},
    "sharing:link-of-host": {"act": "end"},
    "sharing:link-of-person": {"act": "end"},
    "theme": {"theme": "dark"},
    "topics-wanted": {"topics": ["grief"]},
    "people:clock": {"time_zone": "Asia/Tokyo"},
    "people:languages": {"languages": ["de"], "preferred": "de"},
    "people:profile": {"display_name": "Calm Brook", "about": WORDS, "avatar": "hill"},
    "people:theme": {"theme": "dark"},
    "people:invitation": {
        "birth_month": "1",
        "birth_year": "1990",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    },
    "people:invitations": {"count": "1"},
    "people:roles": {"handle": "outsider", "role": "moderator"} | REASON,
    "people:end-role": {"role": "moderator"} | REASON,
    "people:band-question": {"decision": "stated"} | REASON,
    "profiles:set-capacity": {"capacity": "4"},
    "profiles:order-section": {"section": "about", "way": "up"},
    "profiles:edit-section": {"headline": "Calm company."},
    "profiles:save-draft": {"headline": "Calm company."},
    "profiles:set-public": {"on": "on"},
    "profiles:set-shown-outside": {"on": "on"},
    "profiles:hours": {"weekday": "2", "starts": "10:00", "ends": "11:00"},
    "profiles:apply": {"headline": "Calm company.", "why": WORDS},
    "profiles:application": {"decision": "approved"} | REASON,
    "profiles:change-state": {"act": "pause"} | REASON,
    "profiles:end-clearance": REASON,
    "profiles:set-tracks": {"tracks": [str(TRACK)]} | REASON,
    "conversations:report": {"category": "spam"},
    "conversations:report-line": {"category": "spam"},
    "programme:edit": {"title": "Mentors", "body": WORDS, "seen": "0"},
    "moderation:report": {"decision": "none"} | REASON,
    "moderation:reopen": REASON,
}


def rows():
    """Each line of the file as a dict by column."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def roles():
    """The roles, in the order of the file's columns."""
    return [column for column in rows()[0] if column not in FIXED]


def url_names():
    """Every name of the sitemap; the admin's are one, since one door guards them all."""
    names = set()

    def walk(patterns, space):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                walk(pattern.url_patterns, inner)
            else:
                names.add("admin:*" if space == "admin:" else f"{space}{pattern.name}")

    walk(get_resolver().url_patterns, "")
    return names


def path_of(url, arguments):
    return reverse("admin:index" if url == "admin:*" else url, kwargs=arguments)


def payload(url, method):
    """Words that make the act succeed; a fresh client id, so that nothing is stored already."""
    if method != "POST":
        return {}
    soon = (timezone.now() + timedelta(days=90)).date()
    dated = {
        "profiles:add-leave": {"starts_on": soon, "ends_on": soon},
        "profiles:grant-clearance": {"until": soon} | REASON,
        "programme:banner": _banner(soon) | {"seen": _shown_now()},
        "programme:banners": _banner(soon),
    }
    words = dated.get(url) or PAYLOADS.get(url, {})
    return {**words, "client_id": str(uuid.uuid4())}


def _shown_now():
    """The mark of the banner that an editor of it began from."""
    return Banner.objects.get(made_by__username="coordinator", text__startswith="Two").mark


def _banner(day):
    """A banner after every other."""
    return {
        "text": WORDS,
        "audience": "both",
        "from_at": f"{day}T10:00",
        "until_at": f"{day}T11:00",
    }


def outcome(response):
    """One word for what a response came to: done, ok, form, login, or the number of the refusal.

    `done` has changed a row of ours; `ok` has not, `form` asks for other words.
    """
    # The admin has a door of its own, which leads to the one login.
    doors = (resolve_url(settings.LOGIN_URL), reverse("admin:login"))
    if response.headers.get("Location", "").startswith(doors) and not response.wrote:
        return "login"
    if response.status_code == 401:
        return "login"  # by way of a page that keeps the words of the form
    if response.status_code in (200, 204, 301, 302, 303):
        return "done" if response.wrote else "ok"
    return "form" if response.status_code == 422 else str(response.status_code)


def fingerprint():
    """A hash of every row that the project keeps, less what any visit notes."""
    digest = hashlib.sha256()
    for label in ("accounts", "mentorship"):
        for model in apps.get_app_config(label).get_models():
            if model.__name__ in NOTED_BY_READING:
                continue
            columns = [f.attname for f in model._meta.concrete_fields if f.name not in NOTED]
            digest.update(repr(list(model.objects.order_by("pk").values_list(*columns))).encode())
    return digest.hexdigest()


def body(response):
    """What a page says, less what differs on every request."""
    text = response.content.decode().replace(' aria-current="page"', "")
    text = re.sub(
        r'(name="csrfmiddlewaretoken" value|hx-headers|data-token|content)="[^"]*"', "", text
    )
    text = re.sub(r"hx-headers='[^']*'", "", text)
    return re.sub(r'"[^"]*(next|token)[^"]*"|value="/[^"]*"', "", text)
