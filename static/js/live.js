// The live page: one stream for each tab. Contract of the markup: config/live/__init__.py.
//
// Rows never move under pointer or focus, and not at all while paused: such changes are held, counted on
// [data-live-show] and in [data-live-state], and applied when nothing is in the way. Without a stream the
// page says so after 5 seconds, asks data-live-url for what changed, and comes back with growing waits.
// document hears `live:person` for private news, and `live:queue` where the channel has no list on the page;
// a list hears `live:rows` after each change.

const meta = document.querySelector('meta[name="live"]');
const credentials = meta?.dataset.credentials || "same-origin"; // a frame in another site's page sends none
const channels = meta ? meta.dataset.channels.split(" ") : [];
const seen = new Map(channels.map((name, n) => [name, meta.dataset.seen.split(".")[n] || ""]));
const held = new Map(); // channel -> Map(key -> html, or null for a row that is gone)
const heldWhole = new Map(); // channel -> the list as it was asked for, to be shown as a whole

const LOST_AFTER = 5000;
const SILENT_FOR = 60000; // the server speaks every 25 seconds
const ASLEEP_AFTER = 60000;
const POLL_EVERY = 20000;
const ANNOUNCE_EVERY = 30000;
const REFRESH_RESTS = 4000;
const TOUCH_RESTS = 1500;
const RENEW_AFTER = 480000;

const jitter = (length) => length * (0.5 + Math.random());
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const lists = () => all("[data-live-list]");
const listOf = (channel) => lists().find((list) => list.dataset.liveList === channel);
const rowOf = (list, key) => list.querySelector(`[data-live-key="${CSS.escape(key)}"]`);
const rowsOf = (list) => all("[data-live-key]", list);
const orderOf = (row) => row.dataset.order || "";

// -- Rows -----------------------------------------------------------------------------------------------

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

const inWayOf = { pressed: false, touchedAt: -TOUCH_RESTS };
const mouseOver = (list) => matchMedia("(hover: hover)").matches && list.matches(":hover");
const focusIn = (list) => document.activeElement !== list && list.contains(document.activeElement);
const busy = (list) =>
  inWayOf.pressed || mouseOver(list) || focusIn(list) ||
  performance.now() - inWayOf.touchedAt < TOUCH_RESTS;

/** Put a row in the place of an older one; who had focus in it keeps it. */
function replace(old, row) {
  const focusable = "a[href], button, summary, input, select, textarea, [tabindex]";
  const place = all(focusable, old).indexOf(document.activeElement);
  old.replaceWith(row);
  if (place >= 0) (all(focusable, row)[place] || row.querySelector(focusable))?.focus({ preventScroll: true });
}

function insert(list, row) {
  const group = list.querySelector(`[data-live-group="${CSS.escape(orderOf(row).split("|")[0])}"]`);
  const place = group && group.querySelector("ul, ol");
  if (!place) return;
  const after = [...place.children].find((one) => orderOf(one) > orderOf(row));
  place.insertBefore(row, after || null);
}

function apply(list, key, html) {
  const old = rowOf(list, key);
  const row = html === null ? null : parse(html);
  if (old && row && orderOf(old) === orderOf(row)) {
    replace(old, row);
  } else {
    const next = old?.contains(document.activeElement) && (old.nextElementSibling || old.previousElementSibling);
    old?.remove();
    if (row) insert(list, row);
    if (next) next.querySelector("a[href], button")?.focus({ preventScroll: true });
  }
  if (row?.isConnected) window.htmx?.process(row);
}

/** Does this change leave every row where it is? */
function staysPut(list, key, html) {
  const old = rowOf(list, key);
  if (html === null) return !old;
  return Boolean(old) && orderOf(old) === orderOf(parse(html));
}

/** Take changes of a list: those that may be shown now are, the others are held. */
function take(channel, changes, evenIfBusy = false) {
  const list = listOf(channel);
  if (!list) return;
  const waiting = held.get(channel) || new Map();
  for (const [key, html] of changes) waiting.set(key, html);
  const still = paused() && !evenIfBusy;
  const firm = !evenIfBusy && busy(list);
  let shown = 0;
  for (const [key, html] of still ? [] : [...waiting]) {
    if (firm && (inWayOf.pressed || !staysPut(list, key, html))) continue;
    waiting.delete(key);
    apply(list, key, html);
    shown += 1;
  }
  held.set(channel, waiting);
  if (shown) settle(list);
  tell();
}

/** A whole present state: rows that it does not name are gone. */
function keepOnly(channel, keys) {
  const list = listOf(channel);
  if (!list) return;
  const known = new Set([...rowsOf(list).map((row) => row.dataset.liveKey), ...(held.get(channel) || new Map()).keys()]);
  const there = new Set(keys);
  take(channel, [...known].filter((key) => !there.has(key)).map((key) => [key, null]));
}

