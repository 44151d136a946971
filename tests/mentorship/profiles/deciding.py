"""Somebody asks for the role, and what the record says of it afterwards."""

from accounts.audit.models import AuditEntry
from mentorship.profiles.operations import apply_for_role
from tests.conftest import NOW
from tests.factories.accounts import UserFactory


def applied(user=None, **facts):
    values = {"headline": "Calm.", "why": "I can.", "topics": [], "wants_teens": False} | facts
    return apply_for_role(user=user or UserFactory(), at=NOW, **values)


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", "reason"))


def fresh(row):
    return type(row).objects.get(pk=row.pk)
