"""Decisions about links, on plain values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

# Marks that every community has: the frame and the badge bring their own.
FRAME, BADGE = "frame", "badge"
BUILT_IN = {FRAME: _("The frame in your pages"), BADGE: _("The badge in forum posts")}
CODE_LONGEST = 24
CODE = re.compile(r"[a-z][a-z0-9-]{1,23}\Z")
# Without vowels and look-alikes, so that chance spells nothing; the length makes guessing vain.
LETTERS = "bcdfghjkmnpqrstvwxz23456789"
CODE_OF_A_PERSON = 10


@dataclass(frozen=True)
class Asked:
    """What an address of `/ask/` says; what cannot be meant counts as not said."""

    topic: str = ""
    mentor: str = ""
    source: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Asked":
        said = {name: query.get(name, "").strip() for name in ("topic", "mentor", "from")}
        return cls(
            topic=said["topic"] if re.fullmatch(r"[\w-]{1,40}", said["topic"]) else "",
            mentor=said["mentor"] if re.fullmatch(r"[A-Za-z]\w{2,29}", said["mentor"]) else "",
            source=said["from"] if is_code(said["from"]) else "",
        )

    @property
    def query(self) -> str:
        said = {"topic": self.topic, "mentor": self.mentor, "from": self.source}
        return urlencode({name: value for name, value in said.items() if value})


def is_code(text: str) -> bool:
    """A mark of a link as we make them: small letters, digits and hyphens, a letter first."""
    return bool(CODE.match(text))


def is_a_visit(*, destination: str, purpose: str) -> bool:
    """A person opened the page, as browsers say it: no robot, no preview, nothing fetched ahead."""
    return destination == "document" and "prefetch" not in purpose