/** A whole list as the server makes it for this page; nothing is done where it would look the same. */
function takeWhole(channel, fresh, evenIfBusy = false) {
  const list = listOf(channel);
  if (!list) return;
  heldWhole.set(channel, fresh);
  const differ = looksOf(list) !== looksOf(fresh);
  if (differ && !evenIfBusy && (paused() || busy(list))) return tell();
  heldWhole.delete(channel);
  held.delete(channel);
  list.dataset.liveSeen = fresh.dataset.liveSeen;
  if (differ) {
    list.replaceChildren(...fresh.childNodes);
    window.htmx?.process(list);
    settle(list);
  }
  return tell();
}

/** What of a list can be seen, whatever clock its times are on. */
function looksOf(list) {
  const copy = list.cloneNode(true);
  for (const hidden of all("[hidden]", copy)) hidden.remove();
  for (const time of all("time", copy)) time.textContent = time.dateTime;
  return rowsOf(copy).map((row) => row.dataset.liveKey).join() + copy.textContent.replace(/\s+/g, "");
}

function release(evenIfBusy = false) {
  for (const [channel, fresh] of [...heldWhole]) takeWhole(channel, fresh, evenIfBusy);
  for (const channel of [...held.keys()]) take(channel, [], evenIfBusy);
}

/** What is held comes in; whoever pressed the button that now goes away stands before the list. */
function show(button) {
  const list = lists()[0];
  release(true);
  if (!list || !button.hidden) return;
  list.tabIndex = -1;
  list.focus({ preventScroll: true });
}

/** Numbers, empty groups, the announcement. */
function settle(list) {
  for (const group of all("[data-live-group]", list)) {
    const count = all("[data-live-key]", group).length;
    group.hidden = !count;
    for (const number of all("[data-live-count]", group)) number.textContent = count;
  }
  announce(list);
  list.dispatchEvent(new CustomEvent("live:rows", { bubbles: true }));
}

const plural = (text, count) => (text || "").split("|")[count === 1 ? 0 : 1]?.replace("{n}", count) || "";
const heard = new WeakMap(); // list -> {text, at, timer}

function announce(list) {
  const now = performance.now();
  const last = heard.get(list) || { text: lineOf(list), at: -ANNOUNCE_EVERY, timer: 0 };
  heard.set(list, last);
  if (last.timer) return;
  last.timer = setTimeout(() => {
    last.timer = 0;
    const text = lineOf(list);
    const region = document.getElementById("announce");
    if (!list.isConnected || !region || text === last.text) return;
    Object.assign(last, { text, at: performance.now() });
    region.textContent = text;
  }, Math.max(500, last.at + ANNOUNCE_EVERY - now));
}

const lineOf = (list) =>
  plural(list.dataset.liveNoun, all("[data-live-announce] [data-live-key]", list).length);

// -- What the page says of itself ---------------------------------------------------------------------

let state = "";
let freshAt = new Date(); // the time of what is shown
const waitingChanges = () => [...held.values()].reduce((sum, changes) => sum + changes.size, heldWhole.size);

function paused() {
  try {
    return localStorage.getItem("live-paused") === "1";
  } catch {
    return false;
  }
}

function tell() {
  const waiting = waitingChanges();
  if (state === "live" && !waiting) freshAt = new Date();
  const now = state !== "lost" && paused() ? "paused" : state;
  const clock = document.documentElement.dataset.timeZone;
  const time = freshAt.toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: clock || undefined,
  });
  for (const element of all("[data-live-state]")) {
    const text = (element.dataset[now] || "").replace("{time}", time).replace("{n}", waiting);
    if (text && element.textContent !== text) element.textContent = text;
    element.dataset.liveState = now;
  }
  for (const button of all("[data-live-pause]")) {
    button.setAttribute("aria-pressed", String(paused()));
    button.hidden = false;
  }
  for (const button of all("[data-live-show]")) {
    button.hidden = !waiting;
    button.textContent = (waiting === 1 ? button.dataset.one : button.dataset.many || "").replace("{n}", waiting);
  }
}

// -- Asking instead of listening ------------------------------------------------------------------------

let asked = 0;
const answered = new Map(); // channel -> the number of the newest question that was answered

