"""A profile as a listener would see it once its drafts are published."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mentorship.profiles.models import MentorProfile, TopicStrength
from mentorship.profiles.pages.profile import Line, ProfilePage, profile_page
from mentorship.profiles.rules.sections import strengths_of

if TYPE_CHECKING:
    from accounts.people.models import User

IN_COLUMNS = ("headline", "about", "style")


def preview_page(
    viewer: "User",
    mentor: MentorProfile,
    drafted: Mapping[str, Mapping[str, Any]],
    *,
    zone: ZoneInfo,
    at: datetime,
) -> ProfilePage:
    """The mentor's own page as a listener, with the clean values of drafts; saves nothing."""
    for section in IN_COLUMNS:
        for name, value in drafted.get(section, {}).items():
            setattr(mentor, name, value)
    page = profile_page(viewer, mentor, zone=zone, at=at, as_listener=True)
    if "situations" in drafted:
        typed = [Line(text) for text in drafted["situations"]["situations"]]
        page = replace(page, lines={**page.lines, "situations": typed})
    if "topics" in drafted:
        known = strengths_of(drafted["topics"])
        page = replace(page, strengths=[TopicStrength(topic=t, strength=s) for t, s in known])
    return page
