"""Lists of people as sheets for coordinators."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.people.models import User
from accounts.people.views import coordinator_required, exported


@coordinator_required
@require_safe
def roles_sheet(request: HttpRequest) -> HttpResponseBase:
    people = User.objects.staff().order_by("username")
    rows = people.values_list(
        "display_name", "username", "is_coordinator", "is_moderator", "is_safeguarding_lead"
    )
    header = [_("Name"), _("Handle"), _("Coordinator"), _("Moderator"), _("Safeguarding lead")]
    return exported(request, "roles", header, rows.iterator())
