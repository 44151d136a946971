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

/** With nobody to show, the page says why and who is next; as soon as somebody is there, it does not. */
async function sayWhoIsNext(list) {
  const parts = ["[data-nobody-here]", "[data-next-to-open]", "[data-others]"];
  const filtered = "filtered" in list.dataset;
  const some = list.querySelector(
    filtered ? "[data-live-group] li" : '[data-live-group="1"] li, [data-live-group="2"] li');
  const [nobody, next] = parts.map((part) => list.querySelector(part));
  if (some) {
    nobody.hidden = next.hidden = true;
  } else if (nobody.hidden) {
    const answer = await fetch(list.dataset.liveUrl, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts) {
      const [old, made] = [list.querySelector(part), fresh.querySelector(part)];
      if (!old || !made) continue;
      old.replaceChildren(...made.childNodes);
      old.hidden = made.hidden;
    }
    list.dispatchEvent(new CustomEvent("live:rows", { bubbles: true, detail: "again" }));
  }
}

/** Who is not in the list by name can be written to as well; a filtered list is counted by the server. */
function countOthers(list) {
  const more = list.querySelector("[data-more]");
  if (!more || list.dataset.liveApply !== "rows") return;
  const count = Math.max(0, more.dataset.more - list.querySelectorAll("[data-live-group] [data-live-key]").length);
  more.hidden = !count;
  more.textContent = (count === 1 ? more.dataset.one : more.dataset.many).replace("{n}", count);
}

document.addEventListener("live:rows", (event) => {
  markOwn();
  countOthers(event.target);
  if (event.detail !== "again") sayWhoIsNext(event.target).catch(() => {});
});

/** Whose turn it is in my chats, beside the list, as soon as one of them changes. */
let asking = 0;
document.addEventListener("live:person", (event) => {
  const told = event.detail.key;
  if (!told || !(told === "*" || told.startsWith("chat:"))) return;
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const chats = document.querySelector("[data-my-chats]");
    if (!chats || chats.contains(document.activeElement)) return;
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    chats.replaceWith(fresh.querySelector("[data-my-chats]"));
  }, 800);
});
