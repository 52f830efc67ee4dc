// « Ajouter une ligne » without a trip to the server: an empty copy of the last row, which the
// keyboard goes on with. Without this module the server opens the row.

function renumber(text, name, number) {
  return text.replace(new RegExp(`^${name}-\\d+-`), `${name}-${number}-`);
}

function emptied(row, name, number) {
  const copy = row.cloneNode(true);
  copy.classList.remove("field--error");
  copy.querySelectorAll(".field__error, .checkbox").forEach((element) => element.remove());
  copy.querySelectorAll(".field--error").forEach((element) => {
    element.classList.remove("field--error");
  });
  for (const element of copy.querySelectorAll("[id], [name], [for], [aria-describedby]")) {
    for (const attribute of ["id", "name", "for", "aria-describedby"]) {
      if (element.hasAttribute(attribute)) {
        element.setAttribute(
          attribute, renumber(element.getAttribute(attribute), name, number),
        );
      }
    }
    element.removeAttribute("aria-invalid");
  }
  for (const field of copy.querySelectorAll("input, textarea")) {
    field.value = "";
  }
  for (const select of copy.querySelectorAll("select")) {
    select.selectedIndex = 0;
  }
  return copy;
}

export function enhanceRows(part) {
  const name = part.dataset.rows;
  const button = part.querySelector("button[name=add_row]");
  button.addEventListener("click", (event) => {
    const rows = part.querySelectorAll(".sheet-row");
    const last = rows[rows.length - 1];
    if (!last) {
      return;
    }
    event.preventDefault();
    const numbers = [...part.querySelectorAll(`[name^="${name}-"]`)]
      .map((field) => Number(field.name.split("-")[1]));
    const row = emptied(last, name, Math.max(...numbers) + 1);
    row.querySelector(".sheet-row__number").textContent = String(rows.length + 1);
    last.after(row);
    row.querySelector("select, input").focus();
  });
}

document.querySelectorAll("[data-rows]").forEach(enhanceRows);
