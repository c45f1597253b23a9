/** Pieces of SVG as text. No DOM. */

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
  const anchor = align === 'start' ? null : align;
  return element(
    'text',
    { x, y, 'font-size': size, fill: color, 'font-weight': bold ? 600 : null, 'text-anchor': anchor },
    escaped(words),
  );
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
