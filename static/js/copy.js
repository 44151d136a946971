// Texts to copy: the buttons beside them, and the whole text selected with one tap. Without this script the
// fields can be selected by hand.

const SAID_FOR = 2000;

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // no clipboard over plain HTTP: the old way
    document.execCommand("copy");
  }
}

for (const field of document.querySelectorAll("[data-copied]")) {
  field.addEventListener("focus", () => field.select());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(document.getElementById(button.dataset.copy));
    button.textContent = button.dataset.done;
    const region = document.getElementById("announce");
    if (region) region.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = words), SAID_FOR);
  });
}
