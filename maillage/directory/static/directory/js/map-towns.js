// Names of towns on our own style: the biggest first, where there is room. They are drawn as
// text of the page, so that they have its typeface and need no glyph server.

const LETTER_PX = 7.6;
const HEIGHT_PX = 20;
const MARGIN_PX = 4;
// Where the name may stand, under the point or above it. Only the biggest towns may be named
// further away, when pins sit on them: elsewhere the name would be taken for another place's.
const OFFSETS_PX = [6, 26, -48];
const FAR_OFFSETS_PX = [44, -66];
const BIGGEST = 6;
// A suburb is not named at a scale where it stands on its city.
const APART_PX = 40;

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
    if (placed.some((other) => Math.hypot(other.x - x, other.y - y) < APART_PX)) {
      continue;
    }
    const half = (town.properties.nom.length * LETTER_PX) / 2;
    const offsets = placed.length < BIGGEST ? [...OFFSETS_PX, ...FAR_OFFSETS_PX] : OFFSETS_PX;
    for (const offset of offsets) {
      const box = { left: x - half, right: x + half, top: y + offset, bottom: y + offset + HEIGHT_PX };
      const isInside =
        box.left > 0 && box.right < size.width && box.top > 0 && box.bottom < size.height;
      if (isInside && !boxes.some((other) => overlaps(box, other))) {
        boxes.push(box);
        placed.push({ town, offset, x, y });
        break;
      }
    }
  }
  return placed;
}
