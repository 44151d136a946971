"""Who reads: the session behind a token, asked again while its stream is open."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import Error as DatabaseError
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from config.live.registry import Reader, ReaderSet, family_of
from config.live.tokens import Claims, session_mark

logger = logging.getLogger(__name__)

Sets = dict[str, ReaderSet]
Bearer = tuple[Claims, str]  # a token's claims, and the session key of the cookie beside it
Asked = dict[tuple[Claims, str], ReaderSet | None]  # answers of areas that judge many at once
People = dict[str, Any]  # session key -> the person who is signed in by it


def examine(bearers: Sequence[Bearer]) -> list[Sets | None]:
    """What each bearer may read now of each channel in their token; None where nothing.

    Looks at the session as a request does (ended, another person, password changed, account
    disabled), but never changes it. Two queries for all bearers, and what the areas ask.
    """
    people = _signed_in({key for claims, key in bearers if claims.person and key})
    users = {(claims, key): _bearer_of(claims, key, people) for claims, key in bearers}
    known = {claims: user for (claims, _), user in users.items() if user is not None}
    asked = _ask_together(known)
    # Several pages of one session ask the same.
    answers = {
        bearer: None if user is None else _admit_or_refuse(bearer[0], user, asked)
        for bearer, user in users.items()
    }
    return [answers[bearer] for bearer in bearers]


def _ask_together(users: Mapping[Claims, Any]) -> Asked:
    """What the areas that judge many readers at once say of these; nothing of the others."""
    readers: dict[str, list[tuple[Claims, Reader]]] = defaultdict(list)
    for claims, user in users.items():
        for channel in claims.channels:
            reader = Reader(claims.person, claims.language, user)
            readers[channel].append((claims, reader))
    asked: Asked = {}
    for channel, group in readers.items():
        family = family_of(channel)
        if family is None or family.admit_many is None:
            continue
        try:
            found = family.admit_many(channel, [reader for _, reader in group])
        except DatabaseError:
            raise
        except Exception:  # then each of them is judged alone, and only who fails is refused
            logger.exception("live.admit_many_failed")
            continue
        for (claims, _), allowed in zip(group, found, strict=True):
            asked[claims, channel] = allowed
    return asked


def _admit_or_refuse(claims: Claims, user: Any, asked: Asked) -> Sets | None:
    """An area that fails for one reader refuses that reader, and nobody else waits for it."""
    try:
        return admit(claims, user, asked)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("live.admit_failed")
        return None


def admit(claims: Claims, user: Any, asked: Asked | None = None) -> Sets | None:
    """Ask the area behind each channel, unless it was `asked` already. One refusal refuses the
    whole stream: its page is old.
    """
    asked = asked or {}
    reader = Reader(claims.person, claims.language, user)
    sets: Sets = {}
    for channel in claims.channels:
        if (claims, channel) in asked:
            allowed = asked[claims, channel]
        else:
            family = family_of(channel)
            allowed = family.admit(channel, reader) if family else None
        if allowed is None:
            return None
        sets[channel] = allowed
    return sets or None


def _bearer_of(claims: Claims, key: str, people: People) -> Any:
    if not claims.person:
        return AnonymousUser()
    user = people.get(key)
    if user is None or str(user.public_id) != claims.person:
        return None
    return user if constant_time_compare(session_mark(key), claims.session) else None


def _signed_in(keys: set[str]) -> People:
    """The active people behind sessions that hold, as Django's own `get_user` would find them."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = store.model.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    sessions = {row.session_key: store.decode(row.session_data) for row in rows}
    ids = {session[SESSION_KEY] for session in sessions.values() if SESSION_KEY in session}
    users = get_user_model()._default_manager.filter(pk__in=ids, is_active=True)
    by_id = {str(user.pk): user for user in users}
    found = {key: by_id.get(session.get(SESSION_KEY, "")) for key, session in sessions.items()}
    return {key: user for key, user in found.items() if user and _holds(sessions[key], user)}


def _holds(session: dict[str, Any], user: Any) -> bool:
    """The session was begun with the password that the person has now, and is not over."""
    if user.session_is_over(session, at=timezone.now()):
        return False
    signed = session.get(HASH_SESSION_KEY, "")
    valid = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(signed, one) for one in valid)
