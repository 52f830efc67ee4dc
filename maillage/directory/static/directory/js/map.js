// The map beside the list. Points and clusters come from the server for the view at hand, and
// each place is in the list too.
//
// startMap(element) is called when the map is wanted; the element (templates/directory/_map.html)
// says where everything is: data-points-url, data-contours-url, data-bounds, data-style-url,
// data-maplibre, data-maplibre-css, data-worker, data-css, data-text-*. It then listens to
// « maillage:results » on the element: the list changed, data-points-url and data-bounds are
// those of the new one. It sends « maillage:ask » when the list is to follow it.

import { groupsOf } from "./map-groups.js";
import { mapIsWelcome } from "./map-welcome.js";
import { placeTowns } from "./map-towns.js";
import { CONTOURS, contoursUrl, ownStyle, remoteStyle } from "./map-style.js";

const STYLE_DELAY_MS = 5000;
const FOLLOW_DELAY_MS = 500;
const MAX_ZOOM_OF_ONE = 13;
const CLOSEST_ZOOM = 16;
const NARROW_PX = 480;
const TOWNS_PER_PX = 1 / 28;
const LIMITS = [-180, -85, 180, 85];
// Shown when no place is found, hence no box.
const METROPOLE = [-4.8, 42.3, 8.2, 51.1];

function element(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  if (text !== undefined) {
    node.textContent = text;
  }
  return node;
}

function edgesOf(text) {
  const edges = (text || "").split(",").map(Number);
  return edges.length === 4 && edges.every(Number.isFinite) ? edges : null;
}

function stylesheet(address) {
  return new Promise((resolve) => {
    const sheet = element("link", "");
    sheet.rel = "stylesheet";
    sheet.href = address;
    sheet.onload = resolve;
    sheet.onerror = resolve;
    document.head.append(sheet);
  });
}

class PlacesMap {
  constructor(root) {
    this.root = root;
    this.pins = new Map();
    this.townLabels = [];
    this.towns = [];
    this.timer = 0;
    this.form = document.getElementById(root.dataset.form);
  }

  text(name, count) {
    const words = this.root.dataset[`text${name}`];
    return count === undefined ? words : words.replace("{n}", new Intl.NumberFormat("fr").format(count));
  }

  async load() {
    const { dataset } = this.root;
    const [library] = await Promise.all([
      import(dataset.maplibre),
      stylesheet(dataset.maplibreCss),
      stylesheet(dataset.css),
    ]);
    this.library = library;
    library.setWorkerUrl(new URL(dataset.worker, location.href).href);
    const asked = edgesOf(this.form?.elements.bbox?.value);
    const [west, south, east, north] = asked ?? edgesOf(dataset.bounds) ?? METROPOLE;
    this.addSkip();
    const canvas = element("div", "map__canvas");
    this.root.append(canvas);
    this.addBar(Boolean(asked));
    this.map = new library.Map({
      container: canvas,
      // The style comes just after: which boundaries to ask depends on the view.
      style: { version: 8, sources: {}, layers: [] },
      bounds: [[west, south], [east, north]],
      fitBoundsOptions: this.fitting(Boolean(asked)),
      minZoom: 4,
      maxZoom: 18,
      attributionControl: { compact: true },
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      locale: this.locale(),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
    if (canvas.clientWidth < NARROW_PX) {
      this.map.once("idle", () => this.foldSources());
    }
    this.map.on("moveend", (event) => this.onMove(event));
    // A tile or a boundary that does not come leaves the rest of the map as it is.
    this.map.on("error", () => {});
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      if (this.hasOwnStyle) {
        this.useOwnStyle();
      }
    });
    document.addEventListener("pointerover", (event) => this.onCard(event));
    document.addEventListener("focusin", (event) => this.onCard(event));
    this.root.addEventListener("maillage:results", () => this.onResults());
    this.useOwnStyle();
    await this.refresh();
    this.useRemoteStyle(dataset.styleUrl);
  }

  fitting(isExact) {
    const padding = Math.min(56, this.root.clientWidth / 8);
    return isExact ? { padding: 0 } : { padding, maxZoom: MAX_ZOOM_OF_ONE };
  }

