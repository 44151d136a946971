"""The site as the corpus meets it: who may open what, what it offers, and what came of a value."""

import re
from http.cookies import SimpleCookie
from urllib.parse import quote, quote_plus

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.contrib.auth.hashers import make_password
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from mentorship.profiles.forms.sections import SECTION_FORMS
from tests.architecture.source import modules
from tests.authorisation.cast import make_cast
from tests.authorisation.matrix import fingerprint, path_of, payload, roles, rows
from tests.corpus.forms import Form, read
from tests.corpus.values import ECHO, as_bytes
from tests.factories.accounts import UserFactory

ALLOWED = {200, 204, 301, 302, 303, 304, 400, 401, 403, 404, 405, 410, 413, 422, 429}
OPEN = {"ok", "done", "form"}
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.I)
PASSWORD = "seven quiet herons"
# Pages that only somebody on their way meets.
ON_THE_WAY = (
    ("half in", "mfa_authenticate"),
    ("unproved", "account_email_verification_sent"),
    ("keeps a key", "mfa_reauthenticate"),
    ("keeps a key", "mfa_deactivate_totp"),
    ("keeps a key", "mfa_generate_recovery_codes"),
    ("operator", "admin:mentorship_topic_add"),
)
# Fields that are read alike meet a value once.
KINDS = {
    **dict.fromkeys(("text", "search", "textarea", "password", "email", "tel"), "words"),
    **dict.fromkeys(("date", "time", "datetime-local", "number"), "a number or a date"),
    **dict.fromkeys(("checkbox", "radio", "select", "button", "hidden", "submit"), "a choice"),
}
ENCODED = "application/x-www-form-urlencoded"
READ_BY_NAME = re.compile(r"GET(?:\.get|\.getlist)?[\[(]\"([a-z_]+)\"")


class Stage:
    """Everybody with a session, and every address that somebody may open."""

    def __init__(self):
        self.cast = make_cast()
        self.cookies = self.cast.cookies()
        operator = UserFactory(username="operator", is_staff=True, is_superuser=True)
        self.cookies["operator"] = _held_by(signed_in(operator))
        self.cookies["keeps a key"] = _held_by(signed_in(_with_second_factor("keeps_a_key")))
        self.cookies["half in"] = _held_by(_half_in(_with_second_factor("half_in")))
        self.cookies["unproved"] = _held_by(_unproved())
        self._settle()
        self.rows_before = fingerprint()

    def _settle(self):
        """What a first visit notes is noted; everybody has just shown that it is them."""
        for cookies in self.cookies.values():
            client = Client()
            client.cookies = SimpleCookie(cookies)
            client.get("/settings/")
            session = client.session
            for record in session.get(AUTHENTICATION_METHODS_SESSION_KEY, []):
                record["reauthenticated"] = True
            session.save()

    def ask(self, role, path, body=None, *, method="", content_type=ENCODED, **extra):
        """Send, and take back what it did; says what is wrong with the answer, or nothing."""
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(self.cookies[role])
        for cache in caches.all(initialized_only=True):
            cache.clear()  # limits of one value are not those of the next
        wrote = []

        def note(execute, sql, parameters, many, context):
            if WRITES.match(sql):
                wrote.append(sql)
            return execute(sql, parameters, many, context)

        mark = transaction.savepoint()
        method = method or ("GET" if body is None else "POST")
        with connection.execute_wrapper(note):
            answer = client.generic(method, path, body or b"", content_type, **extra)
        answer.fault = self._fault(answer, wrote)
        transaction.savepoint_rollback(mark)
        return answer

    def _fault(self, answer, wrote):
        if answer.status_code not in ALLOWED:
            return f"answers {answer.status_code}"
        text = b"" if answer.streaming else answer.content
        if b"Traceback (most recent call last)" in text:
            return "shows a traceback"
        if ECHO.encode() in text:
            return "says it back raw"
        refused = answer.status_code >= 400
        if refused and wrote and fingerprint() != self.rows_before:
            return f"refuses with {answer.status_code} and keeps something"
        return None

    def path(self, row):
        return path_of(row["url"], self.cast.targets[row["target"]][0])


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def _held_by(client):
    return client.cookies.output(header="", sep=";")


