"""The ways in that the host gives somebody, and taking one away."""

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.host.errors import OnlyWayIn
from accounts.host.operations import unlink
from accounts.host.views import where_configured
from accounts.host.views.notices import tell
from accounts.people.views import person_of


@where_configured
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def identities(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _take_away(request)
    return _page(request)


@reauthentication_required
def _take_away(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("account", "")
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    try:
        was_there = unlink(chosen, user=person_of(request))
    except OnlyWayIn as refusal:
        return _page(request, refusal=refusal)
    if was_there:
        tell(request, person_of(request), "account_disconnected")
        messages.success(request, _("Taken away. Your other ways in are as they were."))
    return redirect("host:identities")


def _page(request: HttpRequest, refusal: OnlyWayIn | None = None) -> HttpResponse:
    accounts = SocialAccount.objects.filter(user=person_of(request)).order_by("date_joined")
    context = {"accounts": accounts, "refusal": refusal}
    status = 422 if refusal else 200
    return render(request, "host/identities.html", context, status=status)
