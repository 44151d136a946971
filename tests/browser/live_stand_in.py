"""A page of rows whose stream is a stand-in that the test speaks through, at the test's clock."""

from pathlib import Path

from django.conf import settings

SITE = "http://site.test/"
SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"
STAND_IN = """
window.streams = [];
window.EventSource = class extends EventTarget {
  constructor(url) { super(); this.url = url; this.open = true; window.streams.push(this); }
  close() { this.open = false; }
};
window.heard = [];
document.addEventListener("live:person", (event) => window.heard.push(event.detail));
window.answers = [];
window.taken = 0;
window.holdAnswers = () => {
  const real = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    const text = await answer.text();
    await new Promise((letGo) => window.answers.push(letGo));
    answer.text = async () => { window.taken += 1; return text; };
    return answer;
  };
};
window.say = (name, data) => {
  const stream = window.streams.at(-1);
  const text = typeof data === "string" && name !== "end" ? data : JSON.stringify(data);
  stream.dispatchEvent(Object.assign(new Event(name), {data: text}));
};
"""


def row(key, order, words="", *, button=True):
    return (
        f'<li id="toy-{key}" data-live-key="{key}" data-order="{order}"><h4>{key} {words}</h4>'
        f"{f'<button>Ask {key}</button>' if button else ''}</li>"
    )


def group(number, rows):
    inside = "".join(rows)
    return (
        f'<section data-live-group="{number}" {"data-live-announce" if number == 1 else ""} '
        f"{'' if rows else 'hidden'}><h3>Group {number} (<span data-live-count>{len(rows)}</span>)"
        f"</h3><ul>{inside}</ul></section>"
    )


def listing(first, second, *, version=1, mode="rows"):
    return (
        f'<div id="list" data-live-list="toy:a" data-live-seen="{version}" data-live-url="/list/" '
        f'data-live-apply="{mode}" data-live-noun="{{n}} toy here|{{n}} toys here">'
        f"{group(1, first)}{group(2, second)}</div>"
    )


def html(inner, scripts, channel="toy:a"):
    sources = "".join(f'<script src="/{name}.js" type="module"></script>' for name in scripts)
    return f"""<!doctype html><html lang="en" data-time-zone="Asia/Tokyo"><head>
<meta name="live" content="signed" data-channels="{channel} person:me" data-seen="1.5">
{sources}</head><body><button id="elsewhere">Elsewhere</button>
<p data-live-state data-live="Live" data-paused="Paused at {{time}}, {{n}} held"
 data-lost="Not live"></p>
<button data-live-pause hidden>Pause updates</button>
<button data-live-show hidden
 data-one="{{n}} change, show" data-many="{{n}} changes, show"></button>
{inner}<div id="announce" aria-live="polite"></div></body></html>"""


def fulfill_script(route, name):
    """A script of the site; of any other name one that notes how many streams there are."""
    file = SCRIPTS / name[1:]
    body = file.read_text() if file.exists() else "window.streamsSoFar = window.streams.length"
    route.fulfill(body=body, content_type="text/javascript")


def take_over(page, answer):
    """Every request of the page is answered by `answer`; stream, fetches and clock are ours."""
    page.route("**/*", answer)
    page.add_init_script(STAND_IN)
    page.clock.install()


def hold_answers(page):
    """From here on an answer to a fetch waits until the test lets it go."""
    page.evaluate("window.holdAnswers()")


def let_go(page, number):
    """The answer to fetch `number` since then, which is waited for, is taken by the page."""
    page.wait_for_function("(number) => window.answers.length > number", arg=number)
    taken = page.evaluate("window.taken")
    page.evaluate("(number) => window.answers[number]()", number)
    page.wait_for_function("(taken) => window.taken > taken", arg=taken)


def open_site(page, *more):
    """Rows a and c here, d in the second group; `page.answers` are what later fetches get; `more`
    are scripts behind live.js.
    """
    page.answers = {"/list/": (204, ""), "/live/token/": (200, '{"token": "renewed"}')}
    page.asked = []

    def answer(route):
        path = route.request.url.removeprefix(SITE.rstrip("/"))
        page.asked.append(path)
        name = path.split("?")[0]
        if name in page.answers:
            status, body = page.answers[name]
            kind = "application/json" if body.startswith("{") else "text/html"
            route.fulfill(status=status, body=body, content_type=kind)
        elif name.endswith(".js"):
            fulfill_script(route, name)
        else:
            first = [row("a", "1|a"), row("c", "1|c")]
            mode = "refresh" if "filtered" in path else "rows"
            body = html(listing(first, [row("d", "2|d")], mode=mode), ["times", "live", *more])
            route.fulfill(body=body, content_type="text/html")

    take_over(page, answer)
    page.goto(SITE)
    page.wait_for_function("window.streams.length === 1")
    say(page, "at", "1.5")
    return page


def say(page, name, data):
    page.evaluate("([name, data]) => window.say(name, data)", [name, data])


def put(page, key, order, words=""):
    say(page, "toy:a", {"key": key, "html": row(key, order, words)})


def shown(page):
    return page.evaluate(
        "[...document.querySelectorAll('[data-live-group]')]"
        ".map((g) => [...g.querySelectorAll('h4')].map((h) => h.textContent.trim()))"
    )


def state(page):
    return page.locator("[data-live-state]").text_content()
