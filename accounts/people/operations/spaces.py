"""The space somebody belongs to: roll-over at 18, and questions about an imported band."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from accounts.people.errors import NotAllowed
from accounts.people.models import Band, User
from accounts.people.operations.waking import wake
from accounts.people.signals import person_changed
from accounts.safeguarding.models import BandQuestion
from accounts.safeguarding.operations import decide_band_question
from config.live.publish import touch_rights


@transaction.atomic
def roll_over(user_id: int, *, on: date, at: datetime) -> bool:
    """Move a teen whose month has come to the adult space; say whether this call did it.

    What is open with people they may no longer meet stays readable and takes
    no new message: that is decided where it is written, from the band. Open pages
    of theirs, and lists that had their row, hear of it at once. Somebody who set a password
    while the teen space was closed may come in from now on.
    """
    moved = User.objects.turning_adult(on=on).filter(pk=user_id)
    if not moved.update(band=Band.ADULT, turns_adult_on=None):
        return False
    user = User.objects.get(pk=user_id)
    if user.is_dormant and user.band_confirmed_at:
        wake(user=user, at=at)
    _announce_move(user, left_space=Band.TEEN)
    return True


@transaction.atomic
def settle_band(
    question: BandQuestion, *, decision: str, actor: User, reason: str, at: datetime
) -> BandQuestion:
    """Answer a question about a band; the person wakes, unless their space is closed.

    Raises NotAllowed for an actor who is neither moderator nor safeguarding
    lead or whom the question is about, ReasonMissing without a reason, and
    AlreadyDecided when somebody was faster.
    """
    if not actor.moderates or actor.pk == question.user_id:
        raise NotAllowed
    question = decide_band_question(question, decision=decision, actor=actor, reason=reason, at=at)
    user = User.objects.select_for_update().get(pk=question.user_id)
    before = user.band
    if decision == BandQuestion.Decision.STATED:
        user.band, user.turns_adult_on = question.stated_band, question.stated_turns_adult_on
    user.band_confirmed_at = at
    user.save(update_fields=["band", "turns_adult_on", "band_confirmed_at"])
    if user.band == Band.ADULT or settings.TEEN_SPACE_OPEN:
        wake(user=user, at=at)
    _announce_move(user, left_space=before if before != user.band else "")
    return question


def _announce_move(user: User, *, left_space: str) -> None:
    touch_rights(user.public_id)
    person_changed.send(User, user=user, left_space=left_space)
