// What this person may see has changed. A page that is not theirs any more shows what a missing page
// shows; who is not there for them any more leaves lists. live.js says so; without a stream the next
// page does.

const isChat = document.querySelector("[data-chat]"); // reading it once more would mark it as read

async function look() {
  const answer = await fetch(location.href, { method: isChat ? "HEAD" : "GET" });
  if (answer.status === 404) return location.reload();
  if (isChat || !answer.ok || answer.redirected) return undefined; // signed out: words stay where they are
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const there = new Set([...page.querySelectorAll("[data-about]")].map((part) => part.dataset.about));
  for (const part of document.querySelectorAll("[data-about]")) {
    if (!there.has(part.dataset.about)) (part.closest("li") || part).remove();
  }
  return undefined;
}

document.addEventListener("live:person", ({ detail: { key } }) => {
  // "*" says that anything may have changed while the page did not listen.
  if (key === "rights" || key === "*") look().catch(() => {});
});
