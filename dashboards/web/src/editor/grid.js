/** Places on a grid: moved, resized, found free. Plain numbers, no DOM. */

/** @typedef {import('./source.js').Place} Place */

/**
 * @param {Place} place
 * @param {number} rows how far down
 * @param {number} columns how far to the right
 * @param {number} width of the grid in columns
 * @returns {Place} inside the grid, whose rows have no end
 */
export function moved(place, rows, columns, width) {
  const column = Math.min(Math.max(0, place.column + columns), Math.max(0, width - place.colspan));
  return { ...place, row: Math.max(0, place.row + rows), column };
}

/**
 * @param {Place} place
 * @param {string} edges that are dragged: any of `n`, `s`, and any of `e`, `w`
 * @param {number} rows how far down
 * @param {number} columns how far to the right
 * @param {number} width of the grid in columns
 * @returns {Place} at least one cell, inside the grid
 */
export function resized(place, edges, rows, columns, width) {
  let { row, column } = place;
  let bottom = row + place.rowspan;
  let right = column + place.colspan;
  if (edges.includes('n')) row = Math.min(Math.max(0, row + rows), bottom - 1);
  if (edges.includes('s')) bottom = Math.max(row + 1, bottom + rows);
  if (edges.includes('w')) column = Math.min(Math.max(0, column + columns), right - 1);
  if (edges.includes('e')) right = Math.max(column + 1, Math.min(Math.max(width, right), right + columns));
  return { ...place, row, column, rowspan: bottom - row, colspan: right - column };
}

/**
 * The first place, in reading order, that no widget covers.
 * @param {Place[]} taken
 * @param {number} width of the grid in columns
 * @param {{rowspan: number, colspan: number}} size
 * @returns {Place}
 */
export function freePlace(taken, width, { rowspan, colspan }) {
  const columns = Math.min(colspan, width);
  const end = Math.max(0, ...taken.map((one) => one.row + one.rowspan));
  for (let row = 0; row < end; row += 1) {
    for (let column = 0; column + columns <= width; column += 1) {
      const place = { row, column, rowspan, colspan: columns };
      if (!taken.some((one) => overlap(one, place))) return place;
    }
  }
  return { row: end, column: 0, rowspan, colspan: columns };
}

/**
 * @param {Place} one
 * @param {Place} other
 */
export function overlap(one, other) {
  return (
    one.row < other.row + other.rowspan &&
    other.row < one.row + one.rowspan &&
    one.column < other.column + other.colspan &&
    other.column < one.column + one.colspan
  );
}
