// The frame of every page: menus that close, toasts that leave, focus on what went wrong.
// Pages work without it.

const summary = document.querySelector("[data-takes-focus]");
if (summary) summary.focus();

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.parentElement.remove();
});

// A part that is answered by another page (sign-in, once the session has ended) does not belong here.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  const asked = new URL(pathInfo.finalRequestPath, location.href).pathname;
  if (!xhr.responseURL || new URL(xhr.responseURL).pathname === asked) return;
  event.detail.shouldSwap = false;
  event.detail.isError = true;
});

// A second press of a button that is at work does nothing.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented) return;
  if (button.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  button.setAttribute("aria-busy", "true");
  window.setTimeout(() => button.removeAttribute("aria-busy"), 8000);
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll('button[aria-busy="true"]')) {
    button.removeAttribute("aria-busy");
  }
});

const TOAST_STAYS = 8000;
for (const toast of document.querySelectorAll("[data-toasts] > *")) {
  toast.querySelector("[data-dismiss]").hidden = false;
  let left = window.setTimeout(() => toast.remove(), TOAST_STAYS);
  toast.addEventListener("pointerenter", () => window.clearTimeout(left));
  toast.addEventListener("focusin", () => window.clearTimeout(left));
  toast.addEventListener("pointerleave", () => {
    left = window.setTimeout(() => toast.remove(), TOAST_STAYS);
  });
}
