"""Writing the sections of a profile, their drafts and their order."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from mentorship.profiles.live import touch_mentor
from mentorship.profiles.models import MentorProfile, SectionDraft, Situation, TopicStrength
from mentorship.profiles.operations.rows import locked
from mentorship.profiles.operations.snapshots import refresh_search_text
from mentorship.profiles.rules.sections import moved, strengths_of

STYLES = (
    "style_direct_gentle",
    "style_open_structured",
    "style_text_voice",
    "style_serious_playful",
)


@transaction.atomic
def save_section(
    *, mentor: MentorProfile, section: str, values: Mapping[str, Any]
) -> MentorProfile:
    """Publish one section from the clean values of its form; its draft is gone then.

    `section` is a key of WRITERS. Raises RoleNotHeld.
    """
    mentor = locked(mentor)
    WRITERS[section](mentor, values)
    mentor.drafts.filter(section=section).delete()
    refresh_search_text(ids=[mentor.pk])
    touch_mentor(mentor)
    return mentor


@transaction.atomic
def save_draft(
    *, mentor: MentorProfile, section: str, fields: Mapping[str, list[str]], at: datetime
) -> SectionDraft:
    """Keep what was typed into a section, as typed, until it is published or let go."""
    draft, _created = SectionDraft.objects.update_or_create(
        profile=locked(mentor),
        section=section,
        defaults={"fields": dict(fields), "saved_at": at},
    )
    return draft


def discard_draft(*, mentor: MentorProfile, section: str) -> None:
    """Let a draft go; what is published stays."""
    mentor.drafts.filter(section=section).delete()


@transaction.atomic
def move_section(*, mentor: MentorProfile, section: str, up: bool) -> MentorProfile:
    """Move a section one place up or down on the page. Raises RoleNotHeld."""
    mentor = locked(mentor)
    mentor.section_order = list(moved(mentor.section_order, section, up=up))
    mentor.save(update_fields=["section_order"])
    return mentor


def _headline(mentor: MentorProfile, values: Mapping[str, Any]) -> None:
    mentor.headline = values["headline"]
    mentor.save(update_fields=["headline"])


def _about(mentor: MentorProfile, values: Mapping[str, Any]) -> None:
    mentor.about = values["about"]
    mentor.save(update_fields=["about"])


def _situations(mentor: MentorProfile, values: Mapping[str, Any]) -> None:
    mentor.situations.all().delete()
    Situation.objects.bulk_create(
        Situation(profile=mentor, text=text, position=position)
        for position, text in enumerate(values["situations"])
    )


def _topics(mentor: MentorProfile, values: Mapping[str, Iterable[Any]]) -> None:
    mentor.strengths.all().delete()
    TopicStrength.objects.bulk_create(
        TopicStrength(profile=mentor, topic=topic, strength=strength, position=position)
        for position, (topic, strength) in enumerate(strengths_of(values))
    )


def _style(mentor: MentorProfile, values: Mapping[str, Any]) -> None:
    for name in STYLES:
        setattr(mentor, name, values[name])
    mentor.save(update_fields=STYLES)


WRITERS: dict[str, Callable[[MentorProfile, Mapping[str, Any]], None]] = {
    "headline": _headline,
    "about": _about,
    "situations": _situations,
    "topics": _topics,
    "style": _style,
}
