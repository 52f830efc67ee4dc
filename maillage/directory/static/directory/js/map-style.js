// The project's own base style: boundaries that the server draws from its own table, no
// network beyond the site. Colours come from the stylesheet's tokens (light and dark).

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function ownStyle(contours) {
  const source = (level) => ({
    type: "geojson",
    data: `${contours}?niveau=${level}`,
    attribution: "© IGN, INSEE – contours simplifiés",
  });
  return {
    version: 8,
    sources: {
      region: source("region"),
      departement: source("departement"),
      bassin: source("bassin"),
      epci: source("epci"),
    },
    layers: [
      { id: "fond", type: "background", paint: { "background-color": token("--sunken") } },
      { id: "region", type: "fill", source: "region", paint: { "fill-color": token("--paper") } },
      {
        id: "epci",
        type: "line",
        source: "epci",
        minzoom: 8.5,
        paint: { "line-color": token("--line"), "line-width": 1 },
      },
      {
        id: "bassin",
        type: "line",
        source: "bassin",
        paint: { "line-color": token("--line-strong"), "line-width": 1, "line-dasharray": [3, 2] },
      },
      {
        id: "departement",
        type: "line",
        source: "departement",
        paint: { "line-color": token("--line-strong"), "line-width": 2 },
      },
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
