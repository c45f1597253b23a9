/** The text of a cell, as a link where it leads to a record of a CRM. */

import { html, nothing } from '../../vendor/lit.js';
import { recordLink } from '../record_link.js';

/**
 * @param {string} text
 * @param {import('../wire.d.ts').Column} column
 * @param {import('../wire.d.ts').Column[]} columns
 * @param {import('../wire.d.ts').Cell[]} cells of the row
 */
export function linked(text, column, columns, cells) {
  const href = recordLink(column, columns, cells);
  if (!href) return text;
  const own = (/** @type {Event} */ event) => event.stopPropagation(); // it does not choose the row
  return html`<a href=${href} target="_blank" rel="noopener noreferrer" title=${column.tooltip ?? nothing} @click=${own} @keydown=${own}>${text}</a>`;
}
