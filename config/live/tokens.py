"""The signed word of a page: who it was made for, and which channels it shows.

A token alone opens nothing: it is bound to the session in whose cookie it comes back.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "config.live"
CONNECT_WITHIN = timedelta(minutes=10)
RENEW_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Claims:
    """`person` is a public id, empty for a visitor; `session` is `session_mark` of the page's
    session.
    """

    person: str
    session: str
    language: str
    channels: tuple[str, ...]


def session_mark(session_key: str | None) -> str:
    """A name for a session that does not tell its key; empty without a session."""
    return salted_hmac(SALT, session_key).hexdigest()[:32] if session_key else ""


def issue(claims: Claims) -> str:
    """Sign the claims, to be used within `CONNECT_WITHIN`."""
    body = [claims.person, claims.session, claims.language, *claims.channels]
    return signing.dumps(body, salt=SALT)


def read(token: str, *, within: timedelta = CONNECT_WITHIN) -> Claims | None:
    """The claims of a token of ours that is not older than `within`; None for anything else."""
    try:
        person, session, language, *channels = signing.loads(token, salt=SALT, max_age=within)
    except (signing.BadSignature, ValueError):
        return None
    return Claims(person, session, language, tuple(channels))
