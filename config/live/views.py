"""A new token for a page that has been open longer than its own lasts."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from config.live import tokens
from config.live.gate import admit
from config.live.page import person_of, token_for


@require_safe
def token(request: HttpRequest) -> JsonResponse:
    """Asked by live.js with the old token, which must have been made for the same person."""
    claims = tokens.read(request.GET.get("token", ""), within=tokens.RENEW_WITHIN)
    if claims is None or claims.person != person_of(request):
        raise Http404
    if admit(claims, request.user) is None:
        raise Http404
    return JsonResponse({"token": token_for(request, list(claims.channels))})
