"""What was reported stays what it was, whatever code writes to its rows."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.moderation.models import Report, ReportedText
from accounts.moderation.operations import note_outcomes_seen
from tests.accounts.reporting import Decision, decide, reported, talk_of_thirteen
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def refused(write):
    with pytest.raises(DatabaseError), transaction.atomic():
        write()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def report(listener):
    return reported(talk_of_thirteen(listener))


@pytest.mark.parametrize(
    "change",
    [{"sealed": "x"}, {"text_hash": "x"}, {"author": None}, {"said_at": None}, {"position": 40}],
    ids=str,
)
def test_a_copy_is_not_changed(report, change):
    kept = list(report.texts.values())

    refused(lambda: ReportedText.objects.filter(report=report).update(**change))

    assert list(report.texts.values()) == kept


def test_a_copy_is_not_given_to_another_report(report, listener):
    other = reported(talk_of_thirteen(listener))

    refused(lambda: report.texts.update(report=other))


@pytest.mark.parametrize("table", ["accounts_reportedtext", "accounts_report"])
def test_nothing_is_deleted(report, table):
    refused(ReportedText.objects.all().delete)
    refused(Report.objects.all().delete)
    refused(lambda: sql(f"DELETE FROM {table}"))

    assert report.texts.count() == 11


@pytest.mark.parametrize(
    "change",
    [
        *({"words": ""}, {"category": "spam"}, {"gravity": 1}, {"is_urgent": True}),
        *({"made_at": NOW.replace(year=2025)}, {"source": "profile"}),
    ],
    ids=str,
)
@pytest.mark.parametrize("decided", [False, True])
def test_a_report_stays_as_it_was_filed(report, moderator, change, decided):
    if decided:
        decide(report, moderator)

    refused(lambda: Report.objects.filter(pk=report.pk).update(**change))


def test_nobody_takes_the_place_of_another_in_a_report(report):
    for person in ("reporter", "about"):
        change = {person: UserFactory()}
        refused(lambda change=change: Report.objects.filter(pk=report.pk).update(**change))


@pytest.mark.parametrize(
    "change",
    [
        *({"decision": Decision.SPOKEN}, {"reason": "Another."}),
        {"decided_at": None, "decided_by": None, "decision": ""},
    ],
    ids=str,
)
def test_a_decision_is_made_once_and_stands(report, moderator, change):
    decide(report, moderator)

    refused(lambda: Report.objects.filter(pk=report.pk).update(**change))
    assert note_outcomes_seen(reporter=report.reporter, at=NOW) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["accounts_reportedtext", "accounts_report"])
def test_nothing_is_emptied(report, table):
    refused(lambda: sql(f"TRUNCATE {table} CASCADE"))


def test_no_row_is_replaced(report):
    """SQLite's REPLACE takes a row away without a word; PostgreSQL has the like on conflict."""
    copy = report.texts.first()
    if connection.vendor == "sqlite":
        refused(
            lambda: sql(
                "INSERT OR REPLACE INTO accounts_reportedtext "
                "(id, report_id, position, sealed, text_hash, is_reported) "
                "VALUES (%s, %s, 0, 'x', 'x', false)",
                copy.pk,
                report.pk,
            )
        )
    else:
        copy.sealed = "x"
        refused(
            lambda: ReportedText.objects.bulk_create(
                [copy], update_conflicts=True, unique_fields=["id"], update_fields=["sealed"]
            )
        )
