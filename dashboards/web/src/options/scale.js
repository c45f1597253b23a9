/** Scales of axes: round limits, and square roots. */

/**
 * A number a little larger, or smaller, that people count in: 1, 2, 2.5 or 5 times a power of ten.
 * @param {number} rough above zero
 */
function roundStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  const part = rough / power;
  return (part <= 1 ? 1 : part <= 2 ? 2 : part <= 2.5 ? 2.5 : part <= 5 ? 5 : 10) * power;
}

/**
 * Limits around two values at round numbers.
 * @param {number} low
 * @param {number} high
 * @param {number} [parts] about how many
 * @returns {{min: number, max: number, interval: number}}
 */
export function roundScale(low, high, parts = 4) {
  const range = high > low ? high - low : Math.abs(high) || 1;
  const interval = roundStep(range / parts);
  const clean = (/** @type {number} */ value) => Number(value.toPrecision(12));
  const min = clean(Math.floor(low / interval) * interval);
  const max = clean(Math.ceil(high / interval) * interval);
  return { min, max: max > min ? max : clean(min + interval), interval };
}

/**
 * The square root with the sign of the value, by which large values leave room for small ones.
 * @param {number} value
 */
export function signedRoot(value) {
  return Math.sign(value) * Math.sqrt(Math.abs(value));
}

/** @param {number} root */
export function signedSquare(root) {
  return Math.sign(root) * root * root;
}

/**
 * The number of characters of the longest of many texts.
 * @param {string[]} texts
 */
export function longestOf(texts) {
  let longest = 0;
  for (const text of texts) if (text.length > longest) longest = text.length;
  return longest;
}

/**
 * Lowest and highest of many numbers; nulls do not count.
 * @param {Iterable<number | null | undefined>} values
 * @returns {[number, number] | null} null where there is none
 */
export function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}
