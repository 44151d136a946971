"""Whole evenings in Chromium on a running site: by touch and pointer, and without a mouse."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE
from tests.running_site import Site

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
PASSWORD = "quality-queue-demo"
MINUTE = 60_000
FINISHED = "This chat is finished."
MOST_TABS = 200


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    var = tmp_path_factory.mktemp("site")
    running = Site(var, SAMPLE="1")
    running.var = var
    running.url = f"http://localhost:{running.port}"
    running.wait()
    yield running
    running.kill()


class Pointer:
    """Somebody with a mouse."""

    def press(self, target):
        target.click()

    def write(self, target, words):
        target.fill(words)

    def choose(self, target, words):
        target.select_option(label=words)


class Finger(Pointer):
    """Somebody with a finger on a phone."""

    def press(self, target):
        target.tap()


class Keyboard:
    """Somebody without a mouse: everything is reached with Tab and done with keys."""

    def reach(self, target):
        page = target.page
        target.wait_for()
        for _ in range(MOST_TABS):
            if target.evaluate("each => each === document.activeElement"):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"Tab never reaches {target}")

    def press(self, target):
        kind = target.evaluate("each => each.type || each.tagName")
        if kind == "radio":
            # One of a group is in the tab order; arrows move among the others.
            chosen = target.page.locator(f"input[name='{target.get_attribute('name')}']:checked")
            self.reach(chosen)
            for _ in range(10):
                if target.is_checked():
                    return
                target.page.keyboard.press("ArrowRight")
            pytest.fail(f"Arrows never choose {target}")
        self.reach(target)
        target.page.keyboard.press("Space" if kind == "checkbox" else "Enter")

    def write(self, target, words):
        self.reach(target)
        target.page.keyboard.press("Control+a")
        target.page.keyboard.type(words)

    def choose(self, target, words):
        self.reach(target)
        target.page.keyboard.type(words)


@pytest.fixture
def open_page(browser, site):
    """A page of a browser of its own, whose complaints are looked at in the end."""
    contexts, complaints = [], []

    def opened(size):
        phone = size is PHONE
        context = browser.new_context(
            viewport=size, base_url=site.url, has_touch=phone, is_mobile=phone
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: (
                complaints.append(line.text) if line.type in ("error", "warning") else None
            ),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page, hand, who):
    page.goto("/accounts/login/")
    hand.write(page.get_by_label("E-mail"), f"{who}@example.org")
    hand.write(page.get_by_label("Password", exact=True), PASSWORD)
    hand.press(page.get_by_role("main").get_by_role("button", name="Sign in", exact=True))
    page.wait_for_url(lambda url: "/login/" not in url)


def code_in_the_mail(site, address):
    """The newest code sent to an address; mail of a fresh site lies in files."""
    for _ in range(600):
        letters = sorted((site.var / "mail").glob("*"), key=lambda file: file.stat().st_mtime)
        for letter in reversed(letters):
            text = letter.read_text(encoding="utf-8", errors="replace")
            if address in text and (
                found := re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", text, re.M)
            ):
                return found[1]
        time.sleep(0.1)
    pytest.fail(f"No mail with a code for {address}")


def stays(page):
    """From here on the page is not loaded again, or `is_still` says so."""
    page.evaluate("window.stays = true")


def is_still(page):
    return page.evaluate("window.stays === true")


def unread(page):
    """How many unread messages the title says there are."""
    found = re.match(r"\((\d+)\) ", page.title())
    return int(found[1]) if found else 0


def line_of(page, words):
    return page.get_by_role("log").locator("[data-seq]", has_text=words)


def say(page, hand, words):
    """Write in the open chat; the line says that it is stored."""
    stays(page)
    hand.write(page.get_by_role("textbox"), words)
    hand.press(page.get_by_role("button", name="Send"))
    expect(line_of(page, words).get_by_text("stored")).to_be_visible()
    expect(page.locator("[data-turn]")).to_contain_text("Their turn")
    assert is_still(page)


def go(page, hand, address):
    """By a link of the main navigation."""
    hand.press(page.get_by_role("navigation", name="Main").locator(f"a[href='{address}']"))
    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize("hand", [Finger(), Keyboard()], ids=["finger", "keyboard"])
def test_from_sign_up_to_the_first_answer_on_a_phone(site, open_page, hand):
    page = open_page(PHONE)
    name = f"{type(hand).__name__}Tide"
    address = f"{name.lower()}@example.org"

    page.goto("/")
    hand.press(page.get_by_role("link", name="See who is here").first)
    page.wait_for_url("**/queue/")
    assert page.get_by_role("heading", name=re.compile("^Here")).count()
    hand.press(page.get_by_role("link", name="Sign up").first)
    page.wait_for_url("**/accounts/signup/**")
    hand.write(page.get_by_label("Handle"), name)
    hand.write(page.get_by_label("Name others see"), f"{type(hand).__name__} Tide")
    hand.write(page.get_by_label("E-mail"), address)
    hand.write(page.get_by_label("Password", exact=True), "a calm long evening")
    hand.write(page.get_by_label("Password again"), "a calm long evening")
    hand.choose(page.get_by_label("Month"), "May")
    hand.write(page.get_by_label("Year"), "1990")
    hand.press(page.get_by_role("main").get_by_role("button", name="Sign up"))

    page.get_by_role("heading", name="Look into your mail").wait_for()
    hand.write(page.get_by_label("Code"), code_in_the_mail(site, address))
    hand.press(page.get_by_role("button", name="Confirm"))

    page.get_by_role("heading", name=re.compile("^Welcome")).wait_for()
    hand.write(page.get_by_role("textbox"), "Hi, I am new and a bit nervous.")
    hand.press(page.get_by_role("button", name=re.compile("^Send")))

    page.wait_for_url("**/chats/*/")
    stays(page)
    log = page.get_by_role("log")
    log.get_by_text("Hi, I am new and a bit nervous.").wait_for()
    expect(log.locator("[data-theirs]")).to_contain_text("sample mentor", timeout=3 * MINUTE)
    assert is_still(page)


@pytest.mark.parametrize("hand", [Pointer(), Keyboard()], ids=["pointer", "keyboard"])
def test_a_mentors_evening(site, open_page, hand):
    words = f"By {type(hand).__name__.lower()}: how do I end a long chat?"
    answer = f"Say it kindly and early. ({type(hand).__name__})"
    mentor, listener, finger = open_page(DESK), open_page(PHONE), Finger()
    sign_in(listener, finger, "listener")
    listener.goto("/queue/")
    sign_in(mentor, hand, "mentor")
    go(mentor, hand, "/queue/")

    # Here now: the listener's open page shows it without a reload.
    row = listener.locator("[data-live-group='1'] li", has_text="Harbour Light")
    expect(row).to_have_count(0)
    hand.press(mentor.get_by_role("radio", name="Here now"))
    expect(row).to_contain_text("Here until")

    # Somebody who waits is answered.
    go(mentor, hand, "/chats/")
    waiting = mentor.get_by_role("main").get_by_role("link", name=re.compile("Your turn"))
    hand.press(waiting.filter(has_not_text="Blue Tide").first)
    mentor.wait_for_url("**/chats/*/")
    say(mentor, hand, f"I am back, thank you for waiting. ({type(hand).__name__})")
    go(mentor, hand, "/chats/")
    before = unread(mentor)
    stays(mentor)

    # The listener writes to this mentor; the mentor's open page hears of it.
    finger.press(row.get_by_role("link", name=re.compile("Message")))
    listener.wait_for_url("**/message/")
    finger.write(listener.get_by_role("textbox"), words)
    finger.press(listener.get_by_role("main").get_by_role("button", name=re.compile("Send")))
    listener.wait_for_url("**/chats/*/")
    stays(listener)
    expect(mentor).to_have_title(re.compile(rf"^\({before + 1}\) "))
    assert is_still(mentor)

    hand.press(mentor.get_by_role("main").get_by_role("link", name=re.compile("Blue Tide")).first)
    mentor.wait_for_url("**/chats/*/")
    expect(line_of(mentor, words)).to_be_visible()
    say(mentor, hand, answer)

    # The answer stands on the listener's phone, live.
    expect(line_of(listener, answer)).to_be_visible()
    assert is_still(listener)
    chat = listener.url

    # Away means away, on every open page.
    listener.goto("/queue/")
    expect(row).to_be_visible()
    go(mentor, hand, "/queue/")
    hand.press(mentor.get_by_role("radio", name="Away"))
    expect(row).to_have_count(0)

    # The chat is finished, for both.
    go(mentor, hand, "/chats/")
    hand.press(mentor.get_by_role("main").get_by_role("link", name=re.compile("Blue Tide")).first)
    hand.press(mentor.get_by_role("link", name=re.compile("Finish")))
    mentor.wait_for_url("**/finish/")
    hand.press(mentor.get_by_role("main").get_by_role("button", name=re.compile("Finish")))
    mentor.wait_for_url(lambda url: "/finish/" not in url)
    for page in (mentor, listener):
        page.goto(chat)
        expect(page.get_by_text(FINISHED)).to_be_visible()
