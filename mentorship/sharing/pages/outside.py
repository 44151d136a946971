"""Who is here, for pages of other sites: those who agreed to it, and of them as little as helps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kit.nouns import noun
from mentorship.profiles.models import MentorProfile
from mentorship.queue.pages.rows import Row, rows_of
from mentorship.queue.rules import Group
from mentorship.sharing.rules import FRAME, Asked

# The badge is a picture by itself: sizes in its own units, about as wide as its words.
BADGE_MARGIN, BADGE_LETTER = 41, 7


@dataclass(frozen=True)
class OutsideRow:
    """One mentor as another site shows them: name, topics, free places, and the way to them."""

    row: Row

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def order(self) -> str:
        return self.row.order

    @property
    def html(self) -> str:
        """The row of the frame, the same for the page and for its stream."""
        topic = self.row.topics[0][0] if self.row.topics else ""
        handle = self.row.mentor.user.username
        asked = Asked(source=FRAME, **({"mentor": handle} if self.row.free else {"topic": topic}))
        address = f"{reverse('sharing:ask')}?{asked.query}"
        context = {"row": self.row, "address": address, "noun": settings.NOUNS}
        return render_to_string("sharing/_outside_row.html", context)


@dataclass(frozen=True)
class OutsidePage:
    """The frame: who looks at this minute, and who has said that they are here."""

    here: list[OutsideRow]
    reachable: list[OutsideRow]


def outside_rows(*, at: datetime, keys: Collection[str] | None = None) -> list[Row]:
    """Those with an open window who agreed to be shown outside, in the fair order. Two queries."""
    mentors = MentorProfile.objects.outside().window_open(at=at).select_related("user")
    if keys is not None:
        mentors = mentors.filter(public_id__in=list(keys))
    return [row for row in rows_of(mentors, at=at) if row.group <= Group.REACHABLE]


def outside_page(*, at: datetime) -> OutsidePage:
    """The frame as it is now."""
    rows = outside_rows(at=at)
    return OutsidePage(
        here=[OutsideRow(row) for row in rows if row.group == Group.HERE],
        reachable=[OutsideRow(row) for row in rows if row.group == Group.REACHABLE],
    )


@dataclass(frozen=True)
class Badge:
    """The picture "3 mentors here now"."""

    count: int

    @property
    def words(self) -> str:
        called = noun("mentor")
        if not self.count:
            return _("No %(mentor)s is here this minute") % {"mentor": called.singular}
        words = ngettext(
            "%(count)d %(mentor)s here now", "%(count)d %(mentors)s here now", self.count
        )
        return words % {
            "count": self.count,
            "mentor": called.singular,
            "mentors": called.plural,
        }

    @property
    def words_width(self) -> int:
        """The words are set to this length, whatever letters the reader's machine has."""
        return BADGE_LETTER * len(self.words)

    @property
    def width(self) -> int:
        return BADGE_MARGIN + self.words_width


def badge(*, at: datetime) -> Badge:
    """How many look at the site this minute, of those who agreed to be shown. One query."""
    return Badge(MentorProfile.objects.outside().here(at=at).count())
