// A kiosk: no history, nothing kept, wiped when nobody touches it, full screen kept from one
// screen to the next. Every screen works without this file.
import { enhanceSpeech, isSpeaking, stopSpeech } from "../js/speech.js";

const IDLE_HOME_MS = 30 * 60 * 1000;
const CLOSED_MS = 5 * 60 * 1000;
let warning = 0;
let wiping = 0;

function isOurs(url) {
  return url.origin === location.origin && url.pathname.startsWith(document.body.dataset.home);
}

// Another screen in the same document: the browser stays full screen and its history empty.
async function go(address) {
  try {
    const response = await fetch(address, { cache: "no-store" });
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.status >= 500 || !next.body.dataset.home) {
      throw new Error("not a screen of the kiosk");
    }
    stopSpeech();
    const root = document.documentElement;
    root.lang = next.documentElement.lang;
    root.dir = next.documentElement.dir;
    root.toggleAttribute("data-stored", next.documentElement.hasAttribute("data-stored"));
    document.title = next.title;
    document.body.replaceWith(document.adoptNode(next.body));
    history.replaceState(null, "", address);
    scrollTo(0, 0);
    start();
    document.querySelector("h1").focus({ preventScroll: true });
  } catch {
    location.replace(address);
  }
}

function wipe() {
  stopSpeech();
  const { home } = document.body.dataset;
  // A whole new document forgets more; but it would leave the full screen.
  if (document.fullscreenElement) {
    go(home);
  } else {
    location.replace(home);
  }
}

function warn() {
  if (isSpeaking()) {
    watch(); // somebody listens
    return;
  }
  const { warn: before, wipe: after } = document.body.dataset;
  document.querySelector(".kiosk-still").showModal();
  wiping = setTimeout(wipe, (after - before) * 1000);
}

function watch() {
  clearTimeout(warning);
  clearTimeout(wiping);
  const still = document.querySelector(".kiosk-still");
  if (still?.open) {
    still.close();
  }
  const { first, warn: seconds } = document.body.dataset;
  // The first screen holds nothing of anybody: it is only made anew, for what changed since.
  warning = first === undefined ? setTimeout(warn, seconds * 1000) : setTimeout(wipe, IDLE_HOME_MS);
}

function askForFreshCopies() {
  navigator.serviceWorker?.ready.then((found) =>
    found.active.postMessage({ refresh: document.body.dataset.language }),
  );
}

function start() {
  enhanceSpeech(document);
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
  }
  showFullscreenKey();
  watch();
  askForFreshCopies();
}

function answerTouches(event) {
  const link = event.target.closest("a[href]");
  if (link?.getAttribute("href").startsWith("#")) {
    event.preventDefault(); // no step in the history
    document.querySelector(link.getAttribute("href")).focus();
  } else if (link) {
    event.preventDefault();
    if (isOurs(new URL(link.href))) {
      go(link.href);
    }
  } else if (event.target.closest("[data-print]")) {
    print();
  } else if (event.target.closest("[data-fullscreen]")) {
    document.documentElement.requestFullscreen({ navigationUI: "hide" });
  }
}

function showFullscreenKey() {
  const isFull = document.fullscreenElement || matchMedia("(display-mode: fullscreen)").matches;
  for (const button of document.querySelectorAll("[data-fullscreen]")) {
    button.hidden = Boolean(isFull) || !document.fullscreenEnabled;
  }
}

function listen() {
  document.addEventListener("click", answerTouches);
  document.addEventListener("fullscreenchange", showFullscreenKey);
  // A long press would offer to open a link elsewhere.
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  document.addEventListener("dragstart", (event) => event.preventDefault());
  for (const sign of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    document.addEventListener(sign, watch, { passive: true, capture: true });
  }
}

function keepCopies() {
  if ("serviceWorker" in navigator) {
    const { worker, home, refresh } = document.body.dataset;
    navigator.serviceWorker.register(worker, { scope: home, updateViaCache: "none" });
    setInterval(askForFreshCopies, refresh * 1000);
  }
}

document.documentElement.classList.add("js");
if (document.body.dataset.home) {
  keepCopies();
  listen();
  start();
} else {
  // Out of service: it may come back, and nobody reloads a locked tablet.
  setTimeout(() => location.reload(), CLOSED_MS);
}
