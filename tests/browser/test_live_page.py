"""live.js on a page of rows: what is shown at once, what is held, what is said of the stream."""

import json

import pytest

from tests.browser.live_stand_in import (
    SITE,
    listing,
    open_site,
    put,
    row,
    say,
    shown,
    state,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def site(page):
    return open_site(page)


def test_rows_arrive_at_their_place_change_and_leave(site):
    put(site, "b", "1|b")
    put(site, "a", "1|a", "changed")
    put(site, "d", "1|d", "moved")
    say(site, "toy:a", {"key": "c", "html": None})

    assert shown(site) == [["a changed", "b", "d moved"], []]
    assert site.locator("[data-live-count]").all_text_contents() == ["3", "0"]
    assert site.locator('[data-live-group="2"]').is_hidden()
    assert state(site) == "Live"
    assert site.complaints == []


def test_a_whole_present_state_removes_what_it_does_not_name(site):
    put(site, "e", "2|e")
    say(site, "toy:a", {"keys": ["c", "e"]})

    assert shown(site) == [["c"], ["e"]]


def test_rows_do_not_move_under_focus_and_the_words_of_a_row_change_in_place(site):
    site.get_by_role("button", name="Ask c").focus()
    put(site, "b", "1|b")
    say(site, "toy:a", {"key": "a", "html": None})
    put(site, "c", "1|c", "changed")

    assert shown(site) == [["a", "c changed"], ["d"]]
    assert site.evaluate("document.activeElement.textContent") == "Ask c"
    assert site.locator("[data-live-show]").text_content() == "2 changes, show"

    site.locator("#elsewhere").focus()
    site.clock.run_for(300)
    assert shown(site) == [["b", "c changed"], ["d"]]
    assert site.locator("[data-live-show]").is_hidden()


def test_rows_do_not_move_under_the_pointer_until_it_leaves_or_show_is_pressed(site):
    site.get_by_text("Ask c").hover()
    put(site, "b", "1|b")
    assert shown(site) == [["a", "c"], ["d"]]
    assert site.locator("[data-live-show]").text_content() == "1 change, show"

    site.locator("#elsewhere").hover()
    site.clock.run_for(300)
    assert shown(site) == [["a", "b", "c"], ["d"]]


def test_show_applies_what_is_held_and_puts_the_focus_before_the_list(site):
    site.get_by_role("button", name="Ask a").focus()
    say(site, "toy:a", {"key": "a", "html": None})
    site.evaluate("document.querySelector('[data-live-show]').click()")

    assert shown(site) == [["c"], ["d"]]
    assert site.evaluate("document.activeElement.id") == "list"
    put(site, "b", "1|b")
    assert shown(site) == [["b", "c"], ["d"]]


def test_pause_holds_everything_and_is_remembered(site):
    site.locator("[data-live-pause]").click()
    put(site, "a", "1|a", "changed")
    put(site, "b", "1|b")

    assert shown(site) == [["a", "c"], ["d"]]
    assert state(site).endswith(", 2 held")
    assert site.locator("[data-live-pause]").get_attribute("aria-pressed") == "true"

    site.reload()
    site.wait_for_function("window.streams.length === 1")
    say(site, "at", "1.5")
    put(site, "b", "1|b")
    assert shown(site) == [["a", "c"], ["d"]]
    site.locator("[data-live-pause]").click()
    site.locator("#elsewhere").hover()
    site.clock.run_for(300)
    assert shown(site) == [["a", "b", "c"], ["d"]]


def test_a_paused_page_says_of_when_it_is_and_not_how_late_it_is(site):
    site.locator("[data-live-pause]").click()
    say(site, "at", "1.5")
    since = state(site)
    site.clock.run_for(20 * 60_000)
    say(site, "at", "1.5")
    quiet = state(site)
    assert quiet != since  # nothing is held: what is shown is of this moment

    put(site, "b", "1|b")
    site.clock.run_for(30 * 60_000)
    say(site, "at", "2.5")

    assert state(site) == quiet.replace("0 held", "1 held")


def test_one_polite_line_in_thirty_seconds(site):
    region = site.locator("#announce")
    put(site, "b", "1|b")
    site.clock.run_for(1000)
    assert region.text_content() == "3 toys here"
    put(site, "e", "1|e")
    say(site, "toy:a", {"key": "d", "html": None})
    site.clock.run_for(20000)
    assert region.text_content() == "3 toys here"
    site.clock.run_for(15000)
    assert region.text_content() == "4 toys here"


def test_private_news_become_an_event_of_the_page(site):
    say(site, "person:me", {"key": "chat:7", "version": 6})

    assert site.evaluate("window.heard") == [
        {"channel": "person:me", "key": "chat:7", "version": 6}
    ]


def test_a_lost_stream_is_said_after_five_seconds_asked_for_and_recovers(site):
    site.answers["/live/token/"] = (503, "no")
    say(site, "at", "3.5")
    site.evaluate("window.streams.at(-1).dispatchEvent(new Event('error'))")
    site.clock.run_for(4000)
    assert state(site) == "Live"
    site.answers["/list/"] = (200, listing([row("a", "1|a"), row("z", "1|z")], [], version=4))
    site.clock.run_for(2000)
    assert state(site) == "Not live"
    site.get_by_text("Ask z").wait_for()
    assert shown(site) == [["a", "z"], []]
    assert [path for path in site.asked if path.startswith("/list/")] == ["/list/?seen=3"]
    assert {"channel": "person:me", "key": "*"} in site.evaluate("window.heard")

    site.answers["/list/"] = (204, "")
    site.clock.run_for(31000)
    site.wait_for_timeout(100)
    assert "/list/?seen=4" in site.asked

    site.answers["/live/token/"] = (200, '{"token": "renewed"}')
    for _ in range(30):
        site.evaluate("window.streams.at(-1).dispatchEvent(new Event('error'))")
        site.clock.run_for(20000)
        site.wait_for_timeout(20)
        if "token=renewed" in site.evaluate("window.streams.at(-1).url"):
            break
    assert "seen=3.5" in site.evaluate("window.streams.at(-1).url")
    say(site, "at", "4.5")
    assert state(site) == "Live"


def test_a_stream_that_says_nothing_for_a_minute_counts_as_lost(site):
    site.clock.run_for(61000)
    assert site.evaluate("window.streams[0].open") is False


@pytest.mark.parametrize("reason", ["life", "stop"])
def test_a_stream_that_ends_in_order_is_opened_again_without_a_word(site, reason):
    say(site, "end", reason)
    site.clock.run_for(3500)
    assert site.evaluate("window.streams.length") == 2
    say(site, "at", "1.5")
    site.clock.run_for(6000)
    assert state(site) == "Live"


def test_a_hidden_tab_closes_its_stream_after_a_minute_and_comes_back(site):
    hide = """(hidden) => {
      Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    site.evaluate(hide, True)
    site.clock.run_for(59000)
    assert site.evaluate("window.streams[0].open") is True
    site.clock.run_for(2000)
    assert site.evaluate("window.streams[0].open") is False
    site.clock.run_for(100000)
    assert site.evaluate("window.streams.length") == 1
    site.evaluate(hide, False)
    site.wait_for_function("window.streams.length === 2")


def test_the_stream_is_opened_when_every_script_of_the_page_listens(page):
    open_site(page, "late")

    assert page.evaluate("window.streamsSoFar") == 0


@pytest.fixture
def filtered(site):
    site.goto(SITE + "?filtered")
    site.wait_for_function("window.streams.length === 1")
    say(site, "at", "1.5")
    return site


def answer_by_hand(site):
    """From now on `window.answers` holds what gives each fetch its answer, in their order."""
    site.evaluate(
        """() => {
          window.answers = [];
          window.fetch = () => new Promise((give) => window.answers.push(
            (html) => give(new Response(html, {status: 200}))));
        }"""
    )


def answer(site, number, html):
    site.evaluate("([number, html]) => window.answers[number](html)", [number, html])
    site.wait_for_timeout(50)


def test_a_filtered_page_asks_while_changes_come_without_a_pause(filtered):
    for number in range(12):
        say(filtered, "toy:a", {"key": "b", "html": row("b", f"1|{number:03d}")})
        filtered.clock.run_for(250)
    filtered.wait_for_timeout(50)

    assert 2 <= json.dumps(filtered.asked).count("/list/?seen=1") <= 12


def test_a_filtered_page_asks_again_when_no_answer_came(filtered):
    filtered.answers["/list/"] = (503, "no")
    say(filtered, "toy:a", {"key": "b", "html": row("b", "1|b")})
    filtered.clock.run_for(1000)
    filtered.wait_for_timeout(100)
    assert shown(filtered) == [["a", "c"], ["d"]]

    fresh = listing([row("c", "1|c", "fits")], [], version=2, mode="refresh")
    filtered.answers["/list/"] = (200, fresh)
    filtered.clock.run_for(7000)
    filtered.get_by_text("c fits").wait_for()


def test_an_older_answer_does_not_replace_a_newer_one(filtered):
    answer_by_hand(filtered)
    for _change in range(2):
        say(filtered, "toy:a", {"key": "b", "html": None})
        filtered.clock.run_for(1000)
    old, new = (
        listing([row(key, "1|a")], [], version=version, mode="refresh")
        for key, version in (("old", 2), ("new", 3))
    )

    answer(filtered, 1, new)
    answer(filtered, 0, old)

    assert shown(filtered) == [["new"], []]


def test_an_answer_that_comes_after_the_stream_is_back_is_too_old(site):
    answer_by_hand(site)
    site.evaluate("window.streams.at(-1).dispatchEvent(new Event('error'))")
    site.clock.run_for(1700)
    site.evaluate("window.streams.at(-1).dispatchEvent(new Event('error'))")
    site.clock.run_for(5000)
    assert state(site) == "Not live"

    say(site, "toy:a", {"key": "a", "html": row("a", "1|a", "newest")})
    say(site, "at", "9.5")
    for number in range(site.evaluate("window.answers.length")):
        answer(site, number, listing([row("a", "1|a", "older")], [], version=8))

    assert shown(site) == [["a newest", "c"], ["d"]]


def test_a_filtered_page_asks_for_its_own_rows(filtered):
    site = filtered
    site.answers["/list/"] = (
        200,
        listing([row("c", "1|c", "fits")], [], version=2, mode="refresh"),
    )
    say(site, "toy:a", {"key": "b", "html": row("b", "1|b")})
    site.clock.run_for(1000)
    site.get_by_text("c fits").wait_for()
    assert shown(site) == [["c fits"], []]
    assert site.locator("[data-live-list]").get_attribute("data-live-seen") == "2"
    assert json.dumps(site.asked).count("/list/?seen=1") == 1
