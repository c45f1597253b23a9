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
export function recordLink({ links, organization }, columns, cells) {
  if (!links) return null;
  const cellOf = (/** @type {string} */ name) => cells[columns.findIndex((column) => column.name === name)] ?? null;
  const link = links[organization ? String(cellOf(organization)) : ''] ?? links[''];
  if (!link) return null;
  let whole = true;
  const address = link.replaceAll(/\{\{(.+?)\}\}/g, (_, name) => {
    const cell = cellOf(name);
    whole &&= cell !== null && cell !== '';
    return encodeURIComponent(String(cell));
  });
  return whole && /^https?:\/\//i.test(address) ? address : null;
}
