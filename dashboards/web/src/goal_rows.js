/** The rows of a goal in the order in which they are shown: as a tree of teams, or by a column. No DOM. */

import { sortBy } from './sort.js';

/** @typedef {import('./wire.d.ts').GoalStanding} Standing */

/**
 * @typedef {{row: Standing, depth: number, leads: boolean}} Line
 */

/**
 * Everybody below who is above them, with how deep they are. Who is above and not among the rows counts as nobody.
 * @param {Standing[]} rows in the order in which those of one team are shown
 * @returns {Line[]}
 */
export function asTree(rows) {
  const known = new Set(rows.map((row) => row.id));
  /** @type {Map<string | null, Standing[]>} */
  const below = new Map();
  for (const row of rows) {
    const above = row.manager !== null && known.has(row.manager) ? row.manager : null;
    below.set(above, [...(below.get(above) ?? []), row]);
  }
  /** @type {(above: string | null, depth: number) => Line[]} */
  const lines = (above, depth) =>
    (below.get(above) ?? []).flatMap((row) => [{ row, depth, leads: below.has(row.id) }, ...lines(row.id, depth + 1)]);
  return lines(null, 0);
}

/**
 * The lines by a column, or as a tree where there is none.
 * @param {Standing[]} rows
 * @param {'everybody' | 'teams' | 'people'} who
 * @param {keyof Standing | 'growth' | null} column
 * @param {boolean} descending
 * @returns {Line[]}
 */
export function linesOf(rows, who, column, descending) {
  const tree = asTree(rows);
  const shown = who === 'everybody' ? tree : tree.filter(({ row }) => (row.level === 'Person') === (who === 'people'));
  if (column === null) return who === 'people' ? shown.map((line) => ({ ...line, depth: 0 })) : shown;
  return sortBy(shown, ({ row }) => (column === 'growth' ? growth(row) : row[column]), descending).map((line) => ({ ...line, depth: 0 }));
}

/**
 * How much more than a year before by the same point; null where there was nothing then.
 * @param {Standing} row
 */
export function growth(row) {
  return row.last_year_to_date > 0 ? row.actual / row.last_year_to_date - 1 : null;
}

/**
 * Where the bar of what is reached ends, and where it had to be by now, in per cent of the room: the target is at 100, or
 * lower where more was reached.
 * @param {Standing} row
 */
export function barOf(row) {
  const reached = Math.max(row.attainment ?? 0, 0);
  const room = Math.max(reached, 1);
  return { reached: (100 * reached) / room, target: 100 / room, due: row.gone > 0 && row.gone < 1 ? (100 * row.gone) / room : null };
}
