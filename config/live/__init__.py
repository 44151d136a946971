"""The live stream: what changed, rendered once, on every open page at once. Knows no domain.

Holds version rows, the hub, the stream at `/live/` and its tokens. Does not hold what a channel
shows or who may read it: areas say so with `registry.register` from their `AppConfig.ready`.
Start reading at publish.touch, then registry.py, hub.py, asgi.py.

**For an area**

- A channel is a name `<prefix>:<rest>` (`queue:adult`); a key is one thing on it (a public id).
- Say that something changed, in any transaction: `publish.touch("queue:adult",
  str(mentor.public_id))`. After the commit the version of the channel rises by one and the key
  carries it.
- Say what a channel shows: `register("queue", render=..., admit=...)`, see `registry.Family`. A
  `Frame` holds the same HTML as the page's row template, nothing personal, times as `<time
  datetime=... data-format=...>`. Without `render` a channel carries signals: the key alone, and
  the page fetches the rest through ordinary views. `person:<public id>` is such a channel, known
  to everybody: key `rights` means that what this person may read has changed (block, role,
  suspension, band); all other keys go to the person's open pages.
- A view that shows a live list calls `versions = watch(request, "queue:adult")` (`page.watch`)
  **before** its queries, so that what changes meanwhile is sent again rather than lost. A refresh
  asks with `?seen=<version>` and is answered 204 from `publish.version(channel)` while nothing
  changed.
- `{% load live %}{% live_stream %}` in the base template's head carries token, channels and
  versions.

**On the page** (static/js/live.js does the rest; without it everything is a reload)

    <div data-live-list="queue:adult" data-live-seen="12" data-live-apply="rows"
         data-live-url="/queue/?topic=sleep" data-live-noun="{n} mentor here|{n} mentors here">
      <section data-live-group="1" data-live-announce hidden>
        <h3>Here (<span data-live-count>6</span>)</h3>
        <ul><li id="mentor-<uuid>" data-live-key="<uuid>" data-order="1|..."> ... </li></ul>
      </section>
    </div>

- `data-live-key` is the key; `data-order` sorts as plain text (pad numbers) and begins with the
  group, up to the first `|`. A row goes into the `ul` of `data-live-group="<group>"`; a row whose
  group the page does not have is left out. Empty groups are hidden, `data-live-count` holds how
  many there are.
- `data-live-apply="refresh"`: the page is filtered or sorted, so any change fetches
  `data-live-url` and shows its rows as a whole. `data-live-url` answers, with `HX-Request: true`,
  this very element, or 204 for `?seen=<version>`. Without a stream every list asks it.
- `data-live-noun` is the line announced, at most every 30 seconds, of the number of rows in the
  groups that carry `data-live-announce`; one, then many.
- Outside the list: `[data-live-state]` (a sentence; its words in `data-live`, `data-paused` with
  `{n}` changes held, `data-lost` with the `{time}` of what is shown; it carries the state for the
  style: `data-live-state="lost"`), `button[data-live-pause]`, `button[data-live-show]` hidden until
  changes are held (`data-one`, `data-many` with `{n}`), `#announce` (the polite region of the
  base template).
- A signal becomes `document`'s event `live:person`, `detail = {channel, key, version}`; key `*`
  means that anything may have changed while the page was away, and `rights` follows where they did.
  Without a stream `*` comes about every 20 seconds, so a module that fetches on it needs no polling
  of its own.
- A frame without HTML is no row: lists take it as one that is gone, all else hears of it.
- A channel with frames whose list is not on the page becomes such an event too, `live:queue`: what
  else the page says of somebody (`data-about`, about.js) is then asked for again.
- A list hears `live:rows` (it bubbles) after its rows changed. `times.js` sets each
  `<time datetime data-format>` to the viewer's zone, `data-time-zone` of `<html>`.

**On the wire** `GET /live/?token=...&seen=<versions>`; each event's name is its channel, its data
JSON: `{"key", "html"}` (html null = gone), `{"keys": [...]}` after a whole present state, `{"key",
"version"}` for a signal; event `at` closes each write, its data and id are the versions of the
token's channels, `12.7`; event `end` says why a stream ends: `life` and `stop` (come back),
`rights` (ask for a new token).
"""
