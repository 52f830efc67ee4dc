// The page of results, made quicker: htmx swaps the list alone, the map shows beside it.
// Nothing here is needed: the form, the links and the pages work without.
import { enhancePlaceFields } from "../../core/js/place-field.js";
import { mapIsWelcome } from "./map-welcome.js";

const form = document.getElementById("recherche");
const WIDE = window.matchMedia("(min-width: 64rem)");

// --- htmx, at the first gesture towards the form or the list ------------------------------
let loading = null;

async function loadHtmx() {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => {
      window.addEventListener("load", resolve, { once: true });
    });
  }
  await import(form.dataset.htmx);
}

function startHtmx() {
  loading ??= loadHtmx();
  return loading;
}

for (const gesture of ["pointerover", "focusin", "touchstart"]) {
  document.querySelector("main").addEventListener(gesture, startHtmx, { once: true, passive: true });
}

// --- after a swap: fields, open groups, focus, announcement, map --------------------------
let openGroups = new Set();
let isAskedByMap = false;

document.addEventListener("htmx:beforeRequest", () => {
  isAskedByMap = form.dataset.askedBy === "map";
  delete form.dataset.askedBy;
  openGroups = new Set([...form.querySelectorAll("details[open]")].map((group) => group.id));
  if (!WIDE.matches) {
    openGroups.delete("filtres-tous");
  }
});

document.addEventListener("htmx:configRequest", (event) => {
  // Empty fields have no place in an address that people send to each other.
  const { parameters } = event.detail;
  for (const name of Object.keys(parameters)) {
    if (parameters[name] === "") {
      delete parameters[name];
    }
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const region = document.getElementById("resultats");
  if (event.detail.target?.id !== "resultats" || !region) {
    return;
  }
  const asked = new URLSearchParams(window.location.search);
  for (const name of ["q", "ou", "bbox", "territoire", "tri"]) {
    form.elements.namedItem(name).value = asked.get(name) ?? "";
  }
  // A point is written in « Où ? », so that typing another place over it is enough to leave it.
  if (asked.has("lat") && asked.has("lon")) {
    form.elements.ou.value = `${asked.get("lat")}, ${asked.get("lon")}`;
  }
  form.elements.lat.value = "";
  form.elements.lon.value = "";
  for (const group of form.querySelectorAll("details")) {
    group.open = group.open || openGroups.has(group.id);
  }
  enhancePlaceFields(form);
  document.title = region.dataset.title + document.title.slice(document.title.lastIndexOf(" – "));
  document.getElementById("annonce").textContent =
    document.getElementById("resultats-titre").textContent;
  // When it is the map that asked, the person stays on the map.
  if (!isAskedByMap) {
    const fold = document.getElementById("pli");
    const isAsked = document.getElementById("demande").textContent !== "";
    fold.open = !isAsked || document.getElementById("erreurs") !== null;
    (document.getElementById("erreurs") ?? region).focus({ preventScroll: true });
    region.scrollIntoView({ block: "start" });
  }
  tellMap(region);
});

// --- the map -----------------------------------------------------------------------------
// map.js (data-script) exports startMap(element), then listens to « maillage:results » on the
// element, whose data-points-url and data-bounds are those of the list.
const map = document.querySelector("[data-map]");
const mapButton = document.querySelector("[data-map-button]");

function tellMap(region) {
  if (map && region.dataset.pointsUrl) {
    map.dataset.pointsUrl = region.dataset.pointsUrl;
    map.dataset.bounds = region.dataset.bounds;
    map.dispatchEvent(new CustomEvent("maillage:results"));
  }
}

function showMap(isShown) {
  map.hidden = !isShown;
  map.parentElement.querySelector(".results__map-note").hidden = !isShown;
  map.closest(".results").classList.toggle("has-map", isShown);
  mapButton.setAttribute("aria-expanded", String(isShown));
  const label = mapButton.querySelector("span");
  mapButton.dataset.show ??= label.textContent;
  label.textContent = isShown ? mapButton.dataset.hide : mapButton.dataset.show;
  if (isShown && !map.dataset.started) {
    map.dataset.started = "yes";
    whenSeen(map, loadMap);
  }
}

async function loadMap() {
  // The map asks for the places of its box: without reloading the page, once that is possible.
  map.addEventListener("maillage:ask", async () => {
    await startHtmx();
    form.dataset.askedBy = "map";
    form.requestSubmit();
  });
  const { startMap } = await import(map.dataset.script);
  if (!(await startMap(map))) {
    showMap(false);
    map.closest(".results__map").hidden = true;
  }
}

function whenSeen(element, act) {
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      act();
    }
  });
  observer.observe(element);
}

if (map && mapIsWelcome()) {
  mapButton.hidden = false;
  mapButton.addEventListener("click", () => showMap(map.hidden));
  if (WIDE.matches) {
    showMap(true);
  }
} else {
  map?.closest(".results__map").remove();
}
