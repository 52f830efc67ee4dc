// Whether a map is welcome here: not on a saved connection, not without WebGL 2. Small, so that
// a page can ask before it loads anything of the map.

export function mapIsWelcome() {
  if (navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches) {
    return false;
  }
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}
