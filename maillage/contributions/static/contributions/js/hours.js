// The week grid: arrow keys, copies done at once, « 9h-12h » pasted in one field.
// Without this module the same buttons are sent to the server, which does the same.

const TIME = String.raw`(?:midi|minuit|\d{1,2}\s*[h:.]\s*(?:\d{2}(?!\s*[\dh:.]))?|\d{1,4})`;
const RANGE = new RegExp(String.raw`^(?:de\s+)?(${TIME})\s*(?:-|–|—|à|/)\s*(${TIME})\s*(?:,|;|\+|et|puis)?\s*`, "i");
const WORKDAYS = [1, 2, 3, 4];

function changed(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function fieldsOf(row) {
  return [...row.querySelectorAll("input, select")];
}

function copyRow(from, to) {
  const values = fieldsOf(from).map((field) => field.value);
  fieldsOf(to).forEach((field, index) => {
    field.value = values[index] ?? "";
  });
}

function copy(button, rows) {
  if (button.dataset.copy === "workdays") {
    WORKDAYS.forEach((day) => copyRow(rows[0], rows[day]));
  } else {
    const row = button.closest("tr");
    copyRow(rows[Number(row.dataset.day) - 1], row);
  }
  changed(rows[0].querySelector("input"));
}

function spread(field) {
  const inputs = [...field.closest("tr").querySelectorAll("input")];
  const start = inputs.indexOf(field);
  const found = [];
  let rest = field.value.trim();
  for (let match = RANGE.exec(rest); match; match = RANGE.exec(rest)) {
    found.push(match[1].trim(), match[2].trim());
    rest = rest.slice(match[0].length);
  }
  const targets = inputs.slice(start, start + found.length);
  const isFree = targets.slice(1).every((target) => !target.value);
  if (!found.length || rest || start % 2 || targets.length < found.length || !isFree) {
    return;
  }
  targets.forEach((target, index) => {
    target.value = found[index];
  });
  changed(field);
}

function move(event, rows) {
  const field = event.target;
  const row = field.closest("tr");
  const isText = field.tagName === "INPUT";
  const fields = fieldsOf(row);
  const place = fields.indexOf(field);
  let target = null;
  if (isText && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    const step = event.key === "ArrowDown" ? 1 : -1;
    target = fieldsOf(rows[Number(row.dataset.day) + step] ?? row)[place];
  } else if (isText && event.key === "ArrowLeft" && field.selectionEnd === 0) {
    target = fields[place - 1];
  } else if (isText && event.key === "ArrowRight" && field.selectionStart === field.value.length) {
    target = fields[place + 1];
  }
  if (target && target !== field) {
    event.preventDefault();
    target.focus();
    target.select?.();
  }
}

export function enhanceHours(grid) {
  const rows = [...grid.querySelectorAll("tr[data-day]")];
  for (const button of grid.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      copy(button, rows);
    });
  }
  grid.addEventListener("keydown", (event) => {
    const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
    if (isPlain && event.target.closest("tr[data-day]")) {
      move(event, rows);
    }
  });
  grid.addEventListener("change", (event) => {
    if (event.target.matches(".hours__input")) {
      spread(event.target);
    }
  });
  grid.addEventListener("paste", (event) => {
    if (event.target.matches(".hours__input")) {
      setTimeout(() => spread(event.target));
    }
  });
  // Who types in the grid wants the grid.
  const asWeek = document.getElementById("horaires-mode-semaine");
  grid.addEventListener("input", () => {
    if (asWeek) {
      asWeek.checked = true;
    }
  });
}

document.querySelectorAll("[data-hours]").forEach(enhanceHours);
