/**
 * Ranges in words: `['quarter', 0]` to `['day', 0]` is "Current quarter to date". The server does the same in
 * dashboards/ranges.py; what differs between the two is a mistake. No DOM.
 */

import { numberFormat, periodText } from './format.js';

/** @typedef {import('./wire.d.ts').DateEnd} DateEnd */

export const ALL = 'All';
export const ALL_TIME = 'All time';
const DAY = 86_400_000;

/**
 * Whether a value is a relative date: a unit and an offset.
 * @param {unknown} value
 * @returns {value is [string, number]}
 */
export function isRelative(value) {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number';
}

/**
 * Whether a selected row is a range: what date and range selectors select.
 * @param {Record<string, unknown>} row
 */
export function isRange(row) {
  const names = Object.keys(row);
  return names.length > 0 && names.every((name) => name === 'min' || name === 'max');
}

/**
 * @param {DateEnd} lower
 * @param {DateEnd} upper
 */
export function dateRangeText(lower, upper) {
  if (lower === null && upper === null) return ALL_TIME;
  if (lower === null) return `Until ${dateWord(upper)}`;
  if (upper === null) return `Since ${dateWord(lower)}`;
  if (isRelative(lower) && isRelative(upper)) return relativeText(lower, upper);
  const first = dateWord(lower);
  const last = dateWord(upper);
  return first === last ? first : `${first} – ${last}`;
}

/**
 * @param {number | null} lower
 * @param {number | null} upper
 * @param {string | null} [pattern]
 */
export function numberRangeText(lower, upper, pattern = null) {
  const text = numberFormat(pattern);
  if (lower === null && upper === null) return ALL;
  if (lower === null) return `≤ ${text(Number(upper))}`;
  if (upper === null) return `≥ ${text(lower)}`;
  return lower === upper ? text(lower) : `${text(lower)} – ${text(upper)}`;
}

/**
 * The text of a range, of dates or of numbers.
 * @param {Record<string, any>} row
 * @param {string | null} [kind] of the field; where that is not known, large numbers are instants
 */
export function rangeText({ min = null, max = null }, kind = null) {
  const dates = [min, max].some((end) => isRelative(end) || (typeof end === 'number' && Math.abs(end) >= 1e11));
  return kind === 'date' || (dates && kind !== 'number') ? dateRangeText(min, max) : numberRangeText(min, max);
}

/**
 * The values of a filter that lists some, in words.
 * @param {string} operator
 * @param {unknown[]} values
 * @param {Record<string, string>} [labels] what people read in the place of values
 */
export function listedText(operator, values, labels = {}) {
  if (values.length === 0) return ALL;
  const names = values.map((value) => (value === null ? '(none)' : labels[String(value)] ?? String(value)));
  const text = names.slice(0, 2).join(', ') + (names.length > 2 ? ` +${names.length - 2}` : '');
  return operator === 'in' ? text : operator === 'not in' ? `Not ${text}` : `Contains ${text}`;
}

/**
 * @param {DateEnd} end an instant in milliseconds
 * @returns {string} its day as `2026-03-01`, empty where there is none
 */
export function isoDay(end) {
  if (typeof end !== 'number' || !Number.isFinite(end)) return '';
  const date = new Date(Math.floor(end / DAY) * DAY);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
}

/**
 * @param {string} iso
 * @returns {number | null} the start of the day in milliseconds
 */
export function instantOf(iso) {
  const found = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(found) ? null : found;
}

/** @param {DateEnd} end */
function dateWord(end) {
  if (!isRelative(end)) return periodText(isoDay(end)) || '?';
  const [unit, offset] = unitOf(end);
  if (offset === 0) return unit === 'day' ? 'today' : `current ${unit}`;
  return `${counted(Math.abs(offset), unit)} ${offset < 0 ? 'ago' : 'ahead'}`;
}

/**
 * @param {[string, number]} end
 * @returns {[string, number]}
 */
function unitOf([unit, offset]) {
  return [unit.toLowerCase().replaceAll('_', ' '), Math.trunc(offset)];
}

/**
 * @param {number} count
 * @param {string} unit
 */
function counted(count, unit) {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/**
 * @param {[string, number]} lower
 * @param {[string, number]} upper
 */
function relativeText(lower, upper) {
  const [first, start] = unitOf(lower);
  const [last, end] = unitOf(upper);
  if (first === last && start === end && Math.abs(start) <= 1) {
    if (first === 'day') return ['Yesterday', 'Today', 'Tomorrow'][start + 1];
    return `${['Previous', 'Current', 'Next'][start + 1]} ${first}`;
  }
  if (last === 'day' && end === 0 && first !== 'day') {
    if (start === 0) return `Current ${first} to date`;
  } else if (first === last && start < 0 && end === (first === 'day' ? 0 : -1)) {
    return `Last ${counted(-start, first)}`;
  } else if (first === last && end > 0 && start === (first === 'day' ? 0 : 1)) {
    return `Next ${counted(end, first)}`;
  }
  const words = [dateWord(lower), dateWord(upper)];
  const head = words[0][0].toUpperCase() + words[0].slice(1);
  return words[0] === words[1] ? head : `${head} to ${words[1]}`;
}
