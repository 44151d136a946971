"""The parts of pages: escaped, named for readers, in the viewer's time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from tests.conftest import NOW
from tests.factories.accounts import UserFactory


def shown(text, **context):
    return Template("{% load frame %}" + text).render(Context(context)).strip()


class NoteForm(forms.Form):
    note = forms.CharField(label="Your words", help_text="One sentence.", widget=forms.Textarea)
    agree = forms.BooleanField(label="I agree")
    topics = forms.MultipleChoiceField(
        choices=[("a", "Panic"), ("b", "Grief")], widget=forms.CheckboxSelectMultiple
    )
    month = forms.ChoiceField(choices=[("1", "January")])


def test_a_name_is_inert_and_isolated():
    person = UserFactory.build(display_name="<i>\u202eTide")

    assert shown("{% name person %}", person=person) == ('<bdi class="name">&lt;i&gt;Tide</bdi>')
    assert "Former member" in shown("{% name person %}", person=None)


def test_an_avatar_says_the_presence_in_words():
    person = UserFactory.build(avatar="moon")
    html = shown('{% avatar person "l" "here" %}', person=person)

    assert 'href="#av-moon"' in html
    assert 'data-presence="here"' in html
    assert "Here now" in html
    assert "Away" not in shown("{% avatar person %}", person=person)


def test_every_motif_is_drawn():
    sprite = shown('{% include "components/_sprite.html" %}')

    for motif in UserFactory._meta.model._meta.get_field("avatar").choices:
        assert f'id="av-{motif[0]}"' in sprite


@pytest.mark.parametrize(
    ("free", "capacity", "words", "open_bars"),
    [(2, 5, "2 of 5 open", 2), (0, 3, "Full right now", 0), (-1, 2, "Full right now", 0)],
)
def test_places_are_said_in_words_and_bars(free, capacity, words, open_bars):
    html = shown("{% places free capacity %}", free=free, capacity=capacity)

    assert words in html
    assert html.count('class="open"') == open_bars
    assert html.count("<b") == capacity


@pytest.mark.parametrize(
    ("band", "words"),
    [("", "New, not measured yet"), (None, "New, not measured yet"), ("hour", "within the hour")],
)
def test_a_reply_time_is_a_band_in_words(band, words):
    assert words in shown("{% reply band %}", band=band)


@pytest.mark.parametrize(
    ("ago", "form", "words"),
    [
        (timedelta(minutes=6), "auto", "6 min"),
        (timedelta(hours=2), "auto", "11:00"),
        (timedelta(days=1), "auto", "Sun 1 March, 13:00"),
        (timedelta(hours=-2), "auto", "15:00"),
        (timedelta(minutes=6), "since", "12:54"),
        (timedelta(days=1), "since", "Sun 1 March, 13:00"),
        (timedelta(hours=2), "clock", "11:00"),
        (timedelta(minutes=6), "day", "Mon 2 March, 12:54"),
        (timedelta(hours=2), "short", "11:00"),
        (timedelta(days=2), "short", "Sat"),
        (timedelta(days=30), "short", "31 Jan"),
        (timedelta(0), "date", "2 March 2026"),
    ],
)
def test_a_time_is_on_the_clock_of_the_viewer(ago, form, words):
    with timezone.override(ZoneInfo("Europe/Berlin")):
        html = shown("{% when value form %}", value=NOW - ago, form=form, at=NOW)

    assert f">{words}</time>" in html
    assert f'data-format="{form}"' in html


def test_a_time_names_its_moment_for_machines():
    value = datetime(2026, 3, 2, 13, 30, tzinfo=ZoneInfo("Asia/Tokyo"))

    assert 'datetime="2026-03-02T04:30:00Z"' in shown("{% when value %}", value=value, at=NOW)
    assert shown("{% when value %}", value=None) == ""
    assert NOW.tzinfo is UTC


def test_a_refused_field_names_its_hint_and_its_error():
    form = NoteForm({})
    html = shown("{% field form.note %}", form=form)

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_note_helptext id_note_error"' in html
    assert 'id="id_note_helptext"' in html
    assert 'id="id_note_error"' in html
    assert 'class="textarea"' in html


def test_the_summary_leads_to_each_field_that_it_names():
    form = NoteForm({})
    page = shown(
        '{% include "components/_errors.html" %}{% for one in form %}{% field one %}{% endfor %}',
        form=form,
    )

    for name in form.fields:
        assert f'href="#id_{name}"' in page
        assert page.count(f'id="id_{name}"') == 1


def test_a_form_without_errors_has_no_summary():
    assert shown('{% include "components/_errors.html" %}', form=NoteForm()) == ""
