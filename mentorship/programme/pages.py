"""The programme page as it stands, with the text that is there from the start."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.kit.nouns import noun
from config.kit.text import article_to_html
from mentorship.programme.models import ProgrammeVersion

TITLE = _("What %(mentors)s are for")
BODY = _(
    "%(a_mentor_cap)s is an experienced volunteer of this community who helps %(listeners)s "
    "grow. You listen to others; here is somebody who listens to you.\n\n"
    "## What you can bring\n\n"
    "- a chat that stays on your mind, or that is still before you\n"
    "- a question you would rather not ask in front of everybody\n"
    "- where you would like to get better, and how you would notice\n\n"
    "Small questions are welcome. Leave out whatever could identify the person you "
    "talked with.\n\n"
    "## How to find one\n\n"
    "%(product)s shows which %(mentors)s are here now, what each of them can help with, and "
    "who has room. Choose one and write one sentence: it opens a chat between the two of "
    "you. Nobody here this minute? Write anyway; your note is read when they "
    "come, and you need not wait.\n\n"
    "## What %(a_mentor)s is not\n\n"
    "No crisis service, and nobody who marks your work. If somebody is in danger, use the "
    "numbers under Urgent help, on every page."
)


@dataclass(frozen=True)
class Programme:
    """The text of the page; number 0 is the one from the start, which nobody here wrote."""

    number: int
    title: str
    body: str
    written_at: datetime | None = None

    @property
    def html(self) -> SafeString:
        return article_to_html(self.body)


def programme_page(number: int | None = None) -> Programme:
    """The newest version, or the one of `number` where there is such a version; one query."""
    versions = ProgrammeVersion.objects.all()
    found = versions.first() if number is None else versions.filter(number=number).first()
    if found:
        return Programme(found.number, found.title, found.body, found.written_at)
    return Programme(0, *first_words())


def first_words() -> tuple[str, str]:
    """Title and text before anybody edits them, in the nouns of the community."""
    words = {
        "mentor": noun("mentor").singular,
        "a_mentor": noun("mentor").a,
        "a_mentor_cap": noun("mentor").a_cap,
        "mentors": noun("mentor").plural,
        "listeners": noun("listener").plural,
        "product": noun("product").singular,
    }
    return str(TITLE) % words, str(BODY) % words
