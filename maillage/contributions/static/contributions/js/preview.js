// Live preview: after a pause in typing, asks the server for the sheet with the values typed,
// shows it in the panel when it is open, and the hours in words beside the grid.
// The server's HTML is parsed as a document and moved; nothing is put together here.

const PAUSE_MS = 500;

function detach(sheet) {
  // The same ids exist in the form.
  for (const element of sheet.querySelectorAll("[id], [aria-labelledby], [aria-describedby]")) {
    if (element.id) {
      element.id = `apercu-${element.id}`;
    }
    for (const name of ["aria-labelledby", "aria-describedby"]) {
      if (element.hasAttribute(name)) {
        element.setAttribute(name, `apercu-${element.getAttribute(name)}`);
      }
    }
  }
  const title = sheet.querySelector("h1");
  title?.setAttribute("role", "heading");
  title?.setAttribute("aria-level", "2");
  return sheet;
}

export function enhancePreview(panel) {
  const form = panel.closest("form");
  const target = panel.querySelector("[data-preview-sheet]");
  const words = form.querySelector("[data-hours-words]");
  let timer = 0;
  let request = null;

  async function refresh() {
    if (!panel.open && !words) {
      return;
    }
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(panel.dataset.preview, {
        method: "POST",
        body: new FormData(form),
        signal: request.signal,
        redirect: "error",
      });
      if (!answer.ok) {
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const sheet = page.getElementById("apercu");
      if (!sheet) {
        return;
      }
      if (words) {
        words.textContent = sheet.dataset.words || words.dataset.wrong;
      }
      if (panel.open) {
        target.replaceChildren(detach(sheet));
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        target.replaceChildren();
      }
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE_MS);
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  panel.addEventListener("toggle", refresh);
}

document.querySelectorAll("[data-preview]").forEach(enhancePreview);
