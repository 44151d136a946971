// The live list: filters that send themselves, and the reader's own row, which the stream brings
// as everybody gets it.

const filters = document.querySelector("form[data-sends-itself]");
document.addEventListener("change", (event) => {
  if (filters && event.target.form === filters) filters.requestSubmit();
});

function markOwn() {
  const list = document.querySelector("[data-live-list][data-own]");
  const row = list && document.getElementById(`mentor-${list.dataset.own}`);
  const link = row && row.querySelector("[data-message]");
  if (link) link.replaceWith(document.querySelector("[data-own-mark]").content.cloneNode(true));
}

const isAt = (list) =>
  list.contains(document.activeElement) || list.matches(":active") ||
  (matchMedia("(hover: hover)").matches && list.matches(":hover"));

/** With nobody here or reachable the page says so and who is next, as the server has it now. */
async function sayWhoIsNext(list) {
  const answer = await fetch(list.dataset.liveUrl, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (somebodyIsThere(list) || !list.isConnected) return;
  if (isAt(list)) {
    askWhoIsNext(list);
    return;
  }
  for (const part of ["[data-nobody-here]", "[data-next-to-open]", "[data-others]"]) {
    const [old, made] = [list.querySelector(part), fresh.querySelector(part)];
    if (!old || !made) continue;
    old.replaceChildren(...made.childNodes);
    old.hidden = made.hidden;
  }
  list.dispatchEvent(new CustomEvent("live:rows", { bubbles: true, detail: "again" }));
}

const somebodyIsThere = (list) =>
  list.querySelector('[data-live-group="1"] li, [data-live-group="2"] li') !== null;

let asked = 0;
function askWhoIsNext(list) {
  asked ||= setTimeout(() => {
    asked = 0;
    sayWhoIsNext(list).catch(() => {});
  }, 500 + 1000 * Math.random());
}

/** A filtered list comes from the server as a whole; in the others rows come and go one by one. */
function followWhoIsThere(list) {
  if (list.dataset.liveApply !== "rows") return;
  if (!somebodyIsThere(list)) {
    askWhoIsNext(list);
    return;
  }
  for (const part of ["[data-nobody-here]", "[data-next-to-open]"]) list.querySelector(part).hidden = true;
}

/** Who is not in the list by name can be written to as well; a filtered list is counted by the server. */
function countOthers(list) {
  const more = list.querySelector("[data-more]");
  if (!more || list.dataset.liveApply !== "rows") return;
  const named = list.querySelectorAll("[data-live-group] [data-live-key], [data-next-to-open]:not([hidden]) li");
  const count = Math.max(0, more.dataset.more - named.length);
  more.hidden = !count;
  more.textContent = (count === 1 ? more.dataset.one : more.dataset.many).replace("{n}", count);
}

document.addEventListener("live:rows", (event) => {
  markOwn();
  if (event.detail !== "again") followWhoIsThere(event.target);
  countOthers(event.target);
});

/** Whose turn it is in my chats, beside the list, as soon as one of them changes. */
let asking = 0;
let chatsAsked = 0;
let chatsAnswered = 0;
let missed = false; // they changed while somebody was at them
const myChats = () => document.querySelector("[data-my-chats]");

async function renewChats() {
  const turn = (chatsAsked += 1);
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [chats, fresh] = [myChats(), page.querySelector("[data-my-chats]")];
  if (!chats || !fresh || turn < chatsAnswered) return;
  chatsAnswered = turn;
  missed = chats.contains(document.activeElement);
  if (!missed) chats.replaceWith(fresh);
}

function renewChatsSoon() {
  clearTimeout(asking);
  asking = setTimeout(() => renewChats().catch(() => {}), 800);
}

document.addEventListener("live:person", (event) => {
  const told = event.detail.key;
  if (told && (told === "*" || told.startsWith("chat:"))) renewChatsSoon();
});
document.addEventListener("focusout", (event) => {
  const chats = myChats();
  if (missed && chats?.contains(event.target) && !chats.contains(event.relatedTarget)) renewChatsSoon();
});
