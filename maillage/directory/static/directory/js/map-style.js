// The project's own base style: boundaries that the server draws from its own table, no
// network beyond the site. Colours come from the stylesheet's tokens (light and dark).

export const CONTOURS = "contours";
// From a zoom on: what is drawn, by cells of how many degrees.
const TIERS = [
  { zoom: 11, levels: "departement,bassin,epci,commune", cell: 0.25 },
  { zoom: 9, levels: "departement,bassin,epci", cell: 0.5 },
];
const FAR_LEVELS = "departement,bassin";
// The server draws communes for a close view only.
const WIDEST_DEGREES = 2;

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// What boundaries to draw for a view: all of the territory from afar, the finest ones of the
// neighbourhood up close. The box grows to whole cells, so that a small move asks for nothing.
export function contoursUrl(base, [west, south, east, north], zoom) {
  for (const tier of TIERS) {
    const down = (value) => Math.floor(value / tier.cell) * tier.cell;
    const up = (value) => Math.ceil(value / tier.cell) * tier.cell;
    const box = [down(west), down(south), up(east), up(north)];
    if (zoom >= tier.zoom && Math.max(box[2] - box[0], box[3] - box[1]) <= WIDEST_DEGREES) {
      return `${base}?niveau=${tier.levels}&bbox=${box}`;
    }
  }
  return `${base}?niveau=${FAR_LEVELS}`;
}

function lines(id, colour, width, more = {}) {
  return {
    id,
    type: "line",
    source: CONTOURS,
    filter: ["==", ["get", "kind"], id],
    layout: { "line-join": "round" },
    paint: { "line-color": token(colour), "line-width": width, ...more },
  };
}

export function ownStyle(contours, attribution) {
  const growing = (far, close) => ["interpolate", ["linear"], ["zoom"], 7, far, 12, close];
  return {
    version: 8,
    sources: { [CONTOURS]: { type: "geojson", data: contours, attribution } },
    layers: [
      { id: "fond", type: "background", paint: { "background-color": token("--map-outside") } },
      {
        id: "sol",
        type: "fill",
        source: CONTOURS,
        filter: ["==", ["get", "kind"], "departement"],
        paint: { "fill-color": token("--map-ground"), "fill-antialias": false },
      },
      lines("commune", "--map-commune", 1),
      lines("epci", "--map-epci", growing(1, 1.75)),
      lines("bassin", "--map-bassin", growing(2, 5), { "line-opacity": 0.55 }),
      lines("departement", "--map-departement", growing(1.25, 2), { "line-dasharray": [4, 2] }),
    ],
  };
}

// The configured style when it answers within the delay, else null: the map then keeps ours.
export async function remoteStyle(address, delayMs) {
  if (!address) {
    return null;
  }
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(delayMs) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
