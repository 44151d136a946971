"""A forgotten browser of staff does not stay open."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.utils import timezone

from accounts.people.rules.sessions import USED
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def visit(sign_in, user, *, signed_in, last_used):
    """Whether `user` is still signed in on a visit now, with a session last used so long ago."""
    now = timezone.now()
    client = sign_in(user)
    session = client.session
    if last_used is not None:
        session[USED] = (now - last_used).timestamp()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": (now - signed_in).timestamp()}
    ]
    session.save()
    client.get("/urgent-help/")
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("role", ["is_coordinator", "is_moderator", "is_superuser"])
@pytest.mark.parametrize(
    ("hours", "idle_minutes", "open_still"), [(7, 5, True), (9, 5, False), (2, 40, False)]
)
def test_a_session_of_staff_ends(sign_in, role, hours, idle_minutes, open_still):
    user = UserFactory(**{role: True})

    stayed = visit(
        sign_in, user, signed_in=timedelta(hours=hours), last_used=timedelta(minutes=idle_minutes)
    )

    assert stayed is open_still


def test_another_browser_does_not_keep_a_forgotten_one_open(sign_in):
    user = UserFactory(moderator=True, last_seen_at=timezone.now())

    long_ago = {"signed_in": timedelta(hours=2), "last_used": timedelta(minutes=40)}
    assert not visit(sign_in, user, **long_ago)


def test_each_use_is_noted_once_a_minute(as_moderator):
    as_moderator.get("/urgent-help/")
    first = as_moderator.session[USED]

    as_moderator.get("/urgent-help/")
    assert as_moderator.session[USED] == first

    session = as_moderator.session
    session[USED] = first - 61
    session.save()
    as_moderator.get("/urgent-help/")
    assert as_moderator.session[USED] >= first


def test_coming_back_after_days_and_signing_in_is_no_idle_session(sign_in):
    user = UserFactory(coordinator=True)

    assert visit(sign_in, user, signed_in=timedelta(minutes=1), last_used=timedelta(days=3))
    assert visit(sign_in, user, signed_in=timedelta(minutes=1), last_used=None)


def test_listeners_stay_signed_in(sign_in):
    assert visit(sign_in, UserFactory(), signed_in=timedelta(days=5), last_used=timedelta(days=2))
