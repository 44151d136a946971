"""about.js on cards: what changed of whom the page names, and who comes into a filtered list."""

import pytest

from tests.browser.live_stand_in import (
    SITE,
    fulfill_script,
    hold_answers,
    html,
    let_go,
    say,
    take_over,
)

pytestmark = pytest.mark.browser

SOON, LATER = 1300, 10_100  # milliseconds of the page's clock until it has asked again


def cards(*, words="", keys="a"):
    inside = "".join(f'<li data-about="{key}"><a href="#">{key} {words}</a></li>' for key in keys)
    results = f'<section id="results" data-renews><ul>{inside}</ul></section>'
    return html(f'{results}<span id="n-here">{len(keys)}</span>', ["live", "about"], "queue:adult")


@pytest.fixture
def site(page):
    """A filtered list with the card a; `page.answer` is how the page is answered from now on."""
    page.answer, page.asked = (200, cards()), 0

    def answer(route):
        name = route.request.url.removeprefix(SITE.rstrip("/"))
        if name.endswith(".js"):
            fulfill_script(route, name)
            return
        page.asked += 1
        status, body = page.answer
        route.fulfill(status=status, body=body, content_type="text/html")

    take_over(page, answer)
    page.goto(SITE)
    page.wait_for_function("window.streams.length === 1")
    say(page, "at", "1.5")
    return page


def changed(page, key):
    say(page, "queue:adult", {"key": key, "html": None})


def ask_after(page, length):
    """Let the page's clock run until it asks, and wait until its answer is here."""
    before = page.evaluate("window.answers.length")
    page.clock.run_for(length)
    page.wait_for_function("(before) => window.answers.length > before", arg=before)


def texts(page):
    return [text.strip() for text in page.locator("#results li").all_text_contents()]


def test_an_answer_to_an_older_question_does_not_replace_a_newer_one(site):
    hold_answers(site)
    for words in ("older", "newer"):
        site.answer = (200, cards(words=words))
        changed(site, "a")
        ask_after(site, SOON)

    let_go(site, 1)
    assert texts(site) == ["a newer"]
    let_go(site, 0)
    assert texts(site) == ["a newer"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_question_that_was_refused_for_now_is_asked_again(site, status):
    site.answer = (status, "not now")
    changed(site, "a")
    with site.expect_response(SITE) as refused:
        site.clock.run_for(SOON)
    refused.value.finished()
    hold_answers(site)
    site.answer = (200, cards(words="changed"))
    ask_after(site, LATER)
    let_go(site, 0)

    assert texts(site) == ["a changed"]


def test_who_fits_now_comes_in_as_soon_as_nobody_is_at_the_list(site):
    hold_answers(site)
    site.get_by_role("link", name="a").focus()
    site.answer = (200, cards(keys="ab"))
    changed(site, "b")
    ask_after(site, LATER)
    let_go(site, 0)
    assert texts(site) == ["a"]

    site.locator("#elsewhere").focus()
    ask_after(site, LATER)
    let_go(site, 1)
    assert texts(site) == ["a", "b"]
    assert site.locator("#n-here").text_content() == "2"


def test_filters_chosen_while_an_answer_was_on_its_way_are_asked_for_again(site):
    hold_answers(site)
    changed(site, "a")
    ask_after(site, SOON)
    site.evaluate("history.pushState({}, '', '/?other')")
    site.answer = (200, cards(words="under other filters"))
    let_go(site, 0)
    assert texts(site) == ["a"]

    ask_after(site, LATER)
    let_go(site, 1)
    assert texts(site) == ["a under other filters"]


def rights_change(page):
    say(page, "person:me", {"key": "rights", "version": 6})


def test_whoever_is_not_there_any_more_leaves_at_once_when_rights_change(site):
    site.answer = (200, cards(keys="ab"))
    changed(site, "b")
    site.clock.run_for(LATER)
    site.locator("#results li").nth(1).wait_for()
    site.locator("#results a").first.focus()

    site.answer = (200, cards(keys="b"))
    rights_change(site)
    site.clock.run_for(SOON)

    site.get_by_text("a", exact=True).wait_for(state="detached")
    assert texts(site) == ["b"]


def test_nobody_leaves_under_the_focus_when_the_page_was_only_away(site):
    site.locator("#results a").focus()
    site.answer = (200, cards(keys="b"))
    hold_answers(site)

    say(site, "person:me", {"key": "*", "version": 6})
    changed(site, "*")
    ask_after(site, SOON)
    let_go(site, 0)

    site.wait_for_function("window.taken === 1")
    assert texts(site) == ["a"]


def test_an_answer_from_before_the_change_settles_nothing(site):
    hold_answers(site)
    changed(site, "a")
    ask_after(site, SOON)
    site.answer = (200, cards(keys="b"))
    site.locator("#results a").focus()
    rights_change(site)
    let_go(site, 0)
    site.wait_for_function("window.taken === 1")
    assert texts(site) == ["a"]

    ask_after(site, SOON)
    let_go(site, 1)
    site.get_by_text("a", exact=True).wait_for(state="detached")


def test_a_page_that_is_not_theirs_any_more_shows_what_a_missing_page_shows(site):
    site.answer = (404, "<h1>We cannot find that page</h1>")
    rights_change(site)
    site.clock.run_for(SOON)

    site.get_by_role("heading", name="We cannot find that page").wait_for()
