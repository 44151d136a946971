// The first card: the button names who is chosen, and what is typed is kept for them. All else of a first
// note, openers, drafts and a lost connection, is composer.js.

const form = document.getElementById("first-card");
const send = document.querySelector("[data-send]");
const line = form.querySelector("textarea");
let typed = false;

function choose() {
  const chosen = form.querySelector('input[name="mentor"]:checked');
  if (!chosen) return;
  send.textContent = send.dataset.send.replace("{name}", chosen.dataset.name);
  form.dataset.draftUrl = chosen.dataset.draftUrl;
}

line.addEventListener("input", () => (typed = true));
form.addEventListener("change", (event) => {
  choose();
  if (typed && event.target.name === "mentor") line.dispatchEvent(new Event("input", { bubbles: true }));
});
choose();
