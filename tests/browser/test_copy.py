"""A link to copy: one press, and without script a field to select."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mentorship.sharing.operations import give_link
from tests.conftest import NOW
from tests.factories.mentorship import MentorProfileFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def own(signed_in):
    mentor = MentorProfileFactory()
    give_link(person=mentor.user, actor=mentor.user, at=NOW)
    return signed_in(mentor.user, reverse("sharing:own-link"))


def test_the_button_copies_and_says_so(own, context, live_server):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = own.get_by_label("Copy and share", exact=True).input_value()

    own.get_by_role("button", name="Copy: Copy and share").click()

    expect(own.locator("#announce")).to_have_text("Copied")
    assert own.evaluate("navigator.clipboard.readText()") == link
    assert link.startswith(f"{live_server.url}/ask/?mentor=")


def test_one_tap_selects_the_whole_link(own):
    field = own.get_by_label("Copy and share", exact=True)

    field.focus()

    selected = field.evaluate(
        "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    assert selected == field.input_value()
