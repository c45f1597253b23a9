/** What an analysis is asked, in an address and as the server takes it, and what a dataset offers to ask. No DOM. */

/** @typedef {import('./wire.d.ts').Field} Field */
/** @typedef {import('./lens.js').Lens} Lens */
/** @typedef {'story' | 'regression' | 'factors' | 'simulation'} Kind */
/**
 * @typedef {{kind: Kind, measure: string, compare: string, date: string, where: string, groups: string[], better: string,
 *   target: string, formula: string}} Asked `better` is empty where it is guessed
 */

/** The analyses that there are: what a link to one says, and the question that its page asks. @type {[Kind, string, string][]} */
export const KINDS = [
  ['story', 'What changed', 'What changed in'],
  ['regression', 'What a field goes with', 'What does a field go with in'],
  ['factors', 'What goes together', 'What goes together in'],
  ['simulation', 'What may come', 'What may come of'],
];

export const PERIODS = ['last quarter', 'last quarter against last year', 'last quarter against the 12 months before', 'last month', 'last month against last year', 'this quarter', 'this month', 'last year', 'last 30 days'];

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
 * The fields that a regression explains: what is true or false, and numbers.
 * @param {Field[]} fields
 */
export function targetsOf(fields) {
  return measuresOf(fields).flatMap((measure) => measure.match(/^(?:share|sum)\((.*)\)$/)?.[1] ?? []);
}

/**
 * A formula to begin with: rows, the part of them that counts, and what each of these brings.
 * @param {Field[]} fields
 */
export function formulaOf(fields) {
  const measures = measuresOf(fields);
  const found = ['share', 'avg'].flatMap((name) => measures.find((measure) => measure.startsWith(`${name}(`)) ?? []);
  return ['count', ...found].join(' * ');
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
  const kind = KINDS.find(([name]) => name === text('k'))?.[0] ?? 'story';
  return {
    kind,
    target: text('t'),
    formula: text('f'),
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
export function writeAsked({ kind, measure, compare, date, where, groups, better, target, formula }) {
  const parts = new URLSearchParams(kind === 'story' ? { m: measure, c: compare } : { k: kind });
  const optional = { d: date, w: where, ...(kind === 'story' ? { b: better } : { t: target, f: formula }) };
  for (const [key, value] of Object.entries(optional)) if (value) parts.set(key, value);
  for (const each of groups) parts.append('g', each);
  return parts.toString();
}

/**
 * @param {string} dataset
 * @param {Asked} asked
 * @returns {Record<string, any>} as the server takes it
 */
export function settingsOf(dataset, { kind, measure, compare, date, where, groups, better, target, formula }) {
  if (kind === 'story') return { dataset, measure, compare, date, where, groups, better };
  if (kind === 'simulation') return { dataset, formula, date, where };
  return { dataset, where, fields: groups, ...(kind === 'regression' ? { target } : {}) };
}

/**
 * Whether what is asked is enough to be answered.
 * @param {Asked} asked
 */
export function isAsked({ kind, target, formula }) {
  return kind === 'regression' ? target !== '' : kind === 'simulation' ? formula !== '' : true;
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
    kind: 'story',
    target: '',
    formula: '',
    measure: !first || first.fn === 'count' ? 'count' : `${first.fn}(${first.field})`,
    compare: PERIODS[0],
    date: '',
    where: kept.map(({ field, values }) => `${name(field)} in [${values.map(quoted).join(', ')}]`).join(' && '),
    groups: [],
    better: '',
  };
}
