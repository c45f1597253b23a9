/** Projections of maps: from degrees to a plane whose y grows downward. */

/** @typedef {[number, number]} Point */
/** @typedef {{project: (point: Point) => Point, unproject: (point: Point) => Point}} Projection */

const RADIANS = Math.PI / 180;

/** @type {Projection} */
export const MERCATOR = {
  project: ([x, y]) => [x * RADIANS, -Math.log(Math.tan(Math.PI / 4 + (Math.max(-84, Math.min(84, y)) * RADIANS) / 2))],
  unproject: ([x, y]) => [x / RADIANS, (2 * Math.atan(Math.exp(-y)) - Math.PI / 2) / RADIANS],
};

/** @type {Projection} between Mercator and a flat grid: the poles are nearer */
export const MILLER = {
  project: ([x, y]) => [x * RADIANS, -1.25 * Math.log(Math.tan(Math.PI / 4 + 0.4 * y * RADIANS))],
  unproject: ([x, y]) => [x / RADIANS, (2.5 * (Math.atan(Math.exp(-y / 1.25)) - Math.PI / 4)) / RADIANS],
};

/** @type {Projection} degrees as they are */
export const EQUIRECTANGULAR = {
  project: ([x, y]) => [x * RADIANS, -y * RADIANS],
  unproject: ([x, y]) => [x / RADIANS, -y / RADIANS],
};

/**
 * Albers' conic projection, which keeps areas, around a point.
 * @param {{turn: number, centre: Point, parallels: Point, scale: number, shift: Point}} form degrees; `shift` in the plane
 * @returns {(point: Point) => Point}
 */
function conic({ turn, centre, parallels, scale, shift }) {
  const [south, north] = parallels.map((degrees) => Math.sin(degrees * RADIANS));
  const n = (south + north) / 2;
  const c = 1 + south * (2 * n - south);
  const raw = (/** @type {Point} */ [x, y]) => {
    const r = Math.sqrt(Math.max(0, c - 2 * n * Math.sin(y * RADIANS))) / n;
    return [r * Math.sin(n * x * RADIANS), -r * Math.cos(n * x * RADIANS)];
  };
  const [left, top] = raw(centre);
  return ([x, y]) => {
    const turned = ((((x + turn + 180) % 360) + 360) % 360) - 180;
    const [px, py] = raw([turned, y]);
    return [(px - left) * scale + shift[0], -(py - top) * scale + shift[1]];
  };
}

const MAINLAND = conic({ turn: 96, centre: [-0.6, 38.7], parallels: [29.5, 45.5], scale: 1, shift: [0, 0] });
const ALASKA = conic({ turn: 154, centre: [-2, 58.5], parallels: [55, 65], scale: 0.35, shift: [-0.307, 0.201] });
const HAWAII = conic({ turn: 157, centre: [-3, 19.9], parallels: [8, 18], scale: 1, shift: [-0.205, 0.212] });

/** @type {Projection} the United States, with Alaska (smaller) and Hawaii below the mainland's west */
export const ALBERS_USA = {
  project: ([x, y]) => (y > 50 ? ALASKA([x, y]) : y < 24 && x < -140 ? HAWAII([x, y]) : MAINLAND([x, y])),
  unproject: (point) => point, // only asked for where a map can be moved
};
