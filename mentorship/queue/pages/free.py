"""Three with room for one reader: for a first card, and for whoever comes to ask."""

from datetime import datetime
from typing import TYPE_CHECKING

from mentorship.profiles.querysets import verdicts_for
from mentorship.queue.pages.rows import Row, rows_of
from mentorship.queue.querysets import turned_to

if TYPE_CHECKING:
    from accounts.people.models import User

SHOWN = 3
CANDIDATES = 12


def three_for(viewer: "User", *, at: datetime, topic: str = "", asked: str = "") -> list[Row]:
    """Up to three whom `viewer` may write to now: those here first, then the next to come.

    Who knows `topic` (a slug) comes before all others, and whoever has the handle `asked` before
    these; each row's mentor says so in `knows` and `is_asked`. Four queries, however many there
    are.
    """
    wanted = turned_to(viewer, topic=topic, asked=asked, at=at).select_related("user")
    mentors = list(wanted[:CANDIDATES])
    verdicts = verdicts_for(viewer, mentors, at=at, are_visible=True)
    rows = rows_of([mentor for mentor in mentors if not verdicts[mentor.pk]], at=at)
    return sorted(rows, key=_place)[:SHOWN]


def _place(row: Row) -> tuple[bool, bool, int, float, str]:
    """The fair order of those here, by openings of those to come."""
    opens = row.mentor.opens_at
    begins = 0.0 if row.is_live else opens.timestamp() if opens else float("inf")
    mentor = row.mentor
    return (not mentor.is_asked, not mentor.knows, row.group, begins, row.order)  # type: ignore[attr-defined]
