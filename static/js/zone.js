// Sets the time zone of the sign-up form to that of the device, until the person has chosen.
const box = document.querySelector("[data-zone]");
const select = box && box.querySelector("select");

function show() {
  box.querySelector("[data-zone-name]").textContent = select.selectedOptions[0].textContent;
}

if (select) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = [...select.options].some((option) => option.value === here);
  const answered = document.querySelector("[data-takes-focus]");
  if (known && !answered) select.value = here;
  show();
  select.addEventListener("change", show);
}
