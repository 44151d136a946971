"""Links to copy, and what came of each."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from accounts.people.models import User
from config.kit.nouns import noun
from mentorship.profiles.models import Topic
from mentorship.sharing.models import Source
from mentorship.sharing.rules import BADGE, Asked


@dataclass(frozen=True)
class OwnLink:
    """One person's link, and the choices that change where it leads. `path` begins with a slash."""

    source: Source | None
    path: str
    topics: QuerySet[Topic]
    topic: str
    leads_to_anybody: bool


def own_link_page(person: User, *, is_mentor: bool, topic: str, to_anybody: bool) -> OwnLink:
    """The link as its owner sees it; a mentor's leads to them unless they choose otherwise."""
    source = Source.objects.owned_by(person).with_counts().first()
    leads_to_anybody = to_anybody or not is_mentor
    asked = Asked(
        topic=topic,
        mentor="" if leads_to_anybody else person.username,
        source=source.code if source else "",
    )
    path = f"{reverse('sharing:ask')}?{asked.query}"
    return OwnLink(source, path, Topic.objects.all(), topic, leads_to_anybody)


def sources_listed() -> QuerySet[Source]:
    """Every link with what came of it, the busiest first."""
    return Source.objects.busiest_first().select_related("owner")


def sheet_row(source: Source) -> list[str | int | datetime | None]:
    """A link as a line of a sheet; the mark of a person's link is theirs to share."""
    return [
        source.title,
        "" if source.owner else source.code,
        source.visit_count,
        source.arrival_count,
        source.new_count,
        source.sent_count,
        source.talk_count,
        source.ended_at,
    ]


def ask_path(code: str) -> str:
    """Where a link of the host leads."""
    return f"{reverse('sharing:ask')}?{urlencode({'from': code})}"


def snippets(site: str) -> dict[str, str]:
    """HTML to copy into pages of the host; `site` is our address without a slash at its end."""
    mentor = noun("mentor")
    here = gettext("%(mentors)s here now") % {"mentors": mentor.plural_cap}
    talk = gettext("Talk it through with %(mentor)s") % {"mentor": mentor.a}
    asking, by_badge = f"{site}{ask_path('after-chat')}", f"{site}{ask_path(BADGE)}"
    frame, picture = reverse("sharing:embed-queue"), reverse("sharing:here-now-badge")
    return {
        "ask_html": format_html('<a href="{}">{}</a>', asking, talk),
        "frame_html": format_html(
            '<iframe src="{}{}" title="{}" width="360" height="560" loading="lazy"></iframe>',
            site,
            frame,
            here,
        ),
        "badge_html": format_html(
            '<a href="{}"><img src="{}{}" alt="{}" height="28"></a>', by_badge, site, picture, here
        ),
    }
