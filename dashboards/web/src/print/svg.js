/** Pieces of SVG as text. No DOM. */

import { isMirrored } from '../locale.js';

/** The first of these families comes with Swell; the others are for readers of an SVG who do not have it. */
export const FAMILY = 'Inter, system-ui, sans-serif';

/**
 * A text without the characters that XML has no way to write, and halves of others.
 * @param {string} text
 */
export function writable(text) {
  return text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}

/** @param {unknown} value */
export function escaped(value) {
  return writable(String(value))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} attributes those that are null or undefined are left out
 * @param {string} [inner]
 */
export function element(name, attributes, inner) {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? rounded(value) : value)}"`)
    .join('');
  return inner === undefined ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 100) / 100;
}

/**
 * A line of text; `y` is its baseline.
 * @param {string} words
 * @param {{x: number, y: number, size: number, color: string, bold?: boolean, align?: 'start' | 'middle' | 'end'}} look
 */
export function line(words, { x, y, size, color, bold = false, align = 'start' }) {
  // Inside what is mirrored a text stands the right way round again, and runs to the other side.
  const place = isMirrored() ? { transform: `translate(${rounded(x)} ${rounded(y)}) scale(-1 1)` } : { x, y };
  const edge = isMirrored() ? OPPOSITE[align] : align;
  const anchor = edge === 'start' ? null : edge;
  return element(
    'text',
    { ...place, 'font-size': size, fill: color, 'font-weight': bold ? 600 : null, 'text-anchor': anchor },
    turned(escaped(words)),
  );
}

/** @type {Record<string, string>} */
const OPPOSITE = { start: 'end', middle: 'middle', end: 'start' };

/**
 * A drawing of a language that is written from right to left as seen in a mirror; in others as it is. What is mirrored
 * twice is as it was: so do charts, which know the language themselves.
 * @param {number} width px
 * @param {string} inner
 */
export function sided(width, inner) {
  return isMirrored() && inner ? `<g transform="translate(${rounded(width)} 0) scale(-1 1)">${inner}</g>` : inner;
}

/** What is written from right to left runs so also beside numbers and signs: without a page nothing else says it. @param {string} text */
function turned(text) {
  return /[\u0590-\u08ff\u200f]/.test(text) ? `\u202b${text}\u202c` : text;
}

/**
 * The same for all texts of a drawing.
 * @param {string} svg
 */
export function directed(svg) {
  return svg.replaceAll(/>([^<>]+)<\/(text|tspan)>/g, (_, /** @type {string} */ text, /** @type {string} */ name) => `>${turned(text)}</${name}>`);
}

/**
 * @param {{x: number, y: number, width: number, height: number}} box
 * @param {Record<string, unknown>} look
 */
export function box({ x, y, width, height }, look) {
  return element('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), ...look });
}

/**
 * A drawing of its own, which may stand alone or inside another.
 * @param {{width: number, height: number}} size px
 * @param {string} inner
 * @param {Record<string, unknown>} [more] attributes
 */
export function drawing({ width, height }, inner, more = {}) {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
    'font-family': FAMILY,
    ...more,
  };
  return element('svg', attributes, inner);
}
