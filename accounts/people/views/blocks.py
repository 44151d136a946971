"""Whom somebody has blocked, and taking a block back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.people.views import person_of
from accounts.safeguarding.models import Block
from accounts.safeguarding.operations import lift_block
from config.kit.paging import page_of


@login_required
@require_safe
def blocks(request: HttpRequest) -> HttpResponse:
    made = Block.objects.filter(blocker=person_of(request)).select_related("blocked")
    page = page_of(made, request.GET.get("page"))
    return render(request, "people/blocks.html", {"page": page})


@login_required
@require_POST
def unblock(request: HttpRequest, public_id: UUID) -> HttpResponse:
    made = Block.objects.filter(blocker=person_of(request)).select_related("blocked")
    block = get_object_or_404(made, public_id=public_id)
    lift_block(block, by=person_of(request))
    messages.success(request, _("Unblocked. Chats you had can be read again."))
    return redirect("people:blocks")
