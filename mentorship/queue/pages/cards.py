"""The HTML of a row, made once for what it shows: page, refresh and stream take the same bytes."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from config.kit.nouns import Noun
from mentorship.queue.rules import Group

KEPT_CARDS = 4096


@dataclass(frozen=True)
class Card:
    """What the HTML of a row is made of, and nothing else: the same card is rendered once."""

    key: str
    order: str
    group: Group
    name: str
    handle: str
    avatar: str
    verified: bool
    free: int
    capacity: int
    until: datetime | None
    opens: datetime | None
    topics: tuple[str, ...]
    first_topic: str
    presence: str
    is_live: bool

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse("profiles:profile", args=[self.handle])

    @property
    def message_url(self) -> str:
        return reverse("conversations:message-mentor", args=[self.handle])

    @property
    def others_url(self) -> str:
        topic = f"&topic={self.first_topic}" if self.first_topic else ""
        return f"{reverse('directory:mentors')}?room=yes{topic}"

    @property
    def html(self) -> str:
        """The row in the language and on the clock that are active."""
        # A row under "Next to open" says "today" or names the day, so it is not kept.
        made = _rendered if self.is_live else _rendered.__wrapped__
        language = get_language() or settings.LANGUAGE_CODE
        zone = timezone.get_current_timezone_name()
        return made(self, language, zone, tuple(settings.NOUNS.items()))


@lru_cache(maxsize=KEPT_CARDS)
def _rendered(card: Card, language: str, zone: str, nouns: tuple[tuple[str, Noun], ...]) -> str:
    """The HTML of a card in a language and on a clock; the arguments are all it depends on."""
    return render_to_string("queue/_mentor_row.html", {"row": card, "noun": dict(nouns)})
