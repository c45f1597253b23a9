/**
 * How a language writes numbers and dates: what `format.js` draws with, here and in engines without a page. What the
 * browser's `Intl` says is told as plain data too, from which `locales.py` makes the table of the terminal. No DOM.
 */

/** @typedef {'month' | 'day' | 'minute' | 'second'} DateForm down to what a date is written */
/** @typedef {[string, string]} Affixes what stands before and after a number */

/**
 * @typedef {Object} Conventions
 * @property {string} direction `ltr` or `rtl`
 * @property {string} digits the ten of them
 * @property {string} decimal
 * @property {string} group
 * @property {string} minus with the marks that keep it on its side of the number
 * @property {number} second digits of the groups after the first, which has three
 * @property {number} least digits before the first separator of groups, from which on there is one
 * @property {Affixes} percent
 * @property {Affixes} currency the sign is to be put where a `¤` stands
 * @property {[number, string, string][]} compact for a thousand and each power of ten above: how many digits are left out, and the affixes
 * @property {Record<DateForm, string>} dates with `{y}`, `{M}`, `{MM}`, `{MMM}`, `{d}`, `{H}`, `{h}`, `{m}`, `{s}`, `{a}` and the like
 * @property {Record<string, string[]>} months names, by the form that has them
 * @property {string[]} halves of the day
 */

/** @type {Record<DateForm, Intl.DateTimeFormatOptions>} */
const FORMS = {
  month: { year: 'numeric', month: 'short' },
  day: { dateStyle: 'medium' },
  minute: { dateStyle: 'medium', timeStyle: 'short' },
  second: { dateStyle: 'medium', timeStyle: 'medium' },
};

const DEFAULT = 'en-US';
const POWERS = 15; // of ten that have short forms, from 3 on
const SAMPLE = Date.UTC(2026, 2, 4, 3, 7, 9);
/** Spaces between groups, and marks that say in which direction a text runs. */
const INVISIBLE = /[\s\u200e\u200f\u061c]/g;

const HOUR = 3_600_000; // milliseconds

let tag = known(globalThis.document?.documentElement.dataset.locale || globalThis.navigator?.language);

/** The language in which numbers and dates are drawn, such as `de-DE`. */
export function localeTag() {
  return tag;
}

/** @type {(() => void)[]} */
const forgetting = [];

/**
 * Draw numbers and dates in another language from now on: engines without a page serve one after the other.
 * @param {string | null | undefined} wanted
 */
export function useLocale(wanted) {
  const next = known(wanted);
  if (next === tag) return;
  tag = next;
  for (const forget of forgetting) forget();
}

/**
 * What `make` returns for the language in use; it is made once for each.
 * @template T
 * @param {(tag: string) => T} make
 * @returns {() => T}
 */
export function byLocale(make) {
  /** @type {T | undefined} */
  let made;
  forgetting.push(() => (made = undefined));
  return () => (made ??= make(tag));
}

/** The conventions of the language in use. */
export const conventions = byLocale(conventionsOf);

/** Whether the language in use is written from right to left. */
export function isMirrored() {
  return conventions().direction === 'rtl';
}

/**
 * How far an arrow key goes along a row: 1 onward, -1 back, 0 for other keys.
 * @param {string} key
 */
export function stepAcross(key) {
  const right = isMirrored() ? -1 : 1;
  return key === 'ArrowRight' ? right : key === 'ArrowLeft' ? -right : 0;
}

/**
 * The day on which a week begins.
 * @param {string} [name] of a language
 * @returns {number} 0 for Sunday
 */
export function firstDay(name = tag) {
  const found = /** @type {any} */ (new Intl.Locale(name));
  return ((found.getWeekInfo?.() ?? found.weekInfo)?.firstDay ?? 1) % 7;
}

/**
 * What writes dates in a form. Years are those of the common calendar, which queries group by.
 * @param {DateForm} form
 * @param {string} [name] of a language
 */
export function dateFormat(form, name = tag) {
  return new Intl.DateTimeFormat(name, { ...FORMS[form], calendar: 'gregory', timeZone: 'UTC' });
}

/**
 * The names of the months, or of the days of the week from Sunday on.
 * @param {'month' | 'weekday'} what
 * @param {'narrow' | 'short'} width
 */
export function names(what, width) {
  const format = new Intl.DateTimeFormat(tag, { [what]: width, calendar: 'gregory', timeZone: 'UTC' });
  const dates = what === 'month' ? Array.from({ length: 12 }, (_, at) => Date.UTC(2026, at, 15)) : Array.from({ length: 7 }, (_, at) => Date.UTC(2026, 1, 1 + at));
  return dates.map((date) => format.format(date));
}

/**
 * A number as a person typed it: with the separators and digits of the language in use.
 * @param {string} text
 * @returns {number | null} null where it is none
 */