/** Ask for a list as it is now, unless its version is still the one that was seen. */
async function refresh(list) {
  const channel = list.dataset.liveList;
  const question = (asked += 1);
  const address = new URL(list.dataset.liveUrl, location.href);
  address.searchParams.set("seen", list.dataset.liveSeen || "");
  const answer = await fetch(address, { credentials, headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) throw new Error(`HTTP ${answer.status}`);
  const text = await answer.text();
  // Older than another answer, or than what the stream has said since it is back.
  if (question < (answered.get(channel) || 0) || (state === "live" && list.dataset.liveApply === "rows")) return;
  answered.set(channel, question);
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = all("[data-live-list]", page).find((one) => one.dataset.liveList === channel); // none in a 204
  if (fresh) takeWhole(channel, fresh);
  if (!waitingChanges()) freshAt = new Date();
}

/** Ask once for whatever changes until then, and again when no answer came. */
function refreshSoon(channel, rest) {
  const name = `refresh ${channel}`;
  if (timers[name]) return; // changes without a pause must not put it off for ever
  after(name, jitter(rest), () => {
    timers[name] = 0;
    const list = listOf(channel);
    if (list) refresh(list).catch(() => state === "live" && refreshSoon(channel, REFRESH_RESTS)).finally(tell);
  });
}

let polling = 0;

function poll() {
  clearTimeout(polling);
  if (state !== "lost" || document.hidden) return;
  for (const list of lists()) refresh(list).catch(() => {}).finally(tell);
  for (const name of channels) if (!listOf(name)) news(name, { key: "*" });
  polling = setTimeout(poll, jitter(POLL_EVERY));
}

function news(channel, data) {
  if (!channel) return;
  const name = `live:${channel.split(":")[0]}`;
  document.dispatchEvent(new CustomEvent(name, { detail: { channel, ...data } }));
}

// -- The stream -----------------------------------------------------------------------------------------

let token = meta ? meta.content : "";
let tokenAt = Date.now();
let source = null;
let attempts = 0;
const timers = {};

function cancel(name) {
  clearTimeout(timers[name]);
  timers[name] = 0;
}

function after(name, length, act) {
  cancel(name);
  timers[name] = setTimeout(act, length);
}

function receive(channel, data) {
  const list = listOf(channel);
  if (!list) {
    news(channel, data.keys ? { key: "*" } : data);
  } else if (list.dataset.liveApply === "refresh") {
    refreshSoon(channel, 600);
  } else {
    heldWhole.delete(channel); // asked for before the stream was back, and older
    if (data.keys) keepOnly(channel, data.keys);
    else take(channel, [[data.key, data.html]]);
  }
}

function arrived(event) {
  event.data.split(".").forEach((version, n) => {
    seen.set(channels[n], version);
    const list = listOf(channels[n]);
    if (list && list.dataset.liveApply !== "refresh") list.dataset.liveSeen = version;
  });
  attempts = 0;
  cancel("lost");
  state = "live";
  tell();
  after("silent", SILENT_FOR, failed);
}

function close() {
  source?.close();
  source = null;
  cancel("silent");
  cancel("retry");
}

function connect() {
  close();
  const address = new URLSearchParams({ token, seen: [...seen.values()].join(".") });
  source = new EventSource(`/live/?${address}`);
  source.addEventListener("at", arrived);
  source.addEventListener("end", (event) => ended(JSON.parse(event.data)));
  source.addEventListener("error", failed);
  for (const channel of channels) {
    source.addEventListener(channel, (event) => receive(channel, JSON.parse(event.data)));
  }
}

function ended(reason) {
  close();
  missing();
  if (reason === "rights") tokenAt = 0;
  after("retry", jitter(reason === "life" ? 500 : 2000), reconnect);
}

/** Nothing for 5 seconds: say so, and ask instead. */
function missing() {
  if (state === "lost" || document.hidden || timers.lost) return;
  after("lost", LOST_AFTER, () => {
    timers.lost = 0;
    state = "lost";
    tell();
    poll();
  });
}

function failed() {
  close();
  missing();
  attempts += 1;
  after("retry", jitter(Math.min(60000, 1000 * 2 ** Math.min(attempts, 6))), reconnect);
}

/** A page's token lasts ten minutes; a new one is for the same person and the same channels. */
async function reconnect() {
  if (asleep) return;
  if (attempts < 2 && Date.now() - tokenAt < RENEW_AFTER) {
    connect();
    return;
  }
  try {
    const answer = await fetch(`/live/token/?${new URLSearchParams({ token })}`, { credentials });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    ({ token } = await answer.json());
    tokenAt = Date.now();
    connect();
  } catch {
    failed();
  }
}

// -- The tab --------------------------------------------------------------------------------------------

let asleep = false;

function sleep() {
  asleep = true;
  cancel("lost");
  close();
}

function wake() {
  cancel("asleep");
  if (asleep || !source) {
    asleep = false;
    attempts = 0;
    reconnect();
    missing();
  }
}

function seenOrHidden() {
  if (document.hidden) after("asleep", ASLEEP_AFTER, sleep);
  else wake();
}

function start() {
  connect();
  document.addEventListener("visibilitychange", seenOrHidden);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  window.addEventListener("online", () => !document.hidden && wake());
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-live-pause]")) {
    try {
      localStorage.setItem("live-paused", paused() ? "0" : "1");
    } catch {
      // A browser that keeps nothing has no pause to keep either.
    }
    release();
    tell();
  }
  const button = event.target.closest("[data-live-show]");
  if (button) show(button);
});

document.addEventListener("pointerdown", () => (inWayOf.pressed = true));
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, (event) => {
    inWayOf.pressed = false;
    if (event.pointerType === "touch") inWayOf.touchedAt = performance.now();
    after("settled", event.pointerType === "touch" ? TOUCH_RESTS + 100 : 100, () => release());
  });
}
for (const name of ["pointerout", "focusout"]) {
  document.addEventListener(name, () => after("left", 150, () => release()));
}

if (meta) {
  for (const list of lists()) heard.set(list, { text: lineOf(list), at: -ANNOUNCE_EVERY, timer: 0 });
  missing();
  // Every script of the page has run by then: what the stream brings first finds all who listen.
  document.addEventListener("DOMContentLoaded", start);
}
