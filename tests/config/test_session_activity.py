"""Where somebody is signed in: noted now and then, not with each request."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def statements_about_sessions(client):
    with CaptureQueriesContext(connection) as queries:
        client.get("/privacy/")
    return [q["sql"] for q in queries if "usersessions_usersession" in q["sql"]]


def test_the_first_request_of_a_session_notes_it(as_listener, listener):
    as_listener.get("/privacy/")

    assert UserSession.objects.get().user == listener


def test_the_next_requests_do_not_ask_again(as_listener):
    assert statements_about_sessions(as_listener) != []
    assert statements_about_sessions(as_listener) == []


def test_after_five_minutes_it_is_noted_again(as_listener):
    statements_about_sessions(as_listener)
    session = as_listener.session
    session["noted"] -= 301
    session.save()

    assert statements_about_sessions(as_listener) != []


def test_a_visitor_has_none(client):
    assert statements_about_sessions(client) == []
