"""Making links: a person's own, and those of the host."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.people.errors import NotAllowed
from accounts.people.models import User
from mentorship.sharing.errors import CodeIsTaken
from mentorship.sharing.models import Source
from mentorship.sharing.rules import BUILT_IN, CODE_OF_A_PERSON, LETTERS


@transaction.atomic
def give_link(*, person: User, at: datetime) -> Source:
    """The person's own link, made if they have none. Safe to run twice, also at once."""
    User.objects.select_for_update().get(pk=person.pk)
    own, _made = Source.objects.get_or_create(
        owner=person, defaults={"code": _drawn(), "made_at": at}
    )
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
            return Source.objects.create(code=code, name=name, made_at=at)
    except IntegrityError as clash:
        raise CodeIsTaken from clash


def _drawn() -> str:
    """A mark drawn by lot, a letter first: some 47 bits, which nobody tries out."""
    first = secrets.choice(LETTERS[:19])
    return first + "".join(secrets.choice(LETTERS) for _ in range(CODE_OF_A_PERSON - 1))
