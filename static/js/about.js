// What a page says of a mentor outside of the live list: presence, places, the way to write. Parts with
// data-about are asked for again when that mentor changed, and renewed where nobody is at them. A filtered
// list of cards (data-renews) also takes who fits now, and lets go who does not, while nobody is at it.
// When what this person may see has changed, whoever is not there for them any more leaves at once, and a
// page that is not theirs any more shows what a missing page shows.

const RESTS = 2000;
const parts = (page) => [...page.querySelectorAll("[data-about]")];
const SLOWLY = 5000; // who comes into a filtered list, or leaves it, need not do so this second
let waiting = 0;
let later = 0;
let asked = 0;
let answered = 0;
let unsettled = 0; // the first question asked after a change of rights, until it is answered

/** The address that makes these parts; reading a chat again would mark it as read. */
function address() {
  const chat = document.querySelector("[data-chat]");
  return chat ? `${chat.dataset.rowsUrl}?after=${chat.querySelector("[data-lines]").dataset.last}` : location.href;
}

const keysOf = (list) => parts(list).map((part) => part.dataset.about).sort().join();
const isAt = (list) =>
  list.contains(document.activeElement) || list.matches(":active") ||
  (matchMedia("(hover: hover)").matches && list.matches(":hover"));

/** Put the filtered list and its counts as they are now. Answers whether somebody was in the way. */
function renewList(page) {
  const [list, fresh] = [document, page].map((one) => one.querySelector("[data-renews]"));
  if (!list || !fresh || keysOf(list) === keysOf(fresh)) return false;
  if (isAt(list)) return true;
  for (const count of page.querySelectorAll('[id^="n-"]')) {
    const old = document.getElementById(count.id);
    if (old) old.textContent = count.textContent;
  }
  list.replaceWith(fresh);
  window.htmx?.process(fresh);
  fresh.dispatchEvent(new CustomEvent("live:rows", { bubbles: true }));
  return false;
}

async function renew() {
  const turn = (asked += 1);
  const from = location.href;
  const answer = await fetch(address(), { headers: { Accept: "text/html" } });
  if (answer.status === 429 || answer.status >= 500) throw new Error(`${answer.status}`);
  if (answer.status === 404) {
    location.reload();
    return;
  }
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn < answered) return; // asked before what is shown
  answered = turn;
  if (location.href !== from) { // other filters were chosen meanwhile, maybe before the change
    askLater();
    return;
  }
  if (renewList(page)) askLater();
  // The rows of a chat are not its whole page: who is missing there is not gone.
  const settles = unsettled > 0 && turn >= unsettled;
  const goes = settles && !document.querySelector("[data-chat]");
  const made = parts(page);
  let again = false;
  for (const part of parts(document)) {
    const place = made.findIndex((one) => one.dataset.about === part.dataset.about && one.tagName === part.tagName);
    const [fresh] = place < 0 ? [] : made.splice(place, 1);
    if (!fresh && goes) (part.closest("li") || part).remove();
    if (!fresh || fresh.outerHTML === part.outerHTML) continue;
    if (part.contains(document.activeElement) || part.matches(":active")) {
      again = true;
      continue;
    }
    part.replaceWith(fresh);
    window.htmx?.process(fresh);
    fresh.dispatchEvent(new CustomEvent("live:rows", { bubbles: true })); // times.js sets its clock
  }
  if (settles) unsettled = 0;
  if (again) ask(RESTS);
}

function ask(rest) {
  clearTimeout(waiting);
  waiting = setTimeout(() => renew().catch(askLater), rest);
}

function askLater() {
  later ||= setTimeout(() => {
    later = 0;
    renew().catch(askLater); // nothing is lost by an answer that did not come
  }, SLOWLY * (1 + Math.random()));
}

document.addEventListener("live:queue", ({ detail: { key } }) => {
  if (parts(document).some((part) => key === "*" || part.dataset.about === key)) ask(300 + Math.random() * 900);
  else if (document.querySelector("[data-renews]")) askLater();
});
document.addEventListener("live:person", ({ detail: { key } }) => {
  if (key !== "rights") return;
  unsettled = asked + 1;
  ask(300);
});
