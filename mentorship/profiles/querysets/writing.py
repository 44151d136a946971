"""Who may write to whom, asked of the database: the facts for the rule of policy 13.2."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from accounts.people.models import Band, SpokenLanguage
from accounts.people.rules.languages import base_of
from accounts.safeguarding.models import Block, Clearance
from mentorship.profiles.rules.writing import Asked, Asker, age_of_teen, failing_constraints

if TYPE_CHECKING:
    from accounts.people.models import User
    from mentorship.profiles.models import MentorProfile


def may_write(viewer: "User", mentor: "MentorProfile", *, at: datetime) -> tuple[str, ...]:
    """The codes of policy 13.2 that keep `viewer` from writing to `mentor`; empty means yes.

    Places are read from the snapshot; whoever takes one counts again under the lock.
    """
    return verdicts_for(viewer, [mentor], at=at)[mentor.pk]


def verdicts_for(
    viewer: "User",
    mentors: Iterable["MentorProfile"],
    *,
    at: datetime,
    spoken: dict[int, list[str]] | None = None,
    are_visible: bool = False,
) -> dict[int, tuple[str, ...]]:
    """`may_write` for many mentors at once: two queries, three for a teen.

    The mentors come with `user` selected. Answers by primary key. `spoken` are the languages
    of the viewer and of every mentor where the caller has asked for them already; a mentor
    annotated with `is_cleared` spares a teen the third query. `are_visible` says that they come
    through `visible_to`, which leaves out whom a block keeps from the viewer.
    """
    asked = list(mentors)
    people = [mentor.user_id for mentor in asked]
    spoken = languages_of([viewer.pk, *people]) if spoken is None else spoken
    cleared = _cleared(asked, viewer, at=at)
    apart = set() if are_visible else set(Block.objects.others_of(viewer))
    blocked = frozenset(str(mentor.pk) for mentor in asked if mentor.user_id in apart)
    asker = _asker(viewer, _bases(spoken, viewer.pk), blocked)
    return {
        mentor.pk: failing_constraints(
            asker,
            _asked(mentor, _bases(spoken, mentor.user_id), mentor.user_id in cleared, at=at),
        )
        for mentor in asked
    }


def _asker(viewer: "User", languages: frozenset[str], blocked: frozenset[str]) -> Asker:
    """The viewer; `blocked` are mentors whom a block keeps from them, whoever made it."""
    person = str(viewer.pk)
    return Asker(id=person, person=person, band=viewer.band, languages=languages, blocked=blocked)


def languages_of(people: Iterable[int]) -> dict[int, list[str]]:
    """The language tags of each person by primary key, preferred first; one query."""
    spoken: dict[int, list[str]] = defaultdict(list)
    rows = SpokenLanguage.objects.filter(user_id__in=list(people)).order_by("position", "tag")
    for user_id, tag in rows.values_list("user_id", "tag"):
        spoken[user_id].append(tag)
    return spoken


def _bases(spoken: dict[int, list[str]], person: int) -> frozenset[str]:
    return frozenset(base_of(tag) for tag in spoken.get(person, ()))


def _cleared(mentors: list["MentorProfile"], viewer: "User", *, at: datetime) -> set[int]:
    if viewer.band != Band.TEEN:
        return set()
    known = {mentor.user_id: getattr(mentor, "is_cleared", None) for mentor in mentors}
    if None not in known.values():
        return {person for person, is_cleared in known.items() if is_cleared}
    people = [mentor.user_id for mentor in mentors]
    in_force = Clearance.objects.in_force(at=at).filter(user_id__in=people)
    return set(in_force.values_list("user_id", flat=True))


def _asked(
    mentor: "MentorProfile", languages: frozenset[str], is_cleared: bool, *, at: datetime
) -> Asked:
    user = mentor.user
    is_teen = user.band == Band.TEEN
    return Asked(
        id=str(mentor.pk),
        person=str(user.pk),
        band=user.band,
        age=age_of_teen(user.turns_adult_on, on=at.date()) if is_teen else None,
        is_cleared=is_cleared,
        is_active=user.is_active and not user.is_dormant,
        is_mentor=mentor.state != "ended",
        accepting=mentor.accepting,
        is_paused=mentor.state == "paused",
        languages=languages,
        capacity=mentor.capacity,
        active=mentor.active_count,
    )