export function parseNumber(text) {
  const { digits, decimal, group, minus } = conventions();
  const western = [...text].map((one) => (digits.includes(one) ? digits.indexOf(one) : one)).join('');
  const bare = western.replaceAll(INVISIBLE, '').replaceAll(group.trim() || ' ', '');
  const plain = bare.replace(minus.replaceAll(INVISIBLE, ''), '-').replace('−', '-').replace(decimal, '.');
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

/**
 * A number as it stands in a field to be typed over: all its digits, without groups.
 * @param {number | null} value
 */
export function typedNumber(value) {
  return value === null ? '' : typing().format(value);
}

const typing = byLocale((name) => new Intl.NumberFormat(name, { useGrouping: false, maximumFractionDigits: 15 }));

/**
 * @param {string} name of a language
 * @returns {Conventions}
 */
export function conventionsOf(name) {
  const parts = (/** @type {number} */ value, /** @type {Intl.NumberFormatOptions} */ options = {}) => new Intl.NumberFormat(name, options).formatToParts(value);
  const large = parts(-1_234_567_890.5);
  const groups = large.filter((part) => part.type === 'integer').map((part) => part.value.length);
  const plain = new Intl.NumberFormat(name, { useGrouping: false });
  const months = monthsOf(name);
  return {
    direction: directionOf(name),
    digits: Array.from({ length: 10 }, (_, digit) => plain.format(digit)).join(''),
    decimal: textOf(large, 'decimal'),
    group: textOf(large, 'group'),
    minus: affixes(large)[0],
    second: groups.at(-2) ?? 3,
    least: textOf(parts(1234), 'group') ? 1 : 2,
    percent: affixes(parts(0.5, { style: 'percent' })),
    currency: affixes(parts(5, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 })),
    compact: Array.from({ length: POWERS - 3 }, (_, at) => compactOf(name, at + 3)),
    dates: /** @type {any} */ (Object.fromEntries(Object.keys(FORMS).map((form) => [form, pattern(name, /** @type {DateForm} */ (form))]))),
    months,
    halves: [0, 12].map((hours) => textOf(dateFormat('minute', name).formatToParts(SAMPLE + hours * HOUR), 'dayPeriod')),
  };
}

/**
 * @param {{type: string, value: string}[]} parts
 * @param {string} type
 */
function textOf(parts, type) {
  return parts.find((part) => part.type === type)?.value ?? '';
}

const NUMERIC = new Set(['integer', 'group', 'decimal', 'fraction']);

/**
 * @param {Intl.NumberFormatPart[]} parts
 * @returns {Affixes}
 */
function affixes(parts) {
  const text = (/** @type {Intl.NumberFormatPart[]} */ some) => some.map((part) => (part.type === 'currency' ? '¤' : part.value)).join('');
  const first = parts.findIndex((part) => NUMERIC.has(part.type));
  const last = parts.findLastIndex((part) => NUMERIC.has(part.type));
  return [text(parts.slice(0, first)), text(parts.slice(last + 1))];
}

/**
 * @param {string} name
 * @param {number} power of ten
 * @returns {[number, string, string]}
 */
function compactOf(name, power) {
  const format = new Intl.NumberFormat(name, { notation: 'compact', maximumFractionDigits: 1 });
  const parts = format.formatToParts(5.5 * 10 ** power); // broken, as most are: of a plural that form is told
  const shown = parts.filter((part) => part.type === 'integer').map((part) => part.value).join('').length;
  return [power + 1 - shown, ...affixes(parts)];
}

/**
 * @param {string} name
 * @param {DateForm} form
 */
function pattern(name, form) {
  const { hourCycle } = dateFormat(form, name).resolvedOptions();
  /** @type {Record<string, string>} */
  const letters = { year: 'y', month: 'M', day: 'd', hour: hourCycle?.startsWith('h1') ? 'h' : 'H', minute: 'm', second: 's', dayPeriod: 'a' };
  return dateFormat(form, name)
    .formatToParts(SAMPLE)
    .map(({ type, value }) => {
      const letter = letters[type];
      if (!letter) return value;
      if (type === 'month') return `{${/\p{N}/u.test(value) && !/\p{L}/u.test(value) ? letter.repeat(value.length) : 'MMM'}}`;
      return `{${type === 'year' || type === 'dayPeriod' ? letter : letter.repeat(Math.min(2, value.length))}}`;
    })
    .join('');
}

/**
 * @param {string} name
 * @returns {Record<string, string[]>}
 */
function monthsOf(name) {
  const of = (/** @type {DateForm} */ form) => Array.from({ length: 12 }, (_, at) => textOf(dateFormat(form, name).formatToParts(Date.UTC(2026, at, 15)), 'month'));
  return { month: of('month'), day: of('day') };
}

/** @param {string} name */
function directionOf(name) {
  const found = /** @type {any} */ (new Intl.Locale(name));
  return (found.getTextInfo?.() ?? found.textInfo)?.direction ?? 'ltr';
}

/**
 * A language that the engine knows.
 * @param {string | null | undefined} wanted
 * @returns {string}
 */
function known(wanted) {
  try {
    return Intl.NumberFormat.supportedLocalesOf(wanted ? [wanted] : [])[0] ?? DEFAULT;
  } catch {
    return DEFAULT; // no name of a language at all
  }
}
