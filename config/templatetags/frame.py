"""Parts that every page uses and that need a little more than an include.

`{% load frame %}` gives: icon, name, avatar, when, places, reply, field.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Select, Textarea
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

PRESENCE = {
    "here": gettext_lazy("Here now"),
    "reach": gettext_lazy("Reachable"),
    "soon": gettext_lazy("Not here yet"),
    "away": gettext_lazy("Away"),
}
# Of more choices than these a field shows the first and the chosen ones, and folds the rest.
MOST_CHOICES_AT_ONCE = 30
# The dash of the ring: a quarter of its length for each band.
REPLY = {
    "": ("0 50.3", gettext_lazy("New, not measured yet")),
    "hour": ("12.6 50.3", gettext_lazy("Usually within the hour")),
    "hours": ("25.1 50.3", gettext_lazy("Within a few hours")),
    "day": ("37.7 50.3", gettext_lazy("Within a day")),
    "days": ("50.3 50.3", gettext_lazy("Within three days")),
    "longer": ("50.3 50.3", gettext_lazy("May take longer")),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative drawing of the sprite; the words beside it carry the meaning."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def name(person: Any) -> SafeString:
    """A display name, inert as everywhere, and isolated from the text around it."""
    return format_html('<bdi class="name">{}</bdi>', str(person) if person else _("Former member"))


@register.inclusion_tag("components/_avatar.html")
def avatar(person: Any, size: str = "", presence: str = "") -> dict[str, Any]:
    """The drawn motif of a person, with presence in words where it is given."""
    return {
        "motif": getattr(person, "avatar", "") or "hill",
        "size": size,
        "presence": presence,
        "presence_words": PRESENCE.get(presence, ""),
    }


@register.inclusion_tag("components/_places.html")
def places(free: int, capacity: int) -> dict[str, Any]:
    """One bar for each place, the open ones filled, beside "2 of 5 open"."""
    free = max(0, min(free, capacity))
    return {"free": free, "capacity": capacity, "bars": [n < free for n in range(capacity)]}


@register.inclusion_tag("components/_reply.html")
def reply(band: str = "", tardy: bool = False) -> dict[str, Any]:
    """The measured reply time as a band in words, the ring beside it; "" is not measured yet."""
    dash, words = REPLY.get(band or "", REPLY[""])
    return {"band": band or "", "dash": dash, "words": words, "tardy": tardy}


@register.simple_tag(takes_context=True)
def when(context: Context, value: datetime | None, form: str = "auto") -> SafeString:
    """A moment on the viewer's clock. `form`: auto, since, clock, day, short or date.

    auto is "6 min" under an hour ago, "18:30" today and "Mon 23 November, 19:00" on other days;
    since is the same without minutes, to stand after "since"; clock is always "18:30"; day is
    always with the day; short fits a list; date leaves out the clock. The moment to compare
    with is `at` of the context, else now.
    """
    if value is None:
        return SafeString("")
    at = context.get("at") or timezone.now()
    return format_html(
        '<time datetime="{}" data-format="{}">{}</time>',
        value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        form,
        moment(value, at=at, form=form),
    )


def moment(value: datetime, *, at: datetime, form: str) -> str:
    """The words of `when`."""
    local, today = timezone.localtime(value), timezone.localtime(at).date()
    clock = date_format(local, "H:i")
    if form == "clock" or (form == "short" and local.date() == today):
        return clock
    if form == "short":
        near = abs((today - local.date()).days) < 7
        return date_format(local, "D" if near else "j M")
    if form == "date":
        return date_format(local, "j F Y")
    past = at - value
    if form == "auto" and timedelta(0) <= past < timedelta(hours=1):
        return _("%(minutes)d min") % {"minutes": past.seconds // 60}
    if form in ("auto", "since") and local.date() == today:
        return clock
    return _("%(day)s, %(clock)s") % {"day": date_format(local, "D j F"), "clock": clock}


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField, optional: bool = False) -> dict[str, Any]:
    """One form field: label above, hint under it, error above the input, wired for readers."""
    return {
        "field": bound,
        "optional": optional,
        "widget": bound.as_widget(attrs={"class": _class_of(bound)}),
        "kind": _kind_of(bound),
        "folded": _kind_of(bound) == "group" and len(bound.subwidgets) > MOST_CHOICES_AT_ONCE,
    }


def _kind_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, CheckboxSelectMultiple) or bound.use_fieldset:
        return "group"
    return "line"


def _class_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, Textarea):
        kind = "textarea"
    elif isinstance(widget, Select) and not bound.use_fieldset:
        kind = "select"
    else:
        kind = "" if _kind_of(bound) != "line" else "input"
    return f"{kind} {widget.attrs.get('class', '')}".strip()
