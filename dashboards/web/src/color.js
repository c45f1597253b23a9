/** Colours: reading them, and fitting a dashboard's own colours to the scheme in which it is shown. */

/** @typedef {{r: number, g: number, b: number, a: number}} Rgba parts from 0 to 1 */
/** @typedef {'light' | 'dark'} Scheme */

/**
 * @param {unknown} text `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(…)` or `rgba(…)`
 * @returns {Rgba | null} null when it is no such colour
 */
export function parseColor(text) {
  if (typeof text !== 'string') return null;
  const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text.trim());
  if (hex) {
    const digits = hex[1].length < 6 ? [...hex[1]].map((digit) => digit + digit).join('') : hex[1];
    const [r, g, b, a = 255] = (digits.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
    return { r: r / 255, g: g / 255, b: b / 255, a: a / 255 };
  }
  const call = /^rgba?\(([^)]+)\)$/i.exec(text.trim());
  const parts = call?.[1].split(/[\s,/]+/).filter(Boolean).map(Number) ?? [];
  if (parts.length < 3 || parts.some(Number.isNaN)) return null;
  return { r: parts[0] / 255, g: parts[1] / 255, b: parts[2] / 255, a: parts[3] ?? 1 };
}

/**
 * Relative luminance as WCAG 2 defines it, 0 (black) to 1 (white).
 * @param {Rgba} color
 */
export function luminance({ r, g, b }) {
  const linear = (/** @type {number} */ part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/**
 * The scheme that a background asks of what stands on it.
 * @param {unknown} background
 * @param {Scheme} otherwise for no or a see-through background
 * @returns {Scheme}
 */
export function schemeOf(background, otherwise) {
  const color = parseColor(background);
  if (!color || color.a < 0.5) return otherwise;
  return luminance(color) < 0.25 ? 'dark' : 'light';
}

/**
 * How a dashboard with this background appears: its scheme, and whether its colours were chosen for the other one.
 * A dark dashboard stays dark everywhere; a light one follows the reader.
 * @param {unknown} background of the layout
 * @param {Scheme} wanted by the reader
 * @returns {{scheme: Scheme, adapt: boolean}}
 */
export function appearance(background, wanted) {
  if (schemeOf(background, 'light') === 'dark') return { scheme: 'dark', adapt: false };
  return { scheme: wanted, adapt: wanted === 'dark' };
}

/**
 * A background or border of a light dashboard for a dark one: the hue stays, light ones become dark, dark ones stay,
 * and white becomes what cards of our own stand on.
 * @param {string} text
 * @returns {string} the text itself when it is no colour that we can read
 */
export function adaptBackground(text) {
  const color = parseColor(text);
  if (color && color.a > 0.5 && Math.min(color.r, color.g, color.b) > 0.98) return 'var(--surface)';
  return withLightness(text, (l) => Math.min(l, 0.92 - l * 0.81));
}

/**
 * An ink of a light dashboard for a dark one: dark ones become light, light ones stay.
 * @param {string} text
 * @returns {string} the text itself when it is no colour that we can read
 */
export function adaptInk(text) {
  return withLightness(text, (l) => Math.max(l, 0.92 - l * 0.5));
}

/**
 * @param {string} text
 * @param {(lightness: number) => number} change
 */
function withLightness(text, change) {
  const color = parseColor(text);
  if (!color) return text;
  const [h, s, l] = toHsl(color);
  const [r, g, b] = fromHsl(h, s * 0.85, change(l));
  return `rgba(${Math.round(r * 255)}, ${Math.round(g * 255)}, ${Math.round(b * 255)}, ${color.a})`;
}

/**
 * @param {Rgba} color
 * @returns {[number, number, number]}
 */
function toHsl({ r, g, b }) {
  const high = Math.max(r, g, b);
  const low = Math.min(r, g, b);
  const l = (high + low) / 2;
  const range = high - low;
  if (range === 0) return [0, 0, l];
  const s = range / (1 - Math.abs(2 * l - 1));
  const h = high === r ? ((g - b) / range + 6) % 6 : high === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return [h * 60, s, l];
}

/**
 * @param {number} h
 * @param {number} s
 * @param {number} l
 * @returns {[number, number, number]}
 */
function fromHsl(h, s, l) {
  const part = (/** @type {number} */ n) => {
    const k = (n + h / 30) % 12;
    return l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [part(0), part(8), part(4)];
}
