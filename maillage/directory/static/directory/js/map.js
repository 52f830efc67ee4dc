// The map: loaded only when it is seen, absent without WebGL or with « Save-Data ». Points and
// clusters come from the server for the view at hand; each place is in the list too.
//
// <div data-map data-points-url data-contours-url data-bounds="w,s,e,n" data-style-url
//      data-maplibre data-worker data-css data-texts="{json}">

import { ownStyle, remoteStyle } from "./map-style.js";

const STYLE_DELAY_MS = 4000;
const FOLLOW_DELAY_MS = 400;

function hasWebGl() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

export function mapIsWelcome() {
  return !navigator.connection?.saveData && hasWebGl();
}

function element(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  if (text !== undefined) {
    node.textContent = text;
  }
  return node;
}

export class PlacesMap {
  constructor(root) {
    this.root = root;
    this.texts = JSON.parse(root.dataset.texts);
    this.markers = [];
    this.towns = [];
    this.popup = null;
    this.request = null;
    this.timer = 0;
    this.isMovedByUser = false;
  }

  static async start(root) {
    const map = new PlacesMap(root);
    await map.load();
    return map;
  }

  async load() {
    const { dataset } = this.root;
    const sheet = element("link", "");
    sheet.rel = "stylesheet";
    sheet.href = dataset.css;
    document.head.append(sheet);
    this.library = await import(dataset.maplibre);
    this.library.setWorkerUrl(new URL(dataset.worker, location.href).href);
    const canvas = element("div", "map__canvas");
    this.root.prepend(canvas);
    const [west, south, east, north] = dataset.bounds.split(",").map(Number);
    this.map = new this.library.Map({
      container: canvas,
      style: ownStyle(dataset.contoursUrl),
      bounds: [[west, south], [east, north]],
      fitBoundsOptions: { padding: 48, maxZoom: 13 },
      attributionControl: { compact: true },
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      dragRotate: false,
      pitchWithRotate: false,
      locale: this.texts.locale,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new this.library.NavigationControl({ showCompass: false }), "top-right");
    this.map.getCanvas().setAttribute("aria-label", this.texts.canvas);
    this.map.on("moveend", (event) => this.onMove(event));
    this.map.on("error", () => {});
    this.addBar();
    this.useRemoteStyle(dataset.styleUrl);
    await this.refresh();
  }

  async useRemoteStyle(address) {
    const style = await remoteStyle(address, STYLE_DELAY_MS);
    this.hasOwnStyle = style === null;
    if (style) {
      this.map.setStyle(style);
      this.showTowns([]);
    } else if (address) {
      this.status.textContent = this.texts.noNetwork;
    }
  }

  addBar() {
    const bar = element("div", "map__bar");
    this.status = element("p", "map__status");
    this.status.setAttribute("role", "status");
    const target = document.querySelector(this.root.dataset.form || "form[data-results-form]");
    if (target?.elements.bbox) {
      this.form = target;
      const label = element("label", "", "");
      this.follow = element("input", "");
      this.follow.type = "checkbox";
      this.follow.addEventListener("change", () => this.followNow());
      label.append(this.follow, this.texts.follow);
      bar.append(label);
    }
    bar.append(this.status);
    this.root.append(bar);
  }

  bbox() {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
      .map((value, index) => Math.max([-180, -90, -180, -90][index], Math.min([180, 90, 180, 90][index], value)).toFixed(4))
      .join(",");
  }

  onMove(event) {
    this.refresh();
    if (event.originalEvent && this.follow?.checked) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.followNow(), FOLLOW_DELAY_MS);
    }
  }

  // The list shows what the map shows: same form, same address, with the box in it.
  followNow() {
    this.form.elements.bbox.value = this.follow.checked ? this.bbox() : "";
    this.form.requestSubmit();
  }

  async refresh() {
    this.request?.abort();
    this.request = new AbortController();
    const address = new URL(this.root.dataset.pointsUrl, location.href);
    address.searchParams.set("bbox", this.bbox());
    address.searchParams.set("zoom", Math.floor(this.map.getZoom()));
    try {
      const response = await fetch(address, { signal: this.request.signal });
      if (response.ok) {
        this.show(await response.json());
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        this.status.textContent = this.texts.failed;
      }
    }
  }

  show(collection) {
    for (const marker of this.markers) {
      marker.remove();
    }
    this.markers = collection.features.map((feature) => {
      const pin = feature.properties.count ? this.cluster(feature) : this.point(feature);
      return new this.library.Marker({ element: pin, anchor: feature.properties.count ? "center" : "bottom" })
        .setLngLat(feature.geometry.coordinates)
        .addTo(this.map);
    });
    if (this.hasOwnStyle !== false && collection.towns) {
      this.showTowns(collection.towns);
    }
    this.status.textContent = this.texts.shown.replace("{n}", collection.total ?? collection.features.length);
  }

  showTowns(towns) {
    for (const marker of this.towns) {
      marker.remove();
    }
    this.towns = towns.map(({ nom, coordinates }) => {
      const label = element("span", "town", nom);
      label.setAttribute("aria-hidden", "true");
      return new this.library.Marker({ element: label, anchor: "bottom", offset: [0, -6] })
        .setLngLat(coordinates)
        .addTo(this.map);
    });
  }

  cluster({ properties }) {
    const pin = element("button", "pin pin--cluster");
    pin.type = "button";
    pin.setAttribute("aria-label", this.texts.cluster.replace("{n}", properties.count));
    pin.append(element("span", "pin__count", properties.count));
    pin.addEventListener("click", () => {
      const [west, south, east, north] = properties.bounds;
      this.map.fitBounds([[west, south], [east, north]], { padding: 64, maxZoom: 15 });
    });
    return pin;
  }

  point({ geometry, properties }) {
    const pin = element("button", "pin");
    pin.type = "button";
    pin.classList.toggle("pin--open", properties.state === "open");
    pin.classList.toggle("pin--approximate", Boolean(properties.approximate));
    pin.dataset.lieu = properties.slug;
    pin.setAttribute("aria-label", `${properties.nom}, ${properties.state_words}`);
    pin.append(element("span", "pin__dot"));
    pin.addEventListener("click", () => this.open(geometry.coordinates, properties));
    return pin;
  }

  open(coordinates, properties) {
    const content = element("div", "map__popup");
    const name = element("p", "");
    name.append(element("strong", "", properties.nom));
    content.append(name, element("p", "", properties.state_words));
    if (properties.approximate) {
      content.append(element("p", "", this.texts.approximate));
    }
    const link = element("a", "", this.texts.sheet);
    link.href = properties.url;
    content.append(link);
    this.popup?.remove();
    this.popup = new this.library.Popup({ offset: 24, focusAfterOpen: true })
      .setLngLat(coordinates)
      .setDOMContent(content)
      .addTo(this.map);
  }

  // Called when a card of the list is pointed at or focused.
  highlight(slug) {
    for (const pin of this.root.querySelectorAll(".pin[data-lieu]")) {
      pin.setAttribute("aria-current", String(pin.dataset.lieu === slug));
    }
  }

  // The list changed (other filters): same view unless the new places are elsewhere.
  reload(pointsUrl, bounds) {
    this.root.dataset.pointsUrl = pointsUrl;
    if (bounds && !this.follow?.checked) {
      const [west, south, east, north] = bounds.split(",").map(Number);
      this.map.fitBounds([[west, south], [east, north]], { padding: 48, maxZoom: 13, animate: false });
    }
    this.refresh();
  }
}

// Starts the map when it comes into view; the button of a telephone makes it come.
export function enhanceMaps(root) {
  for (const node of root.querySelectorAll("[data-map]")) {
    if (!mapIsWelcome()) {
      node.closest("[data-map-area]")?.remove();
      continue;
    }
    node.hidden = false;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        observer.disconnect();
        PlacesMap.start(node).then(
          (map) => node.dispatchEvent(new CustomEvent("map:ready", { detail: map, bubbles: true })),
          () => node.closest("[data-map-area]")?.remove(),
        );
      }
    });
    observer.observe(node);
  }
}
