"""The editor: each section with its state, and the weekly hours on the mentor's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Band
from accounts.people.rules.zones import place_of
from mentorship.profiles.models import Leave, MentorProfile, WeeklyHours
from mentorship.profiles.operations.room import FEWEST, MOST
from mentorship.profiles.pages.profile import facts_of, lines_of
from mentorship.profiles.querysets import languages_of
from mentorship.profiles.rules.sections import LEADING, MOVABLE, complete, counted, order_of
from mentorship.profiles.rules.week import offset_of

FIXED = ("headline", "languages", *LEADING)
TITLES: dict[str, str | Promise] = {
    "headline": _("Headline"),
    "languages": _("Languages"),
    "situations": _("Situations I know"),
    "about": _("About"),
    "topics": _("Can help with"),
    "tracks": _("Tracks"),
    "style": _("How I work"),
    "hours": _("Usual hours and leave"),
}


@dataclass(frozen=True)
class SectionRow:
    """One section in the editor."""

    name: str
    title: str | Promise
    is_filled: bool
    has_draft: bool
    can_move_up: bool = False
    can_move_down: bool = False

    @property
    def is_movable(self) -> bool:
        return self.name in MOVABLE

    @property
    def is_editable(self) -> bool:
        """Tracks are given by the coordinators."""
        return self.name != "tracks"


@dataclass(frozen=True)
class EditorPage:
    """A mentor's own profile as a list of sections, with "3 of 7 sections"."""

    mentor: MentorProfile
    rows: Sequence[SectionRow]
    filled: int
    of: int

    @property
    def may_be_public(self) -> bool:
        """A teen is shown to members of their space only (operation `set_public`)."""
        return self.mentor.user.band == Band.ADULT

    @property
    def is_asked_outside(self) -> bool:
        """The operator lets other sites show who is here, so the mentor is asked whether they."""
        return self.may_be_public and bool(settings.EMBED_ORIGINS)

    @property
    def fewer(self) -> int:
        return max(FEWEST, self.mentor.capacity - 1)

    @property
    def more(self) -> int:
        return min(MOST, self.mentor.capacity + 1)


def editor_page(mentor: MentorProfile) -> EditorPage:
    """The editor of this mentor, who comes through `with_sections()`."""
    spoken = languages_of([mentor.user_id])[mentor.user_id]
    strengths = list(mentor.strengths.all())
    filled = complete(facts_of(mentor, spoken, lines_of(mentor), strengths))
    drafts = set(mentor.drafts.values_list("section", flat=True))
    order = order_of(mentor.section_order)
    rows = [
        SectionRow(
            name=name,
            title=TITLES[name],
            is_filled=name in filled,
            has_draft=name in drafts,
            can_move_up=name in order[1:],
            can_move_down=name in order[:-1],
        )
        for name in (*FIXED, *order)
    ]
    number, total = counted(filled)
    return EditorPage(mentor=mentor, rows=rows, filled=number, of=total)


@dataclass(frozen=True)
class HoursRow:
    """One weekly window in words of the mentor's clock."""

    pk: int
    day: str | Promise
    starts: str
    ends: str


@dataclass(frozen=True)
class HoursPage:
    """Weekly hours and the leave that has not passed, on the mentor's own clock."""

    clock: str
    rows: Sequence[HoursRow]
    leaves: Sequence[Leave]
    today: date


def hours_page(mentor: MentorProfile, *, at: datetime) -> HoursPage:
    """What the mentor declared, as they declared it."""
    zone = ZoneInfo(mentor.user.time_zone)
    today = at.astimezone(zone).date()
    return HoursPage(
        clock=f"{place_of(str(zone))}, {offset_of(zone, at=at)}",
        rows=[_hours_row(row) for row in mentor.weekly_hours.all()],
        leaves=[leave for leave in mentor.leaves.all() if leave.ends_on >= today],
        today=today,
    )


def _hours_row(row: WeeklyHours) -> HoursRow:
    return HoursRow(row.pk, WEEKDAYS[row.weekday], _clock(row.starts), _clock(row.ends))


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
