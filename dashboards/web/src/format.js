/** Texts of cells: numbers by CRM Analytics patterns, dates, composite dates. No DOM; runs in any JavaScript engine. */

import { dateByPattern } from './date_pattern.js';
import { byLocale, conventions, dateFormat, localeTag } from './locale.js';

/** @typedef {import('./wire.d.ts').Cell} Cell */
/** @typedef {import('./wire.d.ts').Column} Column */
/** @typedef {import('./locale.js').DateForm} DateForm */

const PATTERN = /^(.*?)((?:#|0|,)[#0,]*(?:\.[#0]+)?)(.*)$/;

/** A sign or a code of a currency that stands alone beside the number of a pattern. */
const CURRENCY = /^([A-Z]{0,3}[$\u00a2-\u00a5\u20a0-\u20cf]|[A-Z]{3})$/;

const formatters = byLocale(() => /** @type {Map<string, (value: number) => string>} */ (new Map()));

/**
 * The formatter of a pattern such as `$#,##0.00`, `0.0%` or `#,##0 "units"`. Without a pattern: grouped, at most two
 * decimals, four significant digits below one. Separators, and where the sign of a currency or per cent goes, are as the
 * language in use has them. After a semicolon a pattern has another for numbers below zero, after a second one that for
 * zero.
 * @param {string | null} pattern
 * @returns {(value: number) => string}
 */
export function numberFormat(pattern) {
  const key = pattern ?? '';
  // What is made once at the start of a module has to follow the language as well.
  return (value) => {
    const known = formatters();
    let made = known.get(key);
    if (!made) {
      made = pattern ? patternFormat(pattern) : plainFormat();
      known.set(key, made);
    }
    return made(value);
  };
}

/** @returns {(value: number) => string} */
function plainFormat() {
  const whole = new Intl.NumberFormat(localeTag(), { maximumFractionDigits: 2 });
  const small = new Intl.NumberFormat(localeTag(), { maximumSignificantDigits: 4 });
  const { minus } = conventions();
  return (value) => `${value < 0 ? minus : ''}${(Math.abs(value) < 1 ? small : whole).format(Math.abs(value))}`;
}

/**
 * A pattern without its multiplier, and by what it multiplies: a hundred where it is of per cent; another is written with
 * it, `["#,##0K",0.001]`, as `customFormat` of CRM Analytics is.
 * @param {string} pattern
 * @returns {[string, number]}
 */
export function patternAndFactor(pattern) {
  try {
    const [text, factor] = pattern.startsWith('[') ? JSON.parse(pattern) : [];
    if (typeof text === 'string' && factor > 0) return [text, factor];
  } catch {
    // a pattern that begins with a bracket
  }
  return [pattern, pattern.includes('%') ? 100 : 1];
}

/**
 * @param {string} pattern
 * @returns {(value: number) => string}
 */
function patternFormat(pattern) {
  const [text, factor] = patternAndFactor(pattern);
  const [first, negative, zero] = text.split(';');
  if (!PATTERN.test(first)) return plainFormat();
  const [plain, below] = [sectionFormat(first), negative ? sectionFormat(negative) : null];
  const nothing = plain(0);
  const none = zero ? sectionFormat(zero)(0) : nothing;
  const { minus } = conventions();
  return (value) => {
    const shown = value * factor;
    const size = Math.abs(shown);
    if (plain(size) === nothing) return none; // it may be rounded to that
    if (shown < 0) return below ? below(size) : plain(size, minus);
    return plain(size);
  };
}

/**
 * What writes a size by one of the sections of a pattern; one without digits is a text that stands for the number.
 * @param {string} section
 * @returns {(size: number, sign?: string) => string}
 */
function sectionFormat(section) {
  const matched = PATTERN.exec(section);
  if (!matched) return () => unquote(section);
  const [, before, digits, after] = matched;
  const fraction = digits.split('.')[1] ?? '';
  const format = new Intl.NumberFormat(localeTag(), {
    useGrouping: digits.includes(',') ? 'auto' : false,
    minimumIntegerDigits: Math.max(1, (digits.split('.')[0].match(/0/g) ?? []).length),
    minimumFractionDigits: (fraction.match(/0/g) ?? []).length,
    maximumFractionDigits: fraction.length,
  });
  const [prefix, suffix] = placed(unquote(before), unquote(after));
  return (size, sign = '') => signed(sign, prefix) + format.format(size) + suffix;
}

/**
 * What stands before and after a number: signs of currencies and per cent where the language has them, words as they are.
 * @param {string} before
 * @param {string} after
 * @returns {import('./locale.js').Affixes}
 */
function placed(before, after) {
  const { percent } = conventions();
  if (before === '' && after.trim() === '%') return percent;
  const sign = [before, after].map((text) => text.trim());
  if (sign[0] !== '' && sign[1] !== '') return [before, after];
  return CURRENCY.test(sign[0] || sign[1]) ? withSign(sign[0] || sign[1]) : [before, after];
}

/**
 * The sign of a currency in its place; a code is set apart.
 * @param {string} sign
 * @returns {import('./locale.js').Affixes}
 */
function withSign(sign) {
  const [before, after] = conventions().currency;
  const apart = /\p{L}$/u.test(sign) ? '\u00a0' : '';
  return [before.endsWith('¤') ? before.replace('¤', sign) + apart : before, after.startsWith('¤') ? apart + after.replace('¤', sign) : after.replace('¤', sign)];
}

/**
 * What stands before a number. Marks that only turn the direction come first: the sign stays beside the digits.
 * @param {string} sign
 * @param {string} before
 */
function signed(sign, before) {
  return /^[\u200e\u200f\u061c]*$/.test(before) ? before + sign : sign + before;
}

/** @param {string} text */
function unquote(text) {
  return text.replaceAll(/["'\\]/g, '');
}

const compacts = byLocale(() => /** @type {Map<number, Intl.NumberFormat>} */ (new Map()));

/** @param {number} digits negative for one where it is needed */
function compactWith(digits) {
  const most = digits < 0 ? 1 : Math.min(6, digits);
  const known = compacts().get(digits) ?? new Intl.NumberFormat(localeTag(), { notation: 'compact', minimumFractionDigits: digits < 0 ? 0 : most, maximumFractionDigits: most });
  compacts().set(digits, known);
  return known;
}

/**
 * Whether a short number has no unit for a size that needs no decimals any more, as thousands have none in German.
 * @param {number} size
 */
function isWhole(size) {
  const power = Math.floor(Math.log10(size));
  return power >= 3 && conventions().compact[power - 3]?.[0] === 0;
}

/**
 * A short number for axes and labels: 1.2K, 3.4M, or 1,2 Mio.; keeps the sign of a currency
 * of the pattern. What a pattern multiplies, as per cent, is not shortened.
 * @param {number} value
 * @param {string | null} pattern
 * @param {number} [digits] after the point; by default one where it is needed
 */
export function compactNumber(value, pattern = null, digits = -1) {
  const [written, factor] = patternAndFactor(pattern ?? '');
  if (factor !== 1 || written.includes('%')) return numberFormat(pattern)(value);
  const currency = written.match(/[$\u00a2-\u00a5\u20a0-\u20cf]/)?.[0] ?? '';
  const [before, after] = currency ? withSign(currency) : ['', ''];
  const size = Math.abs(value);
  const text = compactWith(digits < 0 && isWhole(size) ? 0 : digits).format(size);
  return signed(value < 0 ? conventions().minus : '', before) + text + after;
}

/** Years with their months or days; of fiscal years, and of quarters and weeks, languages have no common form. */
const CALENDAR = /_Year~~~[^~]+_Month(~~~[^~]+_Day)?$/;

/**
 * Whether a column has months or days of the common calendar.
 * @param {Column} column
 */
export function isCalendar({ type, name }) {
  return type === 'date' || CALENDAR.test(name);
}

/**
 * A composite date such as `2026~~~03` as `2026-03`. The column's name tells months from quarters and weeks.
 * @param {string} text
 * @param {string} name of the column, such as `CloseDate_Year~~~CloseDate_Month`
 */
export function compositeDate(text, name) {
  const last = name.split('~~~').at(-1) ?? '';
  const mark = last.endsWith('_Quarter') ? 'Q' : last.endsWith('_Week') ? 'W' : '';
  const parts = text.split('~~~');
  return parts.map((part, at) => (mark && at === parts.length - 1 ? mark + part : part)).join('-');
}

/**
 * A month or a day, `2026-03` or `2026-03-14`, as the language in use writes it; anything else as it is.
 * @param {string} period
 */
export function periodText(period) {
  if (!/^\d{4}-\d\d(-\d\d)?$/.test(period)) return period;
  const date = Date.parse(period);
  return Number.isNaN(date) ? period : writers()[period.length === 7 ? 'month' : 'day'].format(date);
}

const writers = byLocale((name) => ({
  month: dateFormat('month', name),
  day: dateFormat('day', name),
  minute: dateFormat('minute', name),
  second: dateFormat('second', name),
}));

/**
 * A cell as text without a pattern; what it is depends only on its value.
 * @param {Cell | undefined} cell
 * @param {string} [name] of its column
 */
export function cellText(cell, name = '') {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'number') return numberFormat(null)(cell);
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (!cell.includes('~~~')) return cell;
  const date = compositeDate(cell, name);
  return CALENDAR.test(name) ? periodText(date) : date;
}

/**
 * A cell as a person reads it in its column.
 * @param {Cell | undefined} cell
 * @param {Column} column
 */
export function formatCell(cell, column) {
  if (typeof cell === 'number') return numberFormat(column.format)(cell);
  if (column.type === 'date' && typeof cell === 'string') return dateText(cell, undefined, column.format);
  if (typeof cell === 'string' && column.labels && Object.hasOwn(column.labels, cell)) return column.labels[cell];
  return cellText(cell, column.name);
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * The shortest form in which none of these dates loses anything.
 * @param {Iterable<Cell | undefined>} dates in ISO form; other cells do not count
 * @returns {DateForm}
 */
export function dateForm(dates) {
  /** @type {DateForm} */
  let form = 'day';
  for (const date of dates) {
    const matched = typeof date === 'string' ? DATE_TIME.exec(date) : null;
    if (!matched) continue;
    if ((matched[3] ?? ':00') !== ':00') return 'second';
    if ((matched[2] ?? '00:00') !== '00:00') form = 'minute';
  }
  return form;
}

/**
 * An ISO date-time as people write it, without fractions of seconds and the zone.
 * @param {string} iso
 * @param {DateForm} [form] of its column; without one, the shortest for this date
 * @param {string | null} [pattern] of its column, which counts before the form
 */
export function dateText(iso, form = dateForm([iso]), pattern = null) {
  const matched = DATE_TIME.exec(iso);
  if (!matched) return cellText(iso);
  const [, day, minute = '00:00', second = ':00'] = matched;
  const date = Date.parse(`${day}T${minute}${second}Z`);
  if (Number.isNaN(date)) return dateKey(iso, form);
  return pattern ? dateByPattern(date, pattern) : writers()[form].format(date);
}

/**
 * An ISO date-time in a form that sorts, the same in every language.
 * @param {string} iso
 * @param {DateForm} form
 */
function dateKey(iso, form) {
  const matched = DATE_TIME.exec(iso);
  if (!matched) return iso;
  const [, day, minute = '00:00', second = ':00'] = matched;
  return form === 'day' ? day : `${day} ${minute}${form === 'second' ? second : ''}`;
}

/**
 * What writes the cells of each column. Dates of a column all have the same form.
 * @param {Column[]} columns
 * @param {Cell[][]} rows
 * @returns {((cell: Cell | undefined) => string)[]}
 */
export function columnTexts(columns, rows) {
  return columns.map((column, at) => {
    if (column.type !== 'date') return (cell) => formatCell(cell, column);
    const form = dateForm(rows.map((cells) => cells[at]));
    return (cell) => (typeof cell === 'string' ? dateText(cell, form, column.format) : formatCell(cell, column));
  });
}

/**
 * The same for sorting and for finding gaps: dates have their periods in front, `2026-03-14`.
 * @param {Column[]} columns
 * @param {Cell[][]} rows
 * @returns {((cell: Cell | undefined) => string)[]}
 */
export function columnKeys(columns, rows) {
  return columns.map((column, at) => {
    const form = column.type === 'date' ? dateForm(rows.map((cells) => cells[at])) : 'day';
    return (cell) => {
      if (typeof cell !== 'string') return formatCell(cell, column);
      if (column.type === 'date') return dateKey(cell, form);
      return cell.includes('~~~') ? compositeDate(cell, column.name) : cell;
    };
  });
}

/**
 * How long something took.
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  const text = numberFormat(milliseconds < 10 ? '0.0' : milliseconds < 1000 ? '0' : '0.00');
  return milliseconds < 1000 ? `${text(milliseconds)} ms` : `${text(milliseconds / 1000)} s`;
}

/**
 * @param {number} count
 * @param {string} noun singular
 * @param {string} [plural]
 */
export function counted(count, noun, plural = `${noun}s`) {
  return `${numberFormat('#,##0')(count)} ${count === 1 ? noun : plural}`;
}

/**
 * When something happened, in the reader's words and time zone.
 * @param {string} iso
 */
export function moment(iso) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : new Intl.DateTimeFormat(localeTag(), { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

/**
 * A table as CSV text (RFC 4180). Texts that a spreadsheet would run as a formula are prefixed by an apostrophe.
 * @param {Column[]} columns
 * @param {Cell[][]} rows
 */
export function toCsv(columns, rows) {
  const lines = [columns.map((column) => csvField(column.label || column.name))];
  for (const row of rows) lines.push(row.map((cell) => csvField(cell)));
  return lines.map((line) => line.join(',')).join('\r\n') + '\r\n';
}

/** @param {Cell} cell */
function csvField(cell) {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
