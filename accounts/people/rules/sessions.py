"""When somebody who holds an office has to sign in again. No clock, no database."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

STAFF_SESSION = timedelta(hours=8)
STAFF_IDLE = timedelta(minutes=30)

# What a session says: how and when somebody signed in (written by allauth), and its last use.
SIGNED_IN, USED = "account_authentication_methods", "staff_used"


def is_over(session: Mapping[str, Any], *, at: datetime) -> bool:
    """A session of staff ends STAFF_SESSION after its sign-in, or STAFF_IDLE after its last use.

    Each session by itself: what its owner does in another browser keeps it no longer.
    """
    proofs = [datetime.fromtimestamp(proof["at"], UTC) for proof in session.get(SIGNED_IN) or ()]
    if not proofs:
        return False
    used = datetime.fromtimestamp(session.get(USED, 0), UTC)
    return at - proofs[0] > STAFF_SESSION or at - max(used, proofs[-1]) > STAFF_IDLE
