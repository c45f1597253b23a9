/** What a story is asked, in an address and as the server takes it, and what a dataset offers to ask. No DOM. */

/** @typedef {import('./wire.d.ts').Field} Field */
/** @typedef {import('./lens.js').Lens} Lens */
/** @typedef {{measure: string, compare: string, date: string, where: string, groups: string[], better: string}} Asked `better` is empty where it is guessed */

export const PERIODS = ['last quarter', 'last quarter against last year', 'last month', 'last month against last year', 'this quarter', 'this month', 'last year', 'last 30 days'];

/**
 * The measures that a dataset offers: its rows, what is true or false, its numbers.
 * @param {Field[]} fields
 */
export function measuresOf(fields) {
  const shown = fields.filter((field) => !field.hidden);
  const flags = shown.filter((field) => field.role === 'dimension' && field.distinct === 2 && field.sample.every((value) => value === 'true' || value === 'false'));
  const numbers = shown.filter((field) => field.role === 'measure');
  return ['count', ...flags.map(({ name }) => `share(${name})`), ...numbers.flatMap(({ name }) => [`sum(${name})`, `avg(${name})`])];
}

/**
 * The fields that may explain a change.
 * @param {Field[]} fields
 */
export function explaining(fields) {
  return fields.filter((field) => !field.hidden && (field.role === 'measure' || (field.role === 'dimension' && (field.distinct ?? 0) > 1)));
}

/**
 * @param {string} hash with or without `#`
 * @returns {Asked}
 */
export function readAsked(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const text = (/** @type {string} */ key) => given.get(key) ?? '';
  return {
    measure: text('m') || 'count',
    compare: text('c') || PERIODS[0],
    date: text('d'),
    where: text('w'),
    groups: given.getAll('g').filter(Boolean),
    better: text('b'),
  };
}

/**
 * @param {Asked} asked
 * @returns {string} a hash without `#`
 */
export function writeAsked({ measure, compare, date, where, groups, better }) {
  const parts = new URLSearchParams({ m: measure, c: compare });
  if (date) parts.set('d', date);
  if (where) parts.set('w', where);
  for (const each of groups) parts.append('g', each);
  if (better) parts.set('b', better);
  return parts.toString();
}

/**
 * @param {string} dataset
 * @param {Asked} asked
 * @returns {Record<string, any>} as the server takes it
 */
export function settingsOf(dataset, { measure, compare, date, where, groups, better }) {
  return { dataset, measure, compare, date, where, groups, better };
}

/**
 * What a lens shows, as a story: its first measure that can be taken apart, and its filters of values.
 * @param {Lens} lens
 * @returns {Asked}
 */
export function fromLens({ measures, filters }) {
  const first = measures.find(({ fn }) => ['count', 'sum', 'avg'].includes(fn));
  const quoted = (/** @type {unknown} */ value) => `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const name = (/** @type {string} */ field) => `'${field.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const kept = filters.filter(({ kind, operator, values }) => kind === 'dimension' && operator === 'in' && values.length > 0 && values.every((value) => typeof value === 'string'));
  return {
    measure: !first || first.fn === 'count' ? 'count' : `${first.fn}(${first.field})`,
    compare: PERIODS[0],
    date: '',
    where: kept.map(({ field, values }) => `${name(field)} in [${values.map(quoted).join(', ')}]`).join(' && '),
    groups: [],
    better: '',
  };
}
