"""The record of staff acts can be read by a superuser and changed by nobody."""

import pytest
from django.urls import reverse

from accounts.audit.operations import record
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LIST = "admin:accounts_auditentry_changelist"


@pytest.fixture
def superuser(client):
    superuser = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(superuser)
    return superuser


def test_a_superuser_reads_what_staff_did(client, superuser):
    record(actor=superuser, act="decide band", target="x", reason="Spoke with them", at=NOW)

    page = client.get(reverse(LIST)).content.decode()

    assert "decide band" in page
    assert "Spoke with them" in page


def test_nobody_adds_changes_or_deletes_an_entry(client, superuser):
    entry = record(actor=superuser, act="decide band", target="x", at=NOW)
    change = reverse("admin:accounts_auditentry_change", args=[entry.pk])
    delete = reverse("admin:accounts_auditentry_delete", args=[entry.pk])

    assert client.get(reverse("admin:accounts_auditentry_add")).status_code == 403
    assert client.post(change, {"act": "nothing"}).status_code == 403
    assert client.post(delete, {"post": "yes"}).status_code == 403
    entry.refresh_from_db()
    assert entry.act == "decide band"


def test_coordinators_do_not_reach_the_admin(client):
    client.force_login(UserFactory(coordinator=True))

    assert client.get(reverse(LIST)).status_code == 404
