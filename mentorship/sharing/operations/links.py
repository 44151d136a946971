"""Making links: a person's own, and those of the host; renaming and ending them."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.audit.operations import record
from accounts.people.errors import NotAllowed
from accounts.people.models import User
from mentorship.sharing.errors import CodeIsTaken, LinkHasEnded
from mentorship.sharing.models import Source
from mentorship.sharing.rules import BUILT_IN, CODE_OF_A_PERSON, LETTERS


@transaction.atomic
def give_link(*, person: User, actor: User, at: datetime) -> Source:
    """The person's own link, made if they have none. Safe to run twice, also at once.

    A coordinator gives it to somebody else, and one that was ended again; whoever makes their own
    gets LinkHasEnded then. Raises NotAllowed for anybody else.
    """
    if actor != person and not actor.is_coordinator:
        raise NotAllowed
    User.objects.select_for_update().get(pk=person.pk)
    own, is_new = Source.objects.get_or_create(
        owner=person, defaults={"code": _drawn(), "made_at": at}
    )
    if own.ended_at and actor == person:
        raise LinkHasEnded
    if own.ended_at:
        return resume_source(own, actor=actor, at=at)
    if is_new and actor != person:
        _record(own, act="give link", actor=actor, at=at)
    return own


@transaction.atomic
def declare_source(*, code: str, name: str, actor: User, at: datetime) -> Source:
    """A place of the host that leads here. Raises CodeIsTaken, and NotAllowed for anybody but
    coordinators.
    """
    if not actor.is_coordinator:
        raise NotAllowed
    if code in BUILT_IN:
        raise CodeIsTaken
    try:
        with transaction.atomic():
            made = Source.objects.create(code=code, name=name, made_at=at)
    except IntegrityError as clash:
        raise CodeIsTaken from clash
    _record(made, act="declare link", actor=actor, at=at)
    return made


@transaction.atomic
def rename_source(source: Source, *, name: str, actor: User, at: datetime) -> Source:
    """Call a link of the community something else; its mark stays, for it stands in pages.

    Raises NotAllowed for an actor who is no coordinator.
    """
    source = _held(source, actor=actor)
    if source.name != name:
        source.name = name
        source.save(update_fields=["name"])
        _record(source, act="rename link", actor=actor, at=at)
    return source


@transaction.atomic
def end_source(source: Source, *, actor: User, at: datetime) -> Source:
    """Count nothing by this link from now on; what came of it stays. Safe to run twice.

    Raises NotAllowed for an actor who is no coordinator.
    """
    source = _held(source, actor=actor)
    if not source.ended_at:
        source.ended_at = at
        source.save(update_fields=["ended_at"])
        _record(source, act="end link", actor=actor, at=at)
    return source


@transaction.atomic
def resume_source(source: Source, *, actor: User, at: datetime) -> Source:
    """Count by a link again that was ended. Safe to run twice.

    Raises NotAllowed for an actor who is no coordinator.
    """
    source = _held(source, actor=actor)
    if source.ended_at:
        source.ended_at = None
        source.save(update_fields=["ended_at"])
        _record(source, act="take up link", actor=actor, at=at)
    return source


def _held(source: Source, *, actor: User) -> Source:
    if not actor.is_coordinator:
        raise NotAllowed
    return Source.objects.select_for_update().get(pk=source.pk)


def _record(source: Source, *, act: str, actor: User, at: datetime) -> None:
    """The mark of a person's link is theirs to share: their account says whose it is."""
    owner = source.owner
    facts: dict[str, object] = {} if owner else {"name": source.name}
    target = f"link of {owner.public_id}" if owner else f"link {source.code}"
    record(actor=actor, act=act, target=target, subject=owner, facts=facts, at=at)


def _drawn() -> str:
    """A mark drawn by lot, a letter first: some 47 bits, which nobody tries out."""
    first = secrets.choice(LETTERS[:19])
    return first + "".join(secrets.choice(LETTERS) for _ in range(CODE_OF_A_PERSON - 1))
