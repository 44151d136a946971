"""Every write of the programme: its page, its banners, and closing one of them."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.audit.operations import record
from accounts.people.errors import NotAllowed
from accounts.people.models import User
from mentorship.programme.errors import (
    BannerChanged,
    BannerIsOver,
    EndsBeforeItBegins,
    EndsInThePast,
    ProgrammeChanged,
    TimeIsTaken,
)
from mentorship.programme.models import Banner, BannerDismissal, ProgrammeVersion


@transaction.atomic
def edit_programme(
    *, title: str, body: str, seen: int, actor: User, at: datetime
) -> ProgrammeVersion:
    """Save a new version of the page; `seen` is the number that the writer began from, 0 for the
    text that was there from the start. The same words again make no version.

    Raises NotAllowed for an actor who is no coordinator, and ProgrammeChanged when a newer
    version has been saved since; then nothing has changed.
    """
    if not actor.is_coordinator:
        raise NotAllowed
    newest = ProgrammeVersion.objects.first()
    if (newest.number if newest else 0) != seen:
        raise ProgrammeChanged
    if newest and (newest.title, newest.body) == (title, body):
        return newest
    try:
        with transaction.atomic():
            saved = ProgrammeVersion.objects.create(
                number=seen + 1, title=title, body=body, written_by=actor, written_at=at
            )
    except IntegrityError as faster:  # the other one saved between our look and our write
        raise ProgrammeChanged from faster
    record(
        actor=actor,
        act="edit programme page",
        target=f"programme version {saved.number}",
        facts={"version": saved.number, "title": title},
        at=at,
    )
    return saved


@transaction.atomic
def schedule_banner(
    *,
    text: str,
    link: str,
    link_words: str,
    audience: str,
    from_at: datetime,
    until_at: datetime,
    actor: User,
    at: datetime,
) -> Banner:
    """Plan a banner for `audience` ("adult", "teen" or "both") from one moment until another.

    Raises NotAllowed for an actor who is no coordinator, EndsBeforeItBegins, EndsInThePast, and
    TimeIsTaken when the same people would see another one in that time.
    """
    banner = Banner(made_by=actor, made_at=at, text=text, link=link, link_words=link_words)
    banner.audience, banner.from_at, banner.until_at = audience, from_at, until_at
    return _keep(banner, act="schedule banner", actor=actor, at=at)


@transaction.atomic
def edit_banner(
    banner: Banner,
    *,
    text: str,
    link: str,
    link_words: str,
    audience: str,
    from_at: datetime,
    until_at: datetime,
    seen: str,
    actor: User,
    at: datetime,
) -> Banner:
    """Change a banner that is shown or still to come; who has closed it does not see it again.
    `seen` is the mark of the banner that the writer began from.

    Raises BannerIsOver, BannerChanged when somebody saved another one since, and what
    `schedule_banner` raises; then nothing has changed.
    """
    _lock_schedule()
    banner = Banner.objects.select_for_update().get(pk=banner.pk)
    if banner.ended_at or banner.until_at <= at:
        raise BannerIsOver
    if banner.mark != seen:
        raise BannerChanged
    banner.text, banner.link, banner.link_words = text, link, link_words
    banner.audience, banner.from_at, banner.until_at = audience, from_at, until_at
    return _keep(banner, act="edit banner", actor=actor, at=at)


def _keep(banner: Banner, *, act: str, actor: User, at: datetime) -> Banner:
    """Save a banner whose time is free, and record who did it."""
    if not actor.is_coordinator:
        raise NotAllowed
    if banner.until_at <= banner.from_at:
        raise EndsBeforeItBegins
    if banner.until_at <= at:
        raise EndsInThePast
    _lock_schedule()
    taken = Banner.objects.overlapping(
        from_at=banner.from_at, until_at=banner.until_at, audience=banner.audience
    ).exclude(pk=banner.pk)
    if other := taken.first():
        raise TimeIsTaken(other.text)
    banner.save()
    _record(banner, act=act, actor=actor, at=at)
    return banner


@transaction.atomic
def end_banner(banner: Banner, *, actor: User, at: datetime) -> Banner:
    """Take a banner away now, or before it ever came.

    Raises NotAllowed for an actor who is no coordinator, and BannerIsOver.
    """
    if not actor.is_coordinator:
        raise NotAllowed
    _lock_schedule()  # in the order in which an edit locks
    banner = Banner.objects.select_for_update().get(pk=banner.pk)
    if banner.ended_at or banner.until_at <= at:
        raise BannerIsOver
    banner.ended_at = at
    banner.save(update_fields=["ended_at"])
    _record(banner, act="end banner", actor=actor, at=at)
    return banner


def dismiss_banner(banner: Banner, *, user: User, at: datetime) -> None:
    """`user` does not see `banner` again. Safe to run twice."""
    BannerDismissal.objects.get_or_create(banner=banner, user=user, defaults={"dismissed_at": at})


def _lock_schedule() -> None:
    """Plans are made one at a time: whoever makes one holds the rows of all coordinators."""
    holders = User.objects.filter(is_coordinator=True).order_by("pk").select_for_update()
    list(holders.values_list("pk", flat=True))


def _record(banner: Banner, *, act: str, actor: User, at: datetime) -> None:
    record(
        actor=actor,
        act=act,
        target=f"banner {banner.public_id}",
        facts={
            "text": banner.text,
            "link": banner.link,
            "audience": banner.audience,
            "from": banner.from_at.isoformat(),
            "until": banner.until_at.isoformat(),
        },
        at=at,
    )
