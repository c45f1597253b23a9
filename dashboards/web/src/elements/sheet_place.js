/** Where sheets open that stand above everything else. */

import { isMirrored } from '../locale.js';

const MARGIN = 8; // px that stay free at the edges of the window

/**
 * The left edge of a sheet that begins with its button, or ends with it, in the direction of the language.
 * @param {DOMRect} button
 * @param {number} width px of the sheet
 * @param {'start' | 'end'} edge that both share
 * @returns {string} CSS
 */
export function sheetLeft(button, width, edge) {
  const left = (edge === 'start') === isMirrored() ? button.right - width : button.left;
  return `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`;
}
