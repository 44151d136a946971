// Hands the passkey forms of allauth the ids of their parts, from data attributes instead of
// scripts in the page.
for (const part of document.querySelectorAll("[data-passkeys]")) {
  const { passkeys, ...ids } = part.dataset;
  window.allauth.webauthn.forms[passkeys]({ ids });
}

// Words for what the browser could not do; allauth would only write to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.getElementById("announce");
  if (said) said.textContent = document.querySelector("[data-passkeys]").title;
});
