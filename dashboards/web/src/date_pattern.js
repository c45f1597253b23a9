/** Dates by a pattern of extended metadata, `dd.MM.yyyy`. Exports do the same in dashboards/date_patterns.py. */

import { conventions } from './locale.js';

const TOKEN = /'((?:[^']|'')*)'|(y+|M+|d+|H+|h+|m+|s+|a+)/g;

/**
 * A date by a pattern; names of months, halves of days and digits are those of the language in use.
 * @param {number} time in milliseconds
 * @param {string} pattern
 */
export function dateByPattern(time, pattern) {
  const date = new Date(time);
  const { digits, dates, months, halves } = conventions();
  const names = Object.values(dates).some((form) => form.includes('{MMM}')) ? months.month : null;
  const hours = date.getUTCHours();
  const half = hours < 12 ? 0 : 1;
  /** @type {Record<string, number>} */
  const values = { M: date.getUTCMonth() + 1, d: date.getUTCDate(), H: hours, h: hours % 12 || 12, m: date.getUTCMinutes(), s: date.getUTCSeconds() };
  const written = (/** @type {string} */ number) => number.replace(/\d/g, (digit) => [...digits][Number(digit)]);
  return pattern.replace(TOKEN, (_, quoted, letters) => {
    if (letters === undefined) return quoted.replaceAll("''", "'") || "'";
    if (letters[0] === 'a') return halves[half] || ['AM', 'PM'][half];
    if (letters.startsWith('MMM') && names) return names[date.getUTCMonth()];
    const year = date.getUTCFullYear();
    if (letters[0] === 'y') return written(letters.length === 2 ? String(year % 100).padStart(2, '0') : String(year));
    return written(String(values[letters[0]]).padStart(Math.min(2, letters.length), '0'));
  });
}
