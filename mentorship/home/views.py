from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.models import Theme
from accounts.people.operations import choose_theme
from accounts.people.views import person_of
from config.kit.errors import DomainError
from mentorship.conversations.errors import AlreadyTalking
from mentorship.conversations.forms import FirstNoteForm, fresh_id
from mentorship.conversations.operations import open_conversation
from mentorship.conversations.views.words import hand_on, keep_words, status_of
from mentorship.home.forms import TopicsForm
from mentorship.home.operations import see_first_card
from mentorship.home.pages import THEME_COOKIE
from mentorship.home.pages.arriving import (
    OPENERS,
    is_newcomer,
    topics_brought,
    unsent_words,
)
from mentorship.home.pages.arriving import here_now as who_is_here
from mentorship.profiles.models import TopicWanted
from mentorship.profiles.operations import choose_topics_wanted
from mentorship.queue.pages.free import three_for
from mentorship.queue.pages.presence import own_profile
from mentorship.queue.pages.rows import Row
from mentorship.queue.querysets import within_reach_of

A_YEAR = 31_536_000


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if not request.user.is_authenticated:
        context = {"now": who_is_here(at=at), "topics": topics_brought(), "at": at}
        return render(request, "home/home.html", context)
    if own_profile(request) or not is_newcomer(request.user):
        return redirect("queue:live-list")
    return _first_card(request, None, at=at)


@require_safe
def here_now(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    return render(request, "home/_here_now.html", {"now": who_is_here(at=at), "at": at})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def first_card(request: HttpRequest) -> HttpResponse:
    if request.method in ("GET", "HEAD"):
        return redirect("home")
    at = timezone.now()
    form = FirstNoteForm(request.POST, mentors=within_reach_of(person_of(request), at=at))
    if form.is_valid():
        note = form.cleaned_data
        try:
            talk = open_conversation(
                listener=person_of(request),
                mentor=note["mentor"],
                note=note["body"],
                client_id=note["client_id"],
                at=at,
            )
        except AlreadyTalking as refusal:
            hand_on(request, conversation=refusal.conversation, at=at)
            messages.info(request, str(refusal))
            return redirect(refusal.conversation)
        except DomainError as refusal:
            keep_words(request, mentor=note["mentor"], at=at, given=True)
            return _first_card(request, form, at=at, refusal=refusal)
        see_first_card(user=person_of(request), at=at)
        return redirect(talk)
    return _first_card(request, form, at=at)


@login_required
@require_POST
def look_around(request: HttpRequest) -> HttpResponse:
    see_first_card(user=person_of(request), at=timezone.now())
    return redirect("queue:live-list")


def _first_card(
    request: HttpRequest,
    form: FirstNoteForm | None,
    *,
    at: datetime,
    refusal: DomainError | None = None,
) -> HttpResponse:
    rows = three_for(person_of(request), at=at)
    if not rows and form is None:
        return redirect("queue:live-list")
    status = 422 if form else 200
    if form and refusal:
        form.add_error(None, str(refusal))
        status = status_of(refusal)
    context = {
        "rows": rows,
        "form": form or _empty_card(request, rows),
        "openers": OPENERS[1:],
        "stored": getattr(refusal, "stored", None),
        "next_id": fresh_id(),
        "at": at,
    }
    return render(request, "home/first_card.html", context, status=status)


def _empty_card(request: HttpRequest, rows: Sequence[Row]) -> FirstNoteForm:
    """The card before anything was sent: an opener that was tapped, else the draft."""
    body, mentor = unsent_words(person_of(request), rows)
    if (chosen := request.GET.get("opener", "")) in ("1", "2", "3"):
        return FirstNoteForm.fresh(OPENERS[int(chosen) - 1], mentor)
    return FirstNoteForm.fresh(body or OPENERS[0], mentor)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if safe else "/")
    if chosen in Theme.values:
        if request.user.is_authenticated:
            choose_theme(user=person_of(request), theme=chosen)
        response.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def topics_wanted(request: HttpRequest) -> HttpResponse:
    wanted = TopicWanted.objects.filter(user=person_of(request)).values_list(
        "topic__slug", flat=True
    )
    typed = request.POST if request.method == "POST" else None
    form = TopicsForm(typed, initial={"topics": list(wanted)})
    if form.is_valid():
        choose_topics_wanted(user=person_of(request), topics=form.cleaned_data["topics"])
        messages.success(request, _("Saved."))
        return redirect("people:settings")
    status = 422 if form.errors else 200
    return render(request, "home/topics_wanted.html", {"form": form}, status=status)
