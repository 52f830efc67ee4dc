// « Quitter vite »: a person who may be watched leaves the site, and whoever then presses « back »
// sees neither the pages that she read nor the words that she typed. Nothing else is kept, and
// only until the tab is closed or the site is opened anew in it.
const LEFT = "quitter";

// A browser may refuse to keep anything.
function remembered() {
  try {
    return sessionStorage.getItem(LEFT) ?? "";
  } catch {
    return "";
  }
}

function remember(address) {
  try {
    if (address) {
      sessionStorage.setItem(LEFT, address);
    } else {
      sessionStorage.removeItem(LEFT);
    }
  } catch {
    // The page itself is replaced all the same.
  }
}

function leaveAgain(event) {
  const address = remembered();
  if (!address) {
    return;
  }
  const [entry] = performance.getEntriesByType("navigation");
  if (!event.persisted && entry?.type === "navigate") {
    remember("");
  } else {
    document.documentElement.hidden = true;
    location.replace(address);
  }
}

export function enhanceLeaving(root) {
  addEventListener("pageshow", leaveAgain);
  for (const link of root.querySelectorAll("[data-quit]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      remember(link.href);
      location.replace(link.href);
    });
  }
}
