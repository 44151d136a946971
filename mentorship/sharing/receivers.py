"""What the stream of the frames asks: anybody may read it, and it shows the frame's rows."""

from collections.abc import Collection

from django.conf import settings
from django.utils import timezone

from config.live.registry import Frame, Reader, ReaderSet, register
from mentorship.profiles.live import OUTSIDE
from mentorship.sharing.pages.outside import OutsideRow, outside_rows


def frames(channel: str, keys: Collection[str] | None, language: str) -> dict[str, Frame]:
    """The rows of the frame; a key that is not answered has left it."""
    rows = [OutsideRow(row) for row in outside_rows(at=timezone.now(), keys=keys)]
    return {row.key: Frame(html=row.html, order=row.order) for row in rows}


def admit(channel: str, reader: Reader) -> ReaderSet | None:
    """Everybody reads it, without a session, while the operator lets other sites show it."""
    return ReaderSet() if settings.EMBED_ORIGINS and channel == OUTSIDE else None


register(OUTSIDE.partition(":")[0], render=frames, admit=admit, apart=True)
