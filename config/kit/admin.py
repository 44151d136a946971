"""The operator's back room: only what an area put there on purpose, and nothing written by the way.

A page here shows the fields that its area names, and no others can be asked for: not by a search,
a filter in the address, an order, or the list of rows that a form offers.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from config.kit.access import only

# How the pages of Django itself ask for a column of the row: none of these leads to another table.
WAYS = [[], *([way] for way in ("exact", "isnull", "gte", "lt", "year", "month", "day"))]


class OperatorSite(AdminSite):
    """Superusers only; for everybody else who is signed in, there is nothing here."""

    site_header = site_title = index_title = _("Looking after the site")

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        """Leave out what other packages bring: keys and sessions, changed without a record."""
        if admin_class and issubclass(admin_class, Shown):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        guard = only(lambda user: user.is_superuser)
        return guard(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one entrance, which has the throttle and the second step."""
        return redirect(f"{self.name}:index")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The one page for it asks whether it is you, and writes to your address."""
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """No form here offers rows to choose from."""
        raise Http404


class Shown(ModelAdmin):
    """Rows to read: `fields` names every column that is shown, and none is changed."""

    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Only what the page offers as a filter: an address could ask for letters of a secret."""
        field, *way = lookup.split("__")
        return field in {*self.list_filter, self.date_hierarchy} and way in WAYS

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field == self.opts.pk.name
