"""A link of one's own with what came of it, and what the host puts into its pages."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people.views import coordinator_required, person_of
from config.kit.errors import DomainError
from mentorship.queue.pages.presence import own_profile
from mentorship.sharing import operations
from mentorship.sharing.pages.links import own_link_page, snippets
from mentorship.sharing.pages.outside import badge
from mentorship.sharing.rules import Asked


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_link(request: HttpRequest) -> HttpResponse:
    person, is_mentor = person_of(request), own_profile(request) is not None
    asked = Asked.from_query(request.GET)
    page = own_link_page(
        person,
        is_mentor=is_mentor,
        topic=asked.topic,
        to_anybody=request.GET.get("to") == "anybody",
    )
    if not (is_mentor or person.is_programme_staff or page.source):
        raise Http404
    if request.method == "POST":
        try:
            operations.give_link(person=person, actor=person, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("sharing:own-link")
    address = request.build_absolute_uri(page.path)
    context = {"page": page, "address": address, "is_mentor": is_mentor}
    return render(request, "sharing/own_link.html", context)


@coordinator_required
@require_safe
def host(request: HttpRequest) -> HttpResponse:
    context = {
        "embedding": bool(settings.EMBED_ORIGINS),
        "badge": badge(at=timezone.now()),
        **snippets(request.build_absolute_uri("/").rstrip("/")),
    }
    return render(request, "sharing/host.html", context)
