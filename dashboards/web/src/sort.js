/** Order of rows by one column. */

/** @typedef {import('./wire.d.ts').Cell} Cell */

const texts = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * A sorted copy; empty cells come last in either direction, and equal ones keep their order.
 * @param {Cell[][]} rows
 * @param {number} at index of the column
 * @param {boolean} descending
 * @returns {Cell[][]}
 */
export function sortRows(rows, at, descending) {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (a[at] === null || b[at] === null) return Number(a[at] === null) - Number(b[at] === null);
    return sign * compare(a[at], b[at]);
  });
}

/**
 * @param {Cell} a
 * @param {Cell} b
 */
function compare(a, b) {
  return typeof a === 'number' && typeof b === 'number' ? a - b : texts.compare(String(a), String(b));
}
