// Names of towns on our own style: the biggest first, where there is room. They are drawn as
// text of the page, so that they have its typeface and need no glyph server.

const LETTER_PX = 7.6;
const HEIGHT_PX = 20;
// Tried one after the other: just under the point, then clear of the pins that sit on it.
const OFFSETS_PX = [6, 26, -48, 44, -66];
const MARGIN_PX = 4;

function overlaps(one, other) {
  return (
    one.left < other.right + MARGIN_PX &&
    other.left < one.right + MARGIN_PX &&
    one.top < other.bottom + MARGIN_PX &&
    other.top < one.bottom + MARGIN_PX
  );
}

// `towns`: GeoJSON points, biggest first; `taken`: boxes in pixels of what is already there;
// `project`: coordinates to pixels; `size`: of the map, in pixels.
export function placeTowns({ towns, taken, project, size, limit }) {
  const boxes = [...taken];
  const placed = [];
  for (const town of towns) {
    if (placed.length >= limit) {
      break;
    }
    const { x, y } = project(town.geometry.coordinates);
    const half = (town.properties.nom.length * LETTER_PX) / 2;
    for (const offset of OFFSETS_PX) {
      const box = { left: x - half, right: x + half, top: y + offset, bottom: y + offset + HEIGHT_PX };
      const isInside =
        box.left > 0 && box.right < size.width && box.top > 0 && box.bottom < size.height;
      if (isInside && !boxes.some((other) => overlaps(box, other))) {
        boxes.push(box);
        placed.push({ town, offset });
        break;
      }
    }
  }
  return placed;
}
