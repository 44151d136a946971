"""The database keeps the audit, and a check says when it does not."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_migrate

from accounts.audit.models import AuditEntry
from accounts.audit.operations import record
from config.kit import guards
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def refused(write):
    with pytest.raises(DatabaseError), transaction.atomic():
        write()


def test_the_audit_is_only_ever_added_to():
    entry = record(actor=UserFactory(), act="look", target="x", at=NOW)
    rows = AuditEntry.objects.filter(pk=entry.pk)

    refused(lambda: rows.update(act="nothing"))
    refused(rows.delete)
    refused(lambda: replaced(entry))

    entry.refresh_from_db()
    assert entry.act == "look"


def replaced(entry):
    """SQLite's REPLACE takes a row away without a word; PostgreSQL has the like on conflict."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO accounts_auditentry (id, actor_id, act, target, reason, "
                "facts, at) VALUES (%s, %s, 'nothing', 'x', '', '{}', %s)",
                [entry.pk, entry.actor_id, NOW],
            )
    else:
        AuditEntry.objects.bulk_create(
            [AuditEntry(pk=entry.pk, actor=entry.actor, act="nothing", target="x", at=NOW)],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["act"],
        )


@pytest.mark.postgres
def test_the_audit_is_not_emptied():
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("TRUNCATE accounts_auditentry"))


def faults():
    return {fault.msg for fault in run_checks(databases=["default"]) if fault.id == "config.E006"}


@pytest.mark.parametrize("name", ["audit_is_not_changed", "messages_are_judged"])
def test_the_check_names_a_guard_that_is_gone(name):
    assert faults() == set()
    drop(name)

    assert [name in fault for fault in faults()] == [True]

    call_command("migrate", verbosity=0)
    assert faults() == set()


def drop(name):
    on = f" ON {guards._guards[name].table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")


def test_what_the_check_advises_can_be_done():
    """On the terminal, `migrate` asks the checks first; a guard that is new must not stop it."""
    drop("audit_is_not_changed")

    call_command("migrate", verbosity=0, skip_checks=False)

    assert faults() == set()


def test_migrating_fails_where_a_guard_does_not_stand_afterwards(monkeypatch):
    drop("audit_is_not_changed")
    monkeypatch.setattr(guards, "install", lambda **_options: None)
    post_migrate.disconnect(dispatch_uid="config.guards")
    try:
        with pytest.raises(SystemCheckError, match="audit_is_not_changed"):
            call_command("migrate", verbosity=0)
    finally:
        monkeypatch.undo()
        post_migrate.connect(guards.install, dispatch_uid="config.guards")


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_is_not_changed",
        "ALTER TABLE accounts_auditentry ENABLE REPLICA TRIGGER audit_is_not_changed",
        "CREATE OR REPLACE FUNCTION audit_is_not_changed() RETURNS trigger "
        "AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql",
    ],
)
def test_the_check_sees_a_guard_that_only_looks_as_if_it_stood(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)

    assert guards.missing() == ["audit_is_not_changed"]
    guards.install()
    assert guards.missing() == []
    test_the_audit_is_only_ever_added_to()


def test_an_older_version_of_a_guard_is_made_anew(monkeypatch):
    known = guards._guards["audit_is_not_changed"]
    newer = guards.Guard(known.name, known.table, known.when, known.postgresql + " ", "SELECT 1;")
    monkeypatch.setitem(guards._guards, known.name, newer)

    assert guards.missing() == [known.name]
    guards.install()
    assert guards.missing() == []
