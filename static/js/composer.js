// Writing without a reload: drafts kept while typing, messages sent in order and sent again with the
// same id until they are stored, new lines of the other person. Without it everything is a plain form.

const DRAFT_RESTS = 800;
const LONGEST_WAIT = 30000;
const SAYS_SO_AFTER = 3; // attempts until "Not sent. Try again"
const FULL_ANSWER = 100; // rows: there may be more

const form = document.querySelector("[data-composer], [data-note]");
const box = form?.querySelector("textarea");
const localise = (element) => element.dispatchEvent(new CustomEvent("live:rows", { bubbles: true })); // times.js
const csrf = () => form.querySelector('[name="csrfmiddlewaretoken"]').value;

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // only where the connection is secure
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function post(url, fields, more = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const token = form ? csrf() : document.querySelector('[name="csrfmiddlewaretoken"]')?.value || "";
  return fetch(url, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": token }, ...more });
}

// -- Signed in ------------------------------------------------------------------------------------------

const signedOut = form?.querySelector("[data-signed-out]");
const personOf = (page) => page.querySelector('meta[name="live"]')?.dataset.channels.match(/person:\S+/)?.[0];

/** A token of now, if the same person is signed in, perhaps by another window; says so if not. */
async function renewToken() {
  const answer = await fetch(signedOut.dataset.signedOut);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  signedOut.hidden = answer.ok && !answer.redirected && personOf(page) === personOf(document);
  if (!signedOut.hidden) throw new Error("signed out");
  form.elements.csrfmiddlewaretoken.value = page.querySelector('[name="csrfmiddlewaretoken"]').value;
}

/** Post, and once more where only the token of this page is out of date. */
async function deliver(...letter) {
  let answer = await post(...letter);
  if (answer.status === 403 || answer.redirected) {
    await renewToken();
    answer = await post(...letter);
  }
  signedOut.hidden = true;
  return answer;
}

// -- Drafts ---------------------------------------------------------------------------------------------

let draftTimer = 0;

function keepDraft(more) {
  clearTimeout(draftTimer);
  draftTimer = 0;
  const fields = { body: box.value, client_id: form.elements.client_id.value };
  return deliver(form.dataset.draftUrl, fields, more).catch(() => {});
}

function forgetTimer() {
  clearTimeout(draftTimer);
  draftTimer = 0;
}

function countDown() {
  const hint = form.querySelector("[data-left]");
  if (!hint) return;
  const left = box.maxLength - box.value.length;
  hint.hidden = left > 200;
  hint.textContent = hint.hidden ? "" : hint.dataset.text.replace("{n}", left);
}

if (form) {
  box.addEventListener("input", () => {
    clearTimeout(draftTimer);
    draftTimer = setTimeout(keepDraft, DRAFT_RESTS);
    countDown();
  });
  addEventListener("pagehide", () => draftTimer && keepDraft({ keepalive: true }));
  form.addEventListener("submit", forgetTimer);
}

// -- A first note: openers replace an untouched text and are put behind a changed one ------------------

let untouched = box?.value || "";
for (const opener of document.querySelectorAll("[data-opener]")) {
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    const line = opener.dataset.opener;
    const own = box.value.trim() && box.value !== untouched;
    box.value = own ? `${box.value.trimEnd()} ${line}` : line;
    if (!own) untouched = line;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// -- A first note: on its way it passes by the server's drafts, so that a lost connection loses nothing --

const note = document.querySelector("[data-note]");
let noteTimer = 0;

async function sendNote(attempts = 1) {
  clearTimeout(noteTimer);
  noteTimer = 0;
  const words = { body: box.value, client_id: note.elements.client_id.value };
  try {
    await deliver(note.dataset.draftUrl, words);
    note.submit();
  } catch {
    note.querySelector("[data-note-state]").hidden = !signedOut.hidden;
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** attempts) * (0.5 + Math.random() / 2);
    noteTimer = setTimeout(() => sendNote(attempts + 1), wait);
  }
}

note?.addEventListener("submit", (event) => {
  event.preventDefault();
  sendNote();
});
addEventListener("online", () => noteTimer && sendNote());

// -- The open chat --------------------------------------------------------------------------------------

const chat = document.querySelector("[data-chat]");

if (chat) {
  const log = chat.querySelector("[data-log]");
  const lines = log.querySelector("[data-lines]");
  const newer = chat.querySelector("[data-newer]");
  const isOld = "paused" in lines.dataset; // older messages are shown: new ones wait on their own page
  const outgoing = []; // {id, body, line, stamp, attempts}
  let last = Number(lines.dataset.last);
  let since = lines.dataset.at; // the server's clock at its last answer
  let fresh = 0;
  let readUpTo = last;
  let busy = Promise.resolve(); // one request at a time, so that lines come in their order
  let retry = 0;

  const inTurn = (act) => (busy = busy.then(act, act).catch(() => {}));
  const atNewest = () => Math.abs(log.scrollTop) < 40; // the box is reversed: 0 is the newest line

  function tellNewer() {
    newer.hidden = !fresh;
    newer.textContent = (fresh === 1 ? newer.dataset.one : newer.dataset.many).replace("{n}", fresh);
  }

  function markRead() {
    if (document.hidden || isOld || !atNewest() || last <= readUpTo) return;
    readUpTo = last;
    fresh = 0;
    tellNewer();
    post(chat.dataset.readUrl, { seq: last }).catch(() => (readUpTo = 0));
  }

  /** Words may be changed for a while only. */
  function expire(within) {
    for (const links of within.querySelectorAll("[data-for]")) setTimeout(() => links.remove(), links.dataset.for * 1000);
  }

  /** Put rows where their numbers say; a row that is there already is renewed. */
  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    since = page.querySelector("[data-lines]").dataset.at;
    expire(page);
    const wasAtNewest = atNewest();
    const rows = [...page.querySelectorAll("[data-lines] > [data-seq]")];
    let theirs = 0;
    for (const row of rows) {
      const seq = Number(row.dataset.seq);
      const there = document.getElementById(row.id);
      if (there) {
        row.querySelector(".msg")?.before(...there.querySelectorAll(".unread-from"));
        there.replaceWith(row);
      } else if (seq > last && !isOld) {
        const after = outgoing.find((message) => message.line.isConnected)?.line;
        lines.insertBefore(row, after || null);
        if ("theirs" in row.dataset) theirs += 1;
        last = seq;
      } else if (seq > last) {
        theirs += 1;
        last = seq;
      }
    }
    for (const part of page.querySelectorAll("[data-part]")) {
      const old = chat.parentNode.querySelector(`[data-part="${part.dataset.part}"]`);
      if (old && old.textContent !== part.textContent) old.replaceWith(part);
    }
    localise(chat.parentNode);
    if (!wasAtNewest || isOld) fresh += theirs;
    tellNewer();
    markRead();
    return rows.length;
  }

  async function update() {
    const known = last;
    const address = `${chat.dataset.rowsUrl}?after=${last}&since=${since}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (answer.status === 404) location.reload(); // the chat is not there for this person any more
    if (!answer.ok || answer.redirected) return;
    if (show(await answer.text()) >= FULL_ANSWER && last > known) await update();
  }

  // -- Sending ------------------------------------------------------------------------------------------

  function pending(body) {
    const line = document.createElement("div");
    line.className = "line line--me";
    const text = document.createElement("div");
    text.className = "msg msg--me msg--sending";
    text.dir = "auto";
    text.textContent = body;
    const stamp = document.createElement("p");
    stamp.className = "stamp stamp--me";
    stamp.textContent = form.dataset.sending;
    line.append(text, stamp);
    lines.append(line);
    log.scrollTop = 0;
    return { line, stamp };
  }

  function take(body) {
    outgoing.push({ id: form.elements.client_id.value, body, attempts: 0, ...pending(body) });
    form.elements.client_id.value = newId();
    box.value = "";
    countDown();
    refusal("");
    inTurn(send);
  }

  function refusal(html) {
    const place = chat.querySelector("[data-refusal]");
    place.innerHTML = html;
    if (!html) return;
    place.querySelector("[tabindex]")?.focus();
    localise(place);
  }

  /** The words go back into the box, and the page says why. */
  function giveBack(message, html) {
    message.line.remove();
    outgoing.shift();
    box.value = [message.body, box.value].filter((text) => text.trim()).join("\n");
    refusal(html);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function send() {
    clearTimeout(retry);
    while (outgoing.length) {
      const [message] = outgoing;
      let answer;
      try {
        message.attempts += 1;
        answer = await deliver(form.action, { client_id: message.id, body: message.body, after: last, since });
        if (answer.status >= 500) throw new Error(`HTTP ${answer.status}`);
      } catch {
        later(message);
        return;
      }
      const html = await answer.text();
      if (answer.ok) {
        message.line.remove();
        outgoing.shift();
        show(html);
        log.scrollTop = 0;
      } else {
        giveBack(message, html.includes("data-takes-focus") && !html.includes("<html") ? html : `<p>${form.dataset.failed}</p>`);
      }
    }
  }

  /** Not stored yet: say so, and try again with growing waits and the same id. */
  function later(message) {
    if (message.attempts < SAYS_SO_AFTER) {
      message.stamp.textContent = form.dataset.waiting;
    } else if (!message.stamp.querySelector("button")) {
      const again = document.createElement("button");
      again.type = "button";
      again.className = "again";
      again.textContent = form.dataset.failed;
      again.addEventListener("click", () => inTurn(send));
      message.stamp.setAttribute("role", "alert");
      message.stamp.replaceChildren(again);
    }
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** message.attempts);
    retry = setTimeout(() => inTurn(send), wait * (0.5 + Math.random() / 2));
  }

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = box.value.trim();
    if (body) take(body);
  });
  box?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.blur();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (matchMedia("(pointer: coarse)").matches) return; // a phone's Enter is a new line
    event.preventDefault();
    form.requestSubmit();
  });

  document.addEventListener("live:person", (event) => {
    const { key } = event.detail;
    if (key === "*" || key === `chat:${chat.dataset.chat}`) inTurn(update);
  });
  newer.addEventListener("click", () => {
    if (isOld) location.href = chat.dataset.url;
    log.scrollTop = 0;
    markRead();
    log.focus({ preventScroll: true });
  });
  log.addEventListener("scroll", markRead);
  document.addEventListener("visibilitychange", markRead);
  addEventListener("online", () => outgoing.length && inTurn(send));
  addEventListener("beforeunload", (event) => outgoing.length && event.preventDefault());
  expire(lines);
  document.getElementById("unread")?.scrollIntoView({ block: "nearest" });
}
