// Small actions on buttons marked data-action, shown only when JavaScript runs (.only-js):
// print, share (or copy the link), locate (fills lat/lon of the form and submits it; with
// data-stay it waits for the person to send the form).

function say(button, text) {
  const status = button.parentElement.querySelector("[role=status]") ?? button.after(
    Object.assign(document.createElement("span"), { className: "small" }),
  ) ?? button.nextElementSibling;
  status.setAttribute("role", "status");
  status.textContent = text;
}

async function share(button) {
  const data = { title: document.title, url: button.dataset.url || location.href };
  try {
    if (navigator.share) {
      await navigator.share(data);
      return;
    }
    await navigator.clipboard.writeText(data.url);
    say(button, button.dataset.done);
  } catch (error) {
    if (error.name !== "AbortError") {
      say(button, data.url);
    }
  }
}

function setPosition(form, latitude, longitude) {
  for (const [name, value] of [["lat", latitude], ["lon", longitude]]) {
    form.elements[name].value = value;
    form.elements[name].disabled = value === "";
  }
}

function locate(button) {
  const form = button.closest("form");
  say(button, button.dataset.wait);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      // Three decimals: about 100 m, enough to sort by distance and no more than needed.
      setPosition(form, coords.latitude.toFixed(3), coords.longitude.toFixed(3));
      form.elements.ou.value = "";
      if (button.dataset.stay === undefined) {
        form.requestSubmit();
        return;
      }
      say(button, button.dataset.done);
      // A place that is written afterwards wins over the position.
      form.elements.ou.addEventListener("input", () => {
        setPosition(form, "", "");
        say(button, "");
      }, { once: true });
    },
    () => say(button, button.dataset.failed),
    { timeout: 8000, maximumAge: 300000 },
  );
}

const ACTIONS = { print: () => window.print(), share, locate };

export function enhanceActions(root) {
  for (const button of root.querySelectorAll("[data-action]")) {
    const action = ACTIONS[button.dataset.action];
    if (button.dataset.action === "locate" && !navigator.geolocation) {
      button.hidden = true;
    } else if (action) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        action(button);
      });
    }
  }
}
