"""What the project's pages are set against: the same bytes for nothing, and the usual view."""

from functools import cache
from pathlib import Path

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.models import SpokenLanguage
from config import env
from config.live.page import watch
from mentorship.directory.filters import SORTS, read_search
from mentorship.directory.pages.cards import Card
from mentorship.directory.pages.directory import DirectoryPage
from mentorship.directory.pages.kept import Kept
from mentorship.directory.pages.options import Facet, Option
from mentorship.directory.rules import PARTS_OF_DAY
from mentorship.models import MentorProfile, Topic, Track, WeeklyHours
from mentorship.profiles.live import channel_of

BYTES = Path(env.VAR) / "page.html"
PARTS = {
    "morning": (360, 720),
    "afternoon": (720, 1080),
    "evening": (1080, 1440),
    "night": (0, 360),
}
PAGE_SIZE, TAGS, IN_VIEW = 24, 3, 8


@cache
def _page():
    return BYTES.read_bytes()


def constant_bytes(_request):
    """As many bytes as the measured page, behind the same middleware and sign-in."""
    return HttpResponse(_page())


def mentors(request):
    """The directory as it is usually written: the ORM and the templates, for each request anew."""
    at = timezone.now()
    watch(request, channel_of(request.user))
    listed = MentorProfile.objects.visible_to(request.user, at=at).approved().with_places()
    search = read_search(MultiValueDict(), has_wants=False)
    ordered = listed.order_by(F("opens_at").asc(nulls_last=True), "user__display_name", "pk")
    rows = ordered.select_related("user").prefetch_related("strengths__topic")
    page = Paginator(rows, PAGE_SIZE).get_page(1)
    directory = DirectoryPage(
        search=search,
        total=page.paginator.count,
        page=page,
        cards=[_card(mentor, at) for mentor in page],
        facets=_facets(listed, at),
        chips=[],
        query="",
        loosening=None,
    )
    context = {"directory": directory, "as_fragment": False, "at": at}
    parts = [
        render_to_string(f"directory/{name}.html", context, request)
        for name in ("_filters", "_in_use", "_results")
    ]
    kept = Kept(search, False, *parts)
    return render(request, "directory/mentors.html", {"kept": kept, "sorts": SORTS})


def _card(mentor, at):
    strengths = mentor.strengths.all()
    here = mentor.here_until and mentor.here_until > at
    tags = [strength.topic.name for strength in strengths[:TAGS]]
    return Card(mentor, "here" if here else "away", tags, max(0, len(strengths) - TAGS))


def _facets(listed, at):
    now = {
        "room": ("Has room", listed.filter(accepting=True, active_count__lt=F("capacity"))),
        "here": ("Here now", listed.here(at=at)),
        "teens": ("Talks with teens", listed.with_clearance(at=at).filter(is_cleared=True)),
    }
    flags = [Option(name, "yes", words, rows.count(), False) for name, (words, rows) in now.items()]
    mine = Q(strengths__profile__in=listed)
    topics = Topic.objects.annotate(count=Count("strengths", filter=mine)).order_by("-count")
    tracks = Track.objects.annotate(count=Count("mentors", filter=Q(mentors__in=listed)))
    spoken = SpokenLanguage.objects.filter(user__mentor_profile__in=listed)
    bases = spoken.values("base").annotate(count=Count("user", distinct=True)).order_by("-count")
    hours = [
        Option("hours", part, f"My {part}s", _awake(listed, *bounds), False)
        for part, bounds in PARTS_OF_DAY.items()
    ]
    named = [
        Facet("now", "Right now", flags),
        _facet("topic", "Can help with", [(row.slug, row.name, row.count) for row in topics]),
        _facet("track", "Track", [(row.slug, row.name, row.count) for row in tracks]),
        _facet("language", "Language", [(row["base"], row["base"], row["count"]) for row in bases]),
    ]
    return [*named, Facet("hours", "Awake when you are", hours)]


def _facet(group, heading, rows):
    options = [Option(group, value, words, count, False) for value, words, count in rows]
    return Facet(group, heading, options[:IN_VIEW], options[IN_VIEW:])


def _awake(listed, begins, ends):
    open_then = WeeklyHours.objects.filter(profile__in=listed, starts__lt=ends, ends__gt=begins)
    return open_then.values("profile").distinct().count()
