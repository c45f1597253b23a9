/** The lines of a table: rows in order, with subtotals between them; and which of them are seen. No DOM. */

import { sortBy, sortRows } from './sort.js';

/** @typedef {import('./wire.d.ts').Cell} Cell */
/** @typedef {import('./wire.d.ts').Subtotal} Subtotal */
/** @typedef {{at: number, descending: boolean} | null} Sorting a column and its direction */
/** @typedef {{totals: Subtotal[], closed: Iterable<string>}} Folding totals by the first group, and the groups whose rows are folded, by key */
/**
 * @typedef {{cells: Cell[], depth: number, first: number, group?: string}} Line a row (depth 0), or the subtotal by the first `depth` groups;
 *   cells before `first` repeat the line above; `group`: the key of the group that it begins, or stands for when that is folded
 */

/**
 * @param {Cell[][]} rows
 * @param {Subtotal[]} subtotals
 * @param {number[]} groups the columns of the groups, the outermost first
 * @param {Sorting} sorting
 * @param {Folding | null} [folding]
 * @returns {Line[]}
 */
export function tableLines(rows, subtotals, groups, sorting, folding = null) {
  const deepest = Math.max(folding ? 1 : 0, ...subtotals.map((each) => each.depth));
  if (deepest === 0 || groups.length <= deepest) {
    const sorted = sorting ? sortRows(rows, sorting.at, sorting.descending) : rows;
    return sorted.map((cells) => ({ cells, depth: 0, first: 0 }));
  }
  const byKey = (/** @type {Subtotal[]} */ some) => new Map(some.map((each) => [keyOf(each.cells, groups.slice(0, each.depth)), each.cells]));
  const known = byKey(subtotals);
  const folded = byKey(folding?.totals ?? []);
  const closed = new Set(folding?.closed);
  /** @type {Line[]} */
  const lines = [];
  addBlock(rows, 0, 0);
  return lines;

  /**
   * Rows that have the first `level` groups in common, each value of the next followed by its subtotal.
   * @param {Cell[][]} block
   * @param {number} level
   * @param {number} repeated how many groups of the first row say what the line above says
   */
  function addBlock(block, level, repeated) {
    if (level === deepest) {
      const sorted = sorting ? sortRows(block, sorting.at, sorting.descending) : block;
      sorted.forEach((cells, at) => lines.push({ cells, depth: 0, first: at === 0 ? repeated : level }));
      return;
    }
    const parts = [...partition(block, groups[level]).values()].map((part) => ({
      part,
      key: keyOf(part[0], groups.slice(0, level + 1)),
      total: known.get(keyOf(part[0], groups.slice(0, level + 1))) ?? null,
    }));
    const inOrder = sorting
      ? sortBy(parts, ({ part, total }) => (groups.includes(sorting.at) ? part[0] : (total ?? part[0]))[sorting.at], sorting.descending)
      : parts;
    inOrder.forEach(({ part, total, key }, at) => {
      if (folding && level === 0) {
        if (closed.has(key)) {
          const only = part[0].map((cell, place) => (place === groups[0] ? cell : null));
          lines.push({ cells: folded.get(key) ?? only, depth: 1, first: 0, group: key });
          return;
        }
        const begin = lines.length;
        addBlock(part, level + 1, 0);
        lines[begin].group = key;
      } else addBlock(part, level + 1, at === 0 ? repeated : level);
      if (total) lines.push({ cells: total, depth: level + 1, first: 0 });
    });
  }
}

/**
 * @param {Cell[]} cells
 * @param {number[]} places
 */
function keyOf(cells, places) {
  return JSON.stringify(places.map((at) => cells[at]));
}

/**
 * @param {Cell[][]} rows
 * @param {number} at
 * @returns {Map<Cell, Cell[][]>} the rows of each value, in the order in which values come first
 */
function partition(rows, at) {
  const parts = new Map();
  for (const row of rows) {
    const part = parts.get(row[at]);
    if (part) part.push(row);
    else parts.set(row[at], [row]);
  }
  return parts;
}

/** Lines drawn beyond the edges of what is seen, and by how many what is drawn moves at once. */
const MARGIN = 16;
const STEP = 8;

/** So many lines are drawn all at once: they scroll by themselves, and the browser finds words in them. */
export const ALL_UP_TO = 200;

/**
 * Which lines to draw, and how high the empty space before and after them is.
 * @param {number} count of lines
 * @param {number} top how far is scrolled, in px
 * @param {number} height of what is seen, in px
 * @param {number} lineHeight in px
 * @returns {{from: number, to: number, before: number, after: number}}
 */
export function linesInView(count, top, height, lineHeight) {
  if (count <= ALL_UP_TO) return { from: 0, to: count, before: 0, after: 0 };
  const seen = Math.floor(Math.max(0, top) / lineHeight / STEP) * STEP;
  const from = Math.max(0, Math.min(seen - MARGIN, count - 1));
  const to = Math.min(count, seen + Math.ceil(height / lineHeight) + MARGIN + STEP);
  return { from, to, before: from * lineHeight, after: (count - to) * lineHeight };
}

/**
 * Some of many things, spread evenly; all where they are few.
 * @template T
 * @param {T[]} list
 * @param {number} most
 * @returns {T[]}
 */
export function sample(list, most) {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, at) => list[Math.floor((at * list.length) / most)]);
}