  locale() {
    return {
      "Map.Title": this.text("Canvas"),
      "NavigationControl.ZoomIn": this.text("ZoomIn"),
      "NavigationControl.ZoomOut": this.text("ZoomOut"),
      "AttributionControl.ToggleAttribution": this.text("Sources"),
      "Popup.Close": this.text("Close"),
      "CooperativeGesturesHandler.MobileHelpText": this.text("TwoFingers"),
      "CooperativeGesturesHandler.WindowsHelpText": this.text("Wheel"),
      "CooperativeGesturesHandler.MacHelpText": this.text("Wheel"),
    };
  }

  // --- what is around the canvas ----------------------------------------------------------
  // Pins are many: the keyboard may step over all of them at once.
  addSkip() {
    const after = element("span", "");
    after.id = `${this.root.id}-fin`;
    after.tabIndex = -1;
    const skip = element("a", "map__skip", this.text("Skip"));
    skip.href = `#${after.id}`;
    this.root.append(skip);
    this.root.after(after);
  }

  addBar(isFollowing) {
    const bar = element("div", "map__bar");
    if (this.form?.elements.bbox) {
      const label = element("label", "map__follow");
      this.follow = element("input", "");
      this.follow.type = "checkbox";
      this.follow.checked = isFollowing;
      this.follow.addEventListener("change", () => this.followNow());
      label.append(this.follow, this.text("Follow"));
      bar.append(label);
      // Another place was written: the box of the map has no say any more.
      this.form.elements.ou?.addEventListener("input", () => this.stopFollowing());
    }
    this.status = element("p", "map__status");
    this.status.setAttribute("role", "status");
    this.notice = element("p", "map__notice");
    bar.append(this.status, this.notice);
    this.root.append(bar);
  }

  // On a small map the sources, open at first, would cover a good part of it.
  foldSources() {
    const sources = this.root.querySelector(".maplibregl-ctrl-attrib");
    sources.classList.remove("maplibregl-compact-show");
    sources.removeAttribute("open");
  }

  // --- base style ---------------------------------------------------------------------------
  get hasOwnStyle() {
    return !this.hasRemoteStyle;
  }

  async useRemoteStyle(address) {
    if (!address) {
      return;
    }
    const style = await remoteStyle(address, STYLE_DELAY_MS);
    if (style && (await this.tryStyle(style))) {
      return;
    }
    this.notice.textContent = this.text("NoStyle");
  }

  // Whether the style truly draws something; when it does not, ours comes back.
  tryStyle(style) {
    return new Promise((resolve) => {
      const settle = (isDrawn) => {
        clearTimeout(limit);
        this.map.off("sourcedata", onData);
        this.map.off("idle", onIdle);
        if (!isDrawn) {
          this.useOwnStyle();
        }
        resolve(isDrawn);
      };
      const onData = (event) => event.tile?.hasData?.() && settle(true);
      // Nothing more to draw, and no tile came: only a style without tiles is right so.
      const hasTiles = Object.values(style.sources ?? {}).some(({ type }) => type !== "geojson");
      const onIdle = () => settle(!hasTiles);
      const limit = setTimeout(() => settle(false), STYLE_DELAY_MS);
      this.map.on("sourcedata", onData);
      this.map.once("style.load", () => this.map.on("idle", onIdle));
      this.hasRemoteStyle = true;
      this.showTowns();
      this.map.setStyle(style, { diff: false });
    });
  }

  useOwnStyle() {
    this.hasRemoteStyle = false;
    this.contours = contoursUrl(this.root.dataset.contoursUrl, this.edges(), this.map.getZoom());
    this.map.setStyle(ownStyle(this.contours, this.text("Attribution")), { diff: false });
    this.showTowns();
  }

  drawGround() {
    const wanted = contoursUrl(this.root.dataset.contoursUrl, this.edges(), this.map.getZoom());
    if (this.hasOwnStyle && wanted !== this.contours) {
      this.contours = wanted;
      this.map.getSource(CONTOURS)?.setData(new URL(wanted, location.href).href);
    }
    this.showTowns();
  }

