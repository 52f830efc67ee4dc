// Points and clusters too close to be touched one by one make a group: a finger needs 44 px, and
// several places may share the position of their commune.

const REACH_PX = 54;

function joined([west, south, east, north], other) {
  return [
    Math.min(west, other[0]),
    Math.min(south, other[1]),
    Math.max(east, other[2]),
    Math.max(north, other[3]),
  ];
}

function itemOf({ geometry, properties }) {
  const [longitude, latitude] = geometry.coordinates;
  return properties.count
    ? { count: properties.count, bounds: properties.bounds, places: null, longitude, latitude }
    : {
        count: 1,
        bounds: [longitude, latitude, longitude, latitude],
        places: [properties],
        longitude,
        latitude,
      };
}

// Features of the server → groups {count, bounds, places, coordinates}; `places` is null when
// the server did not name them. `project`: coordinates to pixels.
export function groupsOf(features, project) {
  const groups = [];
  const items = features.map(itemOf).sort((one, other) => other.count - one.count);
  for (const item of items) {
    const { x, y } = project([item.longitude, item.latitude]);
    const near = groups.find((group) => Math.hypot(group.x - x, group.y - y) < REACH_PX);
    if (near) {
      const count = near.count + item.count;
      near.longitude += ((item.longitude - near.longitude) * item.count) / count;
      near.latitude += ((item.latitude - near.latitude) * item.count) / count;
      near.count = count;
      near.bounds = joined(near.bounds, item.bounds);
      near.places = near.places && item.places && [...near.places, ...item.places];
    } else {
      groups.push({ ...item, x, y });
    }
  }
  return groups.map(({ count, bounds, places, longitude, latitude }) => ({
    count,
    bounds,
    places,
    coordinates: [longitude, latitude],
  }));
}
