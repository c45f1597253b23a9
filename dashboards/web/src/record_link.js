/** Links from values to records of a CRM. */

/** @typedef {import('./wire.d.ts').Cell} Cell */
/** @typedef {import('./wire.d.ts').Column} Column */

/**
 * Where a cell of a column leads: its link, the holes filled with other cells of the row.
 * @param {Column} column
 * @param {Column[]} columns
 * @param {Cell[]} cells of the row
 * @returns {string | null} null where it leads nowhere: a column that the link needs is not there, or empty
 */
export function recordLink({ link }, columns, cells) {
  if (!link) return null;
  let whole = true;
  const address = link.replaceAll(/\{\{(.+?)\}\}/g, (_, name) => {
    const cell = cells[columns.findIndex((column) => column.name === name)] ?? null;
    whole &&= cell !== null && cell !== '';
    return encodeURIComponent(String(cell));
  });
  return whole && /^https?:\/\//i.test(address) ? address : null;
}