  showTowns() {
    for (const label of this.townLabels) {
      label.remove();
    }
    this.townLabels = [];
    if (!this.hasOwnStyle) {
      return;
    }
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    const placed = placeTowns({
      towns: this.towns,
      taken: [...this.pins.values()].map((pin) => this.boxOf(pin)).concat(this.controlBoxes()),
      project: (coordinates) => this.map.project(coordinates),
      size: { width, height },
      limit: Math.round(width * TOWNS_PER_PX),
    });
    this.townLabels = placed.map(({ town, offset }) => {
      const label = element("span", "town", town.properties.nom);
      label.setAttribute("aria-hidden", "true");
      return this.marker(label, "top", [0, offset]).setLngLat(town.geometry.coordinates).addTo(this.map);
    });
  }

  controlBoxes() {
    const canvas = this.map.getContainer().getBoundingClientRect();
    return [...this.root.querySelectorAll(".maplibregl-ctrl")].map((control) => {
      const { left, right, top, bottom } = control.getBoundingClientRect();
      return {
        left: left - canvas.left,
        right: right - canvas.left,
        top: top - canvas.top,
        bottom: bottom - canvas.top,
      };
    });
  }

  boxOf({ marker, isCluster }) {
    const { x, y } = this.map.project(marker.getLngLat());
    return isCluster
      ? { left: x - 22, right: x + 22, top: y - 22, bottom: y + 22 }
      : { left: x - 14, right: x + 14, top: y - 36, bottom: y };
  }

  marker(node, anchor, offset = [0, 0]) {
    return new this.library.Marker({ element: node, anchor, offset });
  }

  // --- the view -------------------------------------------------------------------------------
  edges() {
    const bounds = this.map.getBounds();
    const raw = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    return raw.map((value, side) =>
      side < 2 ? Math.max(LIMITS[side], value) : Math.min(LIMITS[side], value),
    );
  }

  bbox() {
    return this.edges().map((value) => value.toFixed(4)).join(",");
  }

