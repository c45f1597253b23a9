/** The colours of widgets on a picture: what the page does with style sheets, as plain values. No DOM. */

import { adaptBackground, adaptInk, appearance, luminance, parseColor, schemeOf } from '../color.js';
import { containerOf } from '../layout.js';
import { inks } from '../options/theme.js';

/** @typedef {import('../wire.d.ts').Placement} Placement */
/** @typedef {'light' | 'dark'} Scheme */
/**
 * @typedef {{scheme: Scheme, ink: string, muted: string, line: string, surface: string, sunken: string, accent: string,
 *   own: string | null, adapt: boolean}} Look `own`: the dashboard's colour under a widget
 */

/** As in styles/tokens.css. */
const GROUND = { light: '#f5f6f8', dark: '#0f1115' };
const LINE = { light: '#e1e5ea', dark: '#2b3038' };
const SUNKEN = { light: '#f2f4f7', dark: '#13161a' };
const ACCENT = { light: '#2f6bd8', dark: '#3a72d6' };

/**
 * The whole dashboard's scheme and ground.
 * @param {Record<string, any>} style of the layout
 * @param {Scheme} wanted
 */
export function groundOf(style, wanted) {
  const { scheme, adapt } = appearance(style.backgroundColor, wanted);
  const color = parseColor(style.backgroundColor);
  const pale = color && color.r > 0.9 && color.g > 0.9 && color.b > 0.9;
  const background = !adapt ? style.backgroundColor : pale ? null : fitted(style.backgroundColor, true, scheme);
  return { scheme, adapt, color: parseColor(background) ? String(background) : GROUND[scheme] };
}

/**
 * @param {import('../wire.d.ts').Page} page
 * @param {Placement} placement
 * @param {(widget: string) => string} typeOf
 * @param {{scheme: Scheme, adapt: boolean, color: string}} ground
 * @param {unknown} layoutBackground
 * @returns {Look}
 */
export function lookOf(page, placement, typeOf, ground, layoutBackground) {
  const behind = containerOf(page, placement, typeOf);
  const under = fitted(behind?.style.backgroundColor, ground.adapt, ground.scheme);
  const own = fitted(placement.style.backgroundColor, ground.adapt, ground.scheme);
  const scheme = schemeOf(own, schemeOf(under, ground.scheme));
  const stands = [own, under, ground.adapt ? null : layoutBackground].find((each) => parseColor(each) && !isClear(each));
  return shaded(scheme, stands ? String(stands) : null, ground.adapt);
}

/**
 * @param {Scheme} scheme
 * @param {string | null} own
 * @param {boolean} adapt
 * @returns {Look}
 */
function shaded(scheme, own, adapt) {
  const { text, muted, surface } = inks(scheme);
  const plain = { scheme, ink: text, muted, line: LINE[scheme], surface, sunken: SUNKEN[scheme], accent: ACCENT[scheme], own, adapt };
  const color = parseColor(own);
  if (!own || !color || luminance(color) > 0.9) return plain;
  return { ...plain, surface: own, sunken: mixed(own, text, 0.07), line: mixed(own, text, 0.16), muted: mixed(own, text, 0.7) };
}

/**
 * A colour of the dashboard in the scheme in which it is drawn.
 * @param {unknown} color
 * @param {boolean} adapt
 * @param {Scheme} scheme
 * @returns {string | null}
 */
export function fitted(color, adapt, scheme) {
  if (!parseColor(color)) return null;
  const text = adapt ? adaptBackground(String(color)) : String(color);
  return text === 'var(--surface)' ? inks(scheme).surface : text;
}

/**
 * @param {unknown} color of a text, as the dashboard has it
 * @param {Look} look
 * @param {string} otherwise
 */
export function inkOf(color, look, otherwise) {
  if (!parseColor(color)) return otherwise;
  return look.adapt ? adaptInk(String(color)) : String(color);
}

/** @param {unknown} color */
export function isClear(color) {
  return !color || (parseColor(color)?.a ?? 1) < 0.5;
}

/**
 * @param {string} one
 * @param {string} other
 * @param {number} share of the other, 0 to 1
 */
function mixed(one, other, share) {
  const [a, b] = [parseColor(one), parseColor(other)];
  if (!a || !b) return one;
  const part = (/** @type {'r' | 'g' | 'b'} */ key) => Math.round((a[key] * (1 - share) + b[key] * share) * 255);
  return `rgb(${part('r')}, ${part('g')}, ${part('b')})`;
}
