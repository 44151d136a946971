"""What a page says to its stream: which channels it shows, and in which versions it has shown
them.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

from config.live import publish, tokens
from config.live.registry import person_channel


@dataclass(frozen=True, slots=True)
class Watched:
    """The channels of one page with the versions it was made from, in the order of its token."""

    versions: dict[str, int]

    @property
    def seen(self) -> str:
        return ".".join(str(version) for version in self.versions.values())


def person_of(request: HttpRequest) -> str:
    """The public id of the person signed in, empty for a visitor."""
    return str(request.user.public_id) if request.user.is_authenticated else ""


def watch(request: HttpRequest, *channels: str) -> dict[str, int]:
    """Note that this page shows `channels`, and answer their versions. One query.

    Call it before the queries that make the page: what changes in between is then sent again
    rather than lost. A signed-in person's own channel always belongs to it.
    """
    names = list(channels)
    if person := person_of(request):
        names.append(person_channel(person))
    versions = publish.versions(names) if names else {}
    request.live_watched = Watched(versions)  # type: ignore[attr-defined]
    return versions


def watched(request: HttpRequest) -> Watched:
    """What the view said it shows; a page that said nothing shows the person's own channel."""
    if not hasattr(request, "live_watched"):
        watch(request)
    return request.live_watched  # type: ignore[attr-defined]


def token_for(request: HttpRequest, channels: list[str]) -> str:
    """A token for this page of this session."""
    return tokens.issue(
        tokens.Claims(
            person=person_of(request),
            session=tokens.session_mark(request.session.session_key),
            language=get_language() or "en",
            channels=tuple(channels),
        )
    )
