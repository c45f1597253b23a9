/** The few pictures on buttons. All 16 px, drawn in the text's colour, and hidden from screen readers. */

import { html, svg } from '../../vendor/lit.js';

/**
 * @param {unknown} shape
 * @param {string} [kind]
 */
function icon(shape, kind = '') {
  return html`<svg class=${kind} width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;
}

export const sun = icon(svg`<circle cx="8" cy="8" r="3"/><path d="M8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M3.400 12.600l.7-.7M11.900 4.100l.7-.7"/>`);
export const moon = icon(svg`<path d="M13.500 9.800A6 6 0 0 1 6.200 2.500a6 6 0 1 0 7.300 7.300z"/>`);
export const table = icon(svg`<rect x="2" y="3" width="12" height="10" rx="1.500"/><path d="M2 6.500h12M2 9.800h12M6.500 6.500V13"/>`);
export const chart = icon(svg`<path d="M3 13.500V8M8 13.500v-11M13 13.500V5.500"/>`);
export const cross = icon(svg`<path d="M4 4l8 8M12 4l-8 8"/>`);
export const save = icon(svg`<path d="M8 2.500v8M4.800 7.500L8 10.700l3.200-3.200M3 13.500h10"/>`);
export const play = icon(svg`<path d="M5 3.200v9.600L12.500 8z" fill="currentColor"/>`);
export const copy = icon(svg`<rect x="5.500" y="5.500" width="8" height="8" rx="1.500"/><path d="M10.500 5.500V4A1.500 1.500 0 0 0 9 2.500H4A1.500 1.500 0 0 0 2.500 4v5A1.500 1.500 0 0 0 4 10.500h1.500"/>`);
export const chevron = icon(svg`<path d="M4.500 6.500L8 10l3.500-3.500"/>`);
/** It points onward, in the direction of the language. */
export const arrow = icon(svg`<path d="M3.500 8h9M9 4.500L12.500 8 9 11.500"/>`, 'onward');
export const lock = icon(svg`<rect x="3.500" y="7" width="9" height="6.500" rx="1.500"/><path d="M5.500 7V5a2.500 2.500 0 0 1 5 0v2"/>`);
export const undo = icon(svg`<path d="M5.500 3L2.500 6l3 3M3 6h6.500a4 4 0 0 1 0 8H6"/>`);
export const redo = icon(svg`<path d="M10.500 3l3 3-3 3M13 6H6.500a4 4 0 0 0 0 8H10"/>`);
export const pencil = icon(svg`<path d="M10.500 3l2.500 2.500L6 12.500l-3.200.7.7-3.200z"/>`);
export const code = icon(svg`<path d="M5.500 4.500L2 8l3.500 3.500M10.500 4.500L14 8l-3.500 3.500"/>`);
export const more = icon(svg`<circle cx="8" cy="3.500" r=".8" fill="currentColor"/><circle cx="8" cy="8" r=".8" fill="currentColor"/><circle cx="8" cy="12.500" r=".8" fill="currentColor"/>`);
