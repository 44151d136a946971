"""Whole evenings in Chromium on a running site: by touch and pointer, and without a mouse."""

import re
import time

import pytest

from tests.running_site import Site

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
PASSWORD = "quality-queue-demo"
MINUTE = 60_000
MOST_TABS = 200


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    var = tmp_path_factory.mktemp("site")
    running = Site(var, SAMPLE="1")
    running.var = var
    running.url = f"http://localhost:{running.port}"
    running.wait(seconds=120)
    yield running
    running.kill()


class Pointer:
    """Somebody with a finger or a mouse."""

    def press(self, target):
        target.click()

    def write(self, target, words):
        target.fill(words)

    def choose(self, target, words):
        target.select_option(label=words)


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


HANDS = pytest.mark.parametrize("hand", [Pointer(), Keyboard()], ids=["pointer", "keyboard"])


@pytest.fixture
def open_page(browser, site):
    """A page of a browser of its own, whose complaints are looked at in the end."""
    contexts, complaints = [], []

    def opened(size):
        context = browser.new_context(viewport=size, base_url=site.url)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
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
    for _ in range(100):
        letters = sorted((site.var / "mail").glob("*"), key=lambda file: file.stat().st_mtime)
        for letter in reversed(letters):
            text = letter.read_text(encoding="utf-8", errors="replace")
            if address in text and (
                found := re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", text, re.M)
            ):
                return found[1]
        time.sleep(0.1)
    pytest.fail(f"No mail with a code for {address}")


@HANDS
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
    log = page.get_by_role("log")
    log.get_by_text("Hi, I am new and a bit nervous.").wait_for()
    address_of_chat = page.url
    log.get_by_text(re.compile("sample mentor", re.I)).first.wait_for(timeout=2 * MINUTE)
    assert page.url == address_of_chat


@HANDS
def test_a_mentors_evening(site, open_page, hand):
    words = f"By {type(hand).__name__.lower()}: how do I end a long chat?"
    answer = f"Say it kindly and early. ({type(hand).__name__})"
    mentor, listener = open_page(DESK), open_page(PHONE)
    sign_in(listener, Pointer(), "listener")
    listener.goto("/queue/")
    sign_in(mentor, hand, "mentor")

    # Here now: the listener's open page shows it without a reload.
    mentor.goto("/queue/")
    hand.press(mentor.get_by_role("radio", name="Here now"))
    row = listener.locator("li[data-live-key]", has_text="Harbour Light")
    row.wait_for()
    row.get_by_text("Here until").wait_for()

    # Somebody who waits is answered.
    hand.press(mentor.get_by_role("navigation", name="Main").get_by_role("link", name="Chats"))
    mentor.wait_for_url("**/chats/")

    # The listener writes to this mentor; the mentor's page hears of it.
    Pointer().press(row.get_by_role("link", name=re.compile("Message")))
    listener.wait_for_url("**/message/")
    Pointer().write(listener.get_by_role("textbox"), words)
    Pointer().press(listener.get_by_role("main").get_by_role("button", name=re.compile("Send")))
    listener.wait_for_url("**/chats/*/")
    mentor.wait_for_function("document.title.startsWith('(')")

    mentor.goto("/chats/")
    hand.press(mentor.get_by_role("link", name=re.compile("Blue Tide")).first)
    mentor.wait_for_url("**/chats/*/")
    mentor.get_by_role("log").get_by_text(words).wait_for()
    hand.write(mentor.get_by_role("textbox"), answer)
    hand.press(mentor.get_by_role("button", name="Send"))
    mentor.get_by_role("log").get_by_text("Stored").first.wait_for()

    # The answer stands on the listener's phone, live.
    listener.get_by_role("log").get_by_text(answer).wait_for()

    # Away means away, on every open page.
    listener.goto("/queue/")
    listener.locator("[data-live-group='1'] li", has_text="Harbour Light").wait_for()
    mentor.goto("/queue/")
    hand.press(mentor.get_by_role("radio", name="Away"))
    listener.locator("[data-live-group='1'] li", has_text="Harbour Light").wait_for(
        state="detached"
    )
    hand.press(mentor.get_by_role("navigation", name="Main").get_by_role("link", name="Chats"))
    hand.press(mentor.get_by_role("link", name=re.compile("Blue Tide")).first)
    hand.press(mentor.get_by_role("link", name=re.compile("Finish")))
    hand.press(mentor.get_by_role("main").get_by_role("button", name=re.compile("Finish")))
    mentor.wait_for_url("**/chats/**")
