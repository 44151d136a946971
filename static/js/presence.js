// Each minute a page of a mentor says that a device is in front of it. The server notes it only
// while a here-now window runs. The control itself follows what other devices do.

const BEAT_EVERY = 60_000;
const address = document.getElementById("beat").dataset.beat;
const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");

const timer = window.setInterval(async () => {
  try {
    const answer = await fetch(address, { method: "POST", headers });
    if (answer.status === 404 || answer.redirected) window.clearInterval(timer);
  } catch {
    // No connection; the next minute tries again.
  }
}, BEAT_EVERY);

const isControl = (element) => element.closest?.("#presence");

document.addEventListener("live:person", (event) => {
  const control = document.getElementById("presence");
  const told = event.detail && ["presence", "*"].includes(event.detail.key);
  if (control && told && window.htmx) window.htmx.trigger(control, "presence");
});

// The same news come with every place that is taken: what says the same stays, and with it a choice
// that was just made and the focus.
document.addEventListener("htmx:beforeSwap", (event) => {
  const control = isControl(event.target);
  if (!control || event.detail.requestConfig.verb !== "get") return;
  const page = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
  if (page.getElementById("presence")?.dataset.until === control.dataset.until) event.detail.shouldSwap = false;
});

// An act that was not done must not look as if it were.
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    const control = isControl(event.target);
    if (!control || event.detail.requestConfig.verb === "get") return;
    control.reset();
    control.querySelector("[data-unsent]").hidden = false;
  });
}
