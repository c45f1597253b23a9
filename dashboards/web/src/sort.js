/** Order of rows by one column. */

import { byLocale } from './locale.js';

/** @typedef {import('./wire.d.ts').Cell} Cell */

const collator = byLocale((name) => new Intl.Collator(name, { numeric: true, sensitivity: 'base' }));

/**
 * A sorted copy; empty cells come last in either direction, and equal ones keep their order.
 * @param {Cell[][]} rows
 * @param {number} at index of the column
 * @param {boolean} descending
 * @returns {Cell[][]}
 */
export function sortRows(rows, at, descending) {
  return sortBy(rows, (row) => row[at], descending);
}

/**
 * A sorted copy of anything by a cell of it. Texts are compared once a value, since words compare slowly.
 * @template T
 * @param {T[]} list
 * @param {(one: T) => Cell} cellOf
 * @param {boolean} descending
 * @returns {T[]}
 */
export function sortBy(list, cellOf, descending) {
  const sign = descending ? -1 : 1;
  const ranks = rankTexts(list.map(cellOf));
  const keyed = list.map((one) => {
    const cell = cellOf(one);
    return { one, cell, rank: typeof cell === 'number' ? cell : (ranks.get(cell) ?? 0) };
  });
  keyed.sort((a, b) => {
    if (a.cell === null || b.cell === null) return Number(a.cell === null) - Number(b.cell === null);
    // A column of numbers and texts is rare: numbers come first.
    if (typeof a.cell !== typeof b.cell) return sign * (Number(typeof a.cell !== 'number') - Number(typeof b.cell !== 'number'));
    return sign * (a.rank - b.rank);
  });
  return keyed.map(({ one }) => one);
}

/**
 * @param {Cell[]} cells
 * @returns {Map<Cell, number>} the place of each text among all; those that compare equal share one
 */
function rankTexts(cells) {
  const texts = collator();
  const distinct = [...new Set(cells)].filter((cell) => cell !== null && typeof cell !== 'number');
  const sorted = distinct.map((cell) => ({ cell, text: String(cell) })).sort((a, b) => texts.compare(a.text, b.text));
  const ranks = new Map();
  let rank = 0;
  sorted.forEach(({ cell, text }, at) => {
    if (at > 0 && texts.compare(sorted[at - 1].text, text) !== 0) rank += 1;
    ranks.set(cell, rank);
  });
  return ranks;
}
