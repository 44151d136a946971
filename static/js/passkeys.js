// Hands the passkey forms of allauth the ids of their parts, from data attributes instead of
// scripts in the page.
for (const part of document.querySelectorAll("[data-passkeys]")) {
  const { passkeys, ...ids } = part.dataset;
  window.allauth.webauthn.forms[passkeys]({ ids });
}

// What the browser could not do is said on the page; allauth would only write it to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("[data-passkeys]").hidden = false;
});
