"""times.js: moments in the viewer's zone, and minutes that go on counting."""

import pytest

from tests.browser.live_stand_in import open_site, put

pytestmark = pytest.mark.browser


@pytest.fixture
def site(page):
    return open_site(page)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("clock", "19:00"),
        ("auto", "19:00"),
        ("day", "Mon 2 March, 19:00"),
        ("date", "2 March 2026"),
    ],
)
def test_times_are_shown_in_the_zone_of_the_page(site, form, words):
    site.clock.set_fixed_time("2026-03-02T12:00:00Z")
    put(site, "t", "1|t", f'<time datetime="2026-03-02T10:00:00Z" data-format="{form}">x</time>')

    assert site.locator("time").text_content() == words


def test_minutes_are_counted_in_the_browser(site):
    site.clock.set_fixed_time("2026-03-02T10:06:00Z")
    put(site, "t", "1|t", '<time datetime="2026-03-02T10:00:00Z" data-format="auto">x</time>')
    put(site, "u", "1|u", '<time datetime="2026-03-02T10:26:00Z" data-format="relative">x</time>')

    assert site.locator("time").all_text_contents() == ["6 min", "in 20 minutes"]
