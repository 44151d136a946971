// Unread counts in the navigation, the title and lists of chats, and the list of chats itself, kept
// present. The address is data-url of this script; live.js says when something changed.

const address = document.getElementById("unread-counts")?.dataset.url;
const threads = document.querySelector("[data-threads-live]");
let waiting = 0;
let asked = 0;
const shown = { counts: 0, list: 0 }; // the question whose answer is shown; answers may overtake each other
let missed = false; // the list changed while somebody was at it

function show(element, count) {
  if (!element) return;
  element.hidden = !count;
  element.querySelector("[data-number]").textContent = count;
}

function isOld(what, turn) {
  if (turn < shown[what]) return true;
  shown[what] = turn;
  return false;
}

async function ask(turn) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const { total, chats } = await answer.json();
  if (isOld("counts", turn)) return;
  show(document.querySelector('[data-count="conversations:chats"]'), total);
  document.title = (total ? `(${total}) ` : "") + document.title.replace(/^(\S+: )?\(\d+\) /, "$1");
  for (const thread of document.querySelectorAll("[data-thread]")) {
    show(thread.querySelector("[data-unread]"), chats[thread.dataset.thread] || 0);
  }
}

/** The list of chats as it is now, unless somebody is at it with the keyboard. */
async function renew(turn) {
  const answer = await fetch(threads.dataset.threadsLive || location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-threads-live]");
  if (!fresh || isOld("list", turn)) return;
  missed = threads.contains(document.activeElement);
  if (missed) return;
  threads.replaceChildren(...fresh.childNodes);
  threads.dispatchEvent(new CustomEvent("live:rows", { bubbles: true })); // times.js sets their clock
}

document.addEventListener("live:person", (event) => {
  const { key } = event.detail;
  if (!address || (key !== "*" && !key.startsWith("chat:"))) return;
  askSoon();
});

function askSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    asked += 1;
    ask(asked).catch(() => {});
    if (threads) renew(asked).catch(() => {});
  }, 250);
}

threads?.addEventListener("focusout", (event) => {
  if (missed && !threads.contains(event.relatedTarget)) askSoon();
});
