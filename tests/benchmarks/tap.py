"""From a mentor's tap, the real POST, to the listeners' screens with 500 streams open."""

import time
from pathlib import Path
from statistics import median

from django.conf import settings

from tests.benchmarks import community
from tests.benchmarks.figures import Figure

CHROMIUM = Path("/usr/bin/chromium")
TAPS = 6


def figures_of(runs):
    """`runs` are those of the fan-out to 500 readers, each change of which is such a tap."""
    took = median(run.last for run in runs) * 1000
    return [Figure("tap to the last of 500 sockets", took, "ms")]


def in_browser(port, reader_key, tap_key, mentor):
    """Milliseconds until a row has changed on a page that Chromium shows; None without it."""
    if not CHROMIUM.exists():
        return None
    from playwright.sync_api import sync_playwright

    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": reader_key, "path": "/"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies([cookie | {"domain": "localhost"}])
        page = context.new_page()
        page.goto(f"http://localhost:{port}/queue/")
        page.wait_for_timeout(3000)
        took = [_one(page, port, tap_key, mentor, minutes) for minutes in (30, 60) * (TAPS // 2)]
        browser.close()
    return median(took) * 1000


def _one(page, port, tap_key, mentor, minutes):
    row = f"#mentor-{mentor.public_id} .mrow__load time"
    before = page.get_attribute(row, "datetime")
    began = time.perf_counter()
    community.post(port, community.tap(tap_key, minutes))
    page.wait_for_function(
        "([row, before]) => document.querySelector(row)?.getAttribute('datetime') !== before",
        arg=[row, before],
        polling=5,
    )
    took = time.perf_counter() - began
    page.wait_for_timeout(700)
    return took
