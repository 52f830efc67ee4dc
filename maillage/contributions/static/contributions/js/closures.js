// Usual closures: one press fills the first empty row. Without an empty row, or without this
// module, the server opens one.

function emptyRow(root) {
  return [...root.querySelectorAll("[data-row]")].find((row) =>
    [...row.querySelectorAll("input:not([type=checkbox])")].every((field) => !field.value));
}

export function enhanceClosures(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-first]");
    const row = button && emptyRow(root);
    if (!row) {
      return;
    }
    event.preventDefault();
    const { first, last, reason } = button.dataset;
    for (const [key, value] of [["first_day", first], ["last_day", last], ["reason", reason]]) {
      row.querySelector(`[name$="-${key}"]`).value = value;
    }
    const target = row.querySelector("[name$=-first_day]");
    target.focus();
    target.dispatchEvent(new Event("input", { bubbles: true }));
    button.closest("li").hidden = true;
  });
}

document.querySelectorAll("[data-closures]").forEach(enhanceClosures);
