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

document.addEventListener("live:person", (event) => {
  const control = document.getElementById("presence");
  const told = event.detail && ["presence", "*"].includes(event.detail.key);
  if (control && told && window.htmx) window.htmx.trigger(control, "presence");
});
