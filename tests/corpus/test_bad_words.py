"""No value in any field, parameter, path or header breaks a page or leaves a trace when refused."""

from urllib.parse import quote

import pytest
from django import forms
from django.db import transaction
from django.test import override_settings

from tests.architecture.source import APPS
from tests.corpus import stage as site
from tests.corpus.values import VALUES, as_bytes, each, rotated

pytestmark = pytest.mark.django_db
NAMES = list(VALUES)
HEADERS = (
    *("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_COOKIE", "HTTP_HOST"),
    *("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_ORIGIN", "HTTP_RANGE", "HTTP_REFERER"),
    *("HTTP_USER_AGENT", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REQUEST_ID"),
    *("HTTP_X_FORWARDED_PROTO", "HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_HX_CURRENT_URL"),
    *("HTTP_HX_REQUEST", "HTTP_HX_TARGET", "HTTP_LAST_EVENT_ID", "CONTENT_TYPE"),
)
COOKIES = ("sessionid", "csrftoken", "messages", "language", "later")
OF_THE_ADMIN = ("q", "o", "p", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters")


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """One community for the whole file: every value is sent to it and taken back."""
    with (
        django_db_blocker.unblock(),
        override_settings(TEEN_SPACE_OPEN=True),
        transaction.atomic(),
    ):
        yield site.Stage()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def offered(stage):
    """(role, form, field) of all there is to fill in, and the parameters of addresses."""
    fields, parameters = site.fields(stage)
    return fields, sorted(parameters | site.parameters_of_the_code())


@pytest.fixture(scope="module")
def pairs(pytestconfig):
    """Every value with every subject with --whole-corpus; otherwise each of both at least once."""
    return each if pytestconfig.getoption("--whole-corpus") else rotated


def faults(answers):
    return {name: answer.fault for name, answer in answers if answer.fault}


def test_every_field_of_every_form_is_met(offered):
    fields, _parameters = offered
    met = {name for _role, _form, name in fields}
    missed = {
        f"{form.__module__}.{form.__name__}": sorted(names_of(form) - met)
        for form in every_form(forms.BaseForm)
        if form.__module__.split(".")[0] in APPS and names_of(form) - met
    }

    assert missed == {}


def names_of(form):
    """The fields of a form; files have a corpus of their own, with the import."""
    fields = form.base_fields.items()
    return {name for name, field in fields if not isinstance(field, forms.FileField)}


def every_form(kind):
    for form in kind.__subclasses__():
        if hasattr(form, "base_fields"):
            yield form
        yield from every_form(form)


def test_fields(stage, offered, pairs):
    fields, _parameters = offered
    by_kind = {}
    for field in fields:
        kind = field[1].kinds[field[2]]
        by_kind.setdefault(site.KINDS.get(kind, kind), []).append(field)
    answers = []
    for kind in sorted(by_kind):
        for (role, form, name), value in pairs(by_kind[kind], NAMES):
            words = site.with_value(form, name, VALUES[value])
            target = (form.action, words) if form.method == "post" else None
            path, body = target or (f"{form.action}?{words.decode()}", None)
            answers.append((f"{role} {form.action} {name}: {value}", stage.ask(role, path, body)))

    assert faults(answers) == {}
    assert len(answers) > len(by_kind) * len(NAMES) - 1


def test_all_fields_of_a_form_at_once(stage, offered, pairs):
    fields, _parameters = offered
    every_form_once = {form.action: (role, form) for role, form, _name in fields}
    answers = [
        (
            f"{role} {form.action}: {value}",
            stage.ask(role, form.action, site.encoded((n, VALUES[value]) for n in form.kinds)),
        )
        for (role, form), value in pairs(every_form_once.values(), NAMES)
        if form.method == "post"
    ]

    assert faults(answers) == {}


def test_parameters_of_addresses(stage, offered, pairs):
    _fields, parameters = offered
    pages = [(role, stage.path(row)) for row, allowed in site.opened("GET") for role in allowed[:1]]
    pages += [("operator", path) for path in site.lists_of_the_admin()]
    asked = [*parameters, *OF_THE_ADMIN]
    answers = [
        (f"{role} {path}: {value}", stage.ask(role, path + site.query(asked, VALUES[value])))
        for (role, path), value in pairs(pages, NAMES)
    ]
    for number, (name, value) in enumerate(pairs(asked, NAMES)):
        role, path = pages[number % len(pages)]
        answers.append(
            (f"{path}?{name}: {value}", stage.ask(role, path + site.query([name], VALUES[value])))
        )

    assert faults(answers) == {}


def test_paths(stage, pairs):
    by_kind = {}
    for role, method, path, kind in site.spoilt_paths(stage):
        by_kind.setdefault(kind, []).append((role, method, path))
    answers = []
    for kind in sorted(by_kind):
        for (role, method, holed), value in pairs(by_kind[kind], NAMES):
            path = holed.format(hole=quote(as_bytes(VALUES[value])[:9_000], safe=""))
            body = b"" if method == "POST" else None
            answers.append((f"{role} {method} {holed}: {value}", stage.ask(role, path, body)))

    assert faults(answers) == {}
    assert by_kind.keys() >= {"UUID", "int", "str"}


def test_headers(stage, pairs):
    pages = [(role, stage.path(row)) for row, allowed in site.opened("GET") for role in allowed[:1]]
    answers = []
    for number, (header, value) in enumerate(pairs(HEADERS, NAMES)):
        role, path = pages[number % len(pages)]
        sent = as_bytes(VALUES[value])[:8_000].decode("latin-1")
        answers.append((f"{path} {header}: {value}", stage.ask(role, path, **{header: sent})))

    assert faults(answers) == {}


def test_cookies(stage, pairs):
    answers = []
    asked = [
        (cookie, role, path)
        for cookie in COOKIES
        for role, path in (("visitor", "/accounts/login/"), ("listener", "/settings/"))
    ]
    for (cookie, role, path), value in pairs(asked, NAMES):
        sent = quote(as_bytes(VALUES[value])[:3_000], safe="")
        cookies = f"{stage.cookies[role]}; {cookie}={sent}"
        answer = stage.ask(role, path, HTTP_COOKIE=cookies)
        answers.append((f"{role} {path} {cookie}: {value}", answer))

    assert faults(answers) == {}