def _with_second_factor(handle):
    person = UserFactory(username=handle, password=make_password(PASSWORD))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    return person


def _half_in(person):
    """A browser that gave the password and not yet the second step."""
    client = Client()
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.url == reverse("mfa_authenticate")
    return client


def _unproved():
    """A browser that changes to a new address, and waits for the code of the mail."""
    client = signed_in(UserFactory(username="new_address", password=make_password(PASSWORD)))
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY][0]["reauthenticated"] = True
    session.save()
    client.post("/accounts/email/", {"email": "fresh@example.org", "action_add": ""})
    return client


def openers(row):
    """The roles that may do what the row says, in the order of the file."""
    return [role for role in roles() if row[role] in OPEN]


def opened(method):
    """Rows of the matrix that somebody may open so; the admin is walked by itself."""
    chosen = [row for row in rows() if row["method"] == method and row["url"] != "admin:*"]
    return [(row, openers(row)) for row in chosen if openers(row)]


def offers(stage):
    """Each (role, form) that somebody is offered, and the names of parameters in links.

    A page is opened as the first who may, and as somebody who is signed in.
    """
    pages = [(role, reverse(name)) for role, name in ON_THE_WAY]
    pages += [("mentor", reverse("profiles:edit-section", args=[name])) for name in SECTION_FORMS]
    for row, allowed in opened("GET"):
        first = allowed[: 2 if allowed[0] == "visitor" else 1]
        pages += [(role, stage.path(row)) for role in first]
    forms, parameters = {}, set()
    for role, path in pages:
        answer = stage.ask(role, path)
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            found, named = read(path, answer.content.decode())
            parameters |= named
            for form in found:
                forms.setdefault((form.action, *sorted(form.kinds)), (role, form))
    return list(forms.values()), parameters


def acts(stage):
    """The words of the matrix for each act, as forms: also for those that no page offers."""
    found = []
    for row, allowed in opened("POST"):
        words = payload(row["url"], "POST")
        kinds = dict.fromkeys(words, "words of the matrix")
        filled = [
            (name, one)
            for name, value in words.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        found.append((allowed[0], Form(stage.path(row), "post", kinds, filled)))
    return found


def fields(stage):
    """(role, form, field) once for each field of each address, and the parameters in links."""
    offered, parameters = offers(stage)
    every = {}
    for role, form in [*offered, *acts(stage)]:
        for name in form.kinds:
            every.setdefault((form.action, name), (role, form, name))
    return list(every.values()), parameters


def parameters_of_the_code():
    """The names by which views read an address."""
    return {name for path in modules() for name in READ_BY_NAME.findall(path.read_text("utf-8"))}


def lists_of_the_admin():
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]


def encoded(pairs):
    """A form's body; a value may be anything that travels."""
    return b"&".join(
        quote_plus(name).encode() + b"=" + quote_plus(as_bytes(value)).encode()
        for name, value in pairs
    )


def with_value(form, name, value):
    """The form's own words with one of them replaced."""
    rest = [(known, str(words)) for known, words in form.filled if known != name]
    return encoded([*rest, (name, value)])


def query(names, value):
    return "?" + "&".join(f"{name}={quote(as_bytes(value), safe='')}" for name in names)


def spoilt_paths(stage):
    """(role, method, path with a hole, kind of the hole) for each argument of each address."""
    found = []
    for method in ("GET", "POST"):
        for row, allowed in opened(method):
            path, arguments = stage.path(row), stage.cast.targets[row["target"]][0]
            for value in arguments.values():
                holed = path.replace(quote(str(value)), "{hole}", 1)
                found.append((allowed[0], method, holed, type(value).__name__))
    return found
