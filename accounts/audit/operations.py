"""The one write of the audit."""

from datetime import datetime
from typing import TYPE_CHECKING

from accounts.audit.models import AuditEntry

if TYPE_CHECKING:
    from accounts.people.models import User


def record(
    *,
    actor: "User",
    act: str,
    target: str,
    at: datetime,
    subject: "User | None" = None,
    reason: str = "",
    facts: dict[str, object] | None = None,
) -> AuditEntry:
    """Add one entry; call it inside the transaction of the act, so that both or none stand.

    `act` is a verb phrase ("approve mentor"), `target` names the row by its public id.
    """
    return AuditEntry.objects.create(
        actor=actor,
        act=act,
        target=target,
        subject=subject,
        reason=reason,
        facts=facts or {},
        at=at,
    )
