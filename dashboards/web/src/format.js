/** Texts of cells: numbers by CRM Analytics patterns, dates, composite dates. No DOM; runs in any JavaScript engine. */

/** @typedef {import('./wire.d.ts').Cell} Cell */
/** @typedef {import('./wire.d.ts').Column} Column */

const LOCALE = 'en-US';
const PATTERN = /^(.*?)((?:#|0|,)[#0,]*(?:\.[#0]+)?)(.*)$/;

/** @type {Map<string, (value: number) => string>} */
const formatters = new Map();

const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });

/**
 * The formatter of a pattern such as `$#,##0.00`, `0.0%` or `#,##0 "units"`. Without a pattern: grouped, at most two
 * decimals, four significant digits below one.
 * @param {string | null} pattern
 * @returns {(value: number) => string}
 */
export function numberFormat(pattern) {
  const key = pattern ?? '';
  let made = formatters.get(key);
  if (!made) {
    made = pattern ? patternFormat(pattern) : plainFormat();
    formatters.set(key, made);
  }
  return made;
}

/** @returns {(value: number) => string} */
function plainFormat() {
  const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
  const small = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 4 });
  return (value) => (value === 0 ? '0' : (Math.abs(value) < 1 ? small : whole).format(value)); // minus zero is zero
}

/**
 * @param {string} pattern
 * @returns {(value: number) => string}
 */
function patternFormat(pattern) {
  const matched = PATTERN.exec(pattern.split(';')[0]);
  if (!matched) return plainFormat();
  const [, before, digits, after] = matched;
  const fraction = digits.split('.')[1] ?? '';
  const percent = pattern.includes('%');
  const format = new Intl.NumberFormat(LOCALE, {
    useGrouping: digits.includes(','),
    minimumIntegerDigits: Math.max(1, (digits.split('.')[0].match(/0/g) ?? []).length),
    minimumFractionDigits: (fraction.match(/0/g) ?? []).length,
    maximumFractionDigits: fraction.length,
  });
  const prefix = unquote(before);
  const suffix = unquote(after);
  return (value) => {
    const text = format.format(Math.abs(percent ? value * 100 : value));
    const negative = value < 0 && /[1-9]/.test(text);
    return `${negative ? '-' : ''}${prefix}${text}${suffix}`;
  };
}

/** @param {string} text */
function unquote(text) {
  return text.replaceAll(/["'\\]/g, '');
}

/** @type {Map<number, Intl.NumberFormat>} */
const compacts = new Map();

/** @param {number} digits */
function compactWith(digits) {
  const most = Math.min(6, digits);
  const known = compacts.get(most) ?? new Intl.NumberFormat(LOCALE, { notation: 'compact', minimumFractionDigits: most, maximumFractionDigits: most });
  compacts.set(most, known);
  return known;
}

/**
 * A short number for axes and labels: 1.2K, 3.4M; keeps the sign of a currency or per cent of the pattern.
 * @param {number} value
 * @param {string | null} pattern
 * @param {number} [digits] after the point; by default one where it is needed
 */
export function compactNumber(value, pattern = null, digits = -1) {
  if (pattern?.includes('%')) return numberFormat(pattern)(value);
  const currency = pattern?.match(/[$€£¥]/)?.[0] ?? '';
  if (digits >= 0) return `${value < 0 ? '-' : ''}${currency}${compactWith(digits).format(Math.abs(value))}`;
  return `${value < 0 ? '-' : ''}${currency}${compact.format(Math.abs(value))}`;
}

/**
 * A composite date such as `2026~~~03` as people write it. The column's name tells months from quarters and weeks.
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
 * A cell as text without a pattern; what it is depends only on its value.
 * @param {Cell | undefined} cell
 * @param {string} [name] of its column
 */
export function cellText(cell, name = '') {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'number') return numberFormat(null)(cell);
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  return cell.includes('~~~') ? compositeDate(cell, name) : cell;
}

/**
 * A cell as a person reads it in its column.
 * @param {Cell | undefined} cell
 * @param {Column} column
 */
export function formatCell(cell, column) {
  if (typeof cell === 'number') return numberFormat(column.format)(cell);
  if (column.type === 'date' && typeof cell === 'string') return dateText(cell);
  return cellText(cell, column.name);
}

/** @typedef {'day' | 'minute' | 'second'} DateForm down to what a date is written */

const DATE_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$/;

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
    if (matched[2] !== '00:00') form = 'minute';
  }
  return form;
}

/**
 * An ISO date-time as people write it, without fractions of seconds and the zone's letter.
 * @param {string} iso
 * @param {DateForm} [form] of its column; without one, the shortest for this date
 */
export function dateText(iso, form = dateForm([iso])) {
  const matched = DATE_TIME.exec(iso);
  if (!matched) return cellText(iso);
  const [, day, minute, second = ':00'] = matched;
  if (form === 'day') return day;
  return `${day} ${minute}${form === 'second' ? second : ''}`;
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
    return (cell) => (typeof cell === 'string' ? dateText(cell, form) : formatCell(cell, column));
  });
}

/**
 * How long something took.
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  return milliseconds < 1000 ? `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
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
    : new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
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
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