  onMove(event) {
    this.drawGround();
    this.refresh();
    if (this.follow?.checked && (event.originalEvent || this.isGuided)) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.followNow(), FOLLOW_DELAY_MS);
    }
    this.isGuided = false;
  }

  // The list shows what the map shows: same form, same address, with the box in it.
  followNow() {
    this.form.elements.bbox.value = this.follow.checked ? this.bbox() : "";
    this.root.dispatchEvent(new CustomEvent("maillage:ask"));
  }

  stopFollowing() {
    this.follow.checked = false;
    this.form.elements.bbox.value = "";
  }

  // The list changed: the view goes where the new places are, unless it is the map that asked.
  onResults() {
    const edges = edgesOf(this.root.dataset.bounds);
    if (edges && !this.follow?.checked) {
      const [west, south, east, north] = edges;
      this.map.fitBounds([[west, south], [east, north]], { ...this.fitting(false), animate: false });
    }
    this.refresh();
  }

  async refresh() {
    const places = this.pointsUrl();
    if (places === this.asked) {
      return;
    }
    this.asked = places;
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    const towns = this.hasOwnStyle ? this.ask(this.townsUrl(), request.signal) : null;
    try {
      const [points, names] = await Promise.all([
        this.ask(places, request.signal),
        towns?.catch(() => null),
      ]);
      this.towns = names?.features ?? this.towns;
      this.show(points);
    } catch {
      if (!request.signal.aborted) {
        this.asked = "";
        this.status.textContent = this.text("Failed");
      }
    }
  }

  async ask(address, signal) {
    const response = await fetch(address, { signal });
    if (!response.ok) {
      throw new Error(`${response.status}`);
    }
    return response.json();
  }

  // The criteria of the list, in the view at hand rather than in the box of the list.
  pointsUrl() {
    const address = new URL(this.root.dataset.pointsUrl, location.href);
    address.searchParams.delete("bbox");
    address.searchParams.append("bbox", this.bbox());
    address.searchParams.append("zoom", Math.floor(this.map.getZoom()));
    return address.href;
  }

  townsUrl() {
    const address = new URL(this.root.dataset.contoursUrl, location.href);
    address.searchParams.set("niveau", "ville");
    address.searchParams.set("bbox", this.bbox());
    return address;
  }

  // --- pins -----------------------------------------------------------------------------------
  // Pins that stay are kept: neither the focus nor the eye loses them.
  show(collection) {
    const kept = new Map();
    const groups = groupsOf(collection.features, (coordinates) => this.map.project(coordinates));
    for (const group of groups) {
      const key = JSON.stringify(group);
      kept.set(key, this.pins.get(key) ?? this.pinOf(group));
      this.pins.delete(key);
    }
    for (const { marker } of this.pins.values()) {
      if (marker.getElement() === document.activeElement) {
        this.map.getCanvas().focus({ preventScroll: true });
      }
      marker.remove();
    }
    this.pins = kept;
    this.status.textContent = this.text("Shown", collection.total ?? collection.features.length);
    this.showTowns();
    this.root.dataset.state = "ready";
  }

  pinOf(group) {
    const isCluster = group.count > 1;
    const node = isCluster ? this.cluster(group) : this.point(group);
    const marker = this.marker(node, isCluster ? "center" : "bottom")
      .setLngLat(group.coordinates)
      .addTo(this.map);
    return { marker, isCluster };
  }

  cluster(group) {
    const pin = element("button", "pin pin--cluster");
    pin.type = "button";
    pin.setAttribute("aria-label", this.text("Cluster", group.count));
    pin.append(element("span", "pin__count", group.count));
    pin.addEventListener("click", (event) => {
      event.stopPropagation(); // a click that reaches the map closes what it opened
      const [west, south, east, north] = group.bounds;
      const isOneSpot = west === east && south === north;
      if (group.places && (isOneSpot || this.map.getZoom() >= CLOSEST_ZOOM)) {
        this.open(group, pin, "center");
      } else {
        this.isGuided = true;
        this.map.fitBounds([[west, south], [east, north]], { padding: 72, maxZoom: CLOSEST_ZOOM });
      }
    });
    return pin;
  }

  point(group) {
    const [place] = group.places;
    const pin = element("button", "pin");
    pin.type = "button";
    pin.classList.toggle("pin--open", place.state === "open");
    pin.classList.toggle("pin--approximate", Boolean(place.approximate));
    pin.dataset.lieu = place.slug;
    pin.setAttribute("aria-label", `${place.nom}, ${place.state_words}`);
    pin.append(element("span", "pin__dot"));
    pin.addEventListener("click", (event) => {
      event.stopPropagation();
      this.open(group, pin, "bottom");
    });
    return pin;
  }

  // One place, or those that share a position: name (a link to the sheet) and opening.
  open({ coordinates, places }, pin, anchor) {
    const content = element("div", "map__popup");
    if (places.some(({ approximate }) => approximate)) {
      content.append(element("p", "map__popup-note", this.text("Approximate")));
    }
    const list = element("ul", "map__popup-list");
    for (const place of places) {
      const link = element("a", "", place.nom);
      link.href = place.url;
      const item = element("li", "");
      item.append(link, element("span", "map__popup-state", place.state_words));
      list.append(item);
    }
    content.append(list);
    this.popup?.remove();
    this.popup = new this.library.Popup({
      offset: anchor === "center" ? 24 : { bottom: [0, -38], top: [0, 4] },
      maxWidth: "20rem",
      focusAfterOpen: true,
    })
      .setLngLat(coordinates)
      .setDOMContent(content)
      .addTo(this.map);
    this.popup.getElement().addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.popup.remove();
        pin.focus();
      }
    });
  }

  // A card of the list is pointed at or holds the focus: its pin grows.
  onCard({ target }) {
    const card = target.closest?.("[data-lieu]");
    const slug = card && !this.root.contains(card) ? card.dataset.lieu : "";
    if (slug === this.shownSlug || this.root.contains(target)) {
      return;
    }
    this.shownSlug = slug;
    for (const pin of this.root.querySelectorAll(".pin[data-lieu]")) {
      pin.classList.toggle("pin--current", pin.dataset.lieu === slug);
    }
  }
}

// Loads and shows the map. Resolves to whether there is one: the page keeps its list either way.
export async function startMap(root) {
  if (!mapIsWelcome()) {
    return false;
  }
  try {
    await new PlacesMap(root).load();
    return true;
  } catch {
    root.replaceChildren();
    return false;
  }
}
