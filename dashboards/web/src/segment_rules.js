/** The rules of a segment while they are edited: plain data, changed by making it anew. */

/** @typedef {import('./wire.d.ts').SegmentRule} Rule */
/** @typedef {import('./wire.d.ts').SegmentRules} Rules */
/** @typedef {import('./wire.d.ts').SegmentOperator} Operator */
/** @typedef {import('./wire.d.ts').SegmentField} Field */

/** Periods that a field of periods offers; any other that the language knows can be written. */
export const PERIODS = ['current day', 'current week', 'current month', 'current quarter', 'current year', '30 days ago', '90 days ago', '1 month ago', '1 quarter ago', '1 year ago', '12 months ago'];

/** @param {Rule | Rules} one @returns {one is Rules} */
export function isGroup(one) {
  return 'all' in one || 'any' in one;
}

/** @param {Rules} rules @returns {'all' | 'any'} */
export function jointOf(rules) {
  return rules.any ? 'any' : 'all';
}

/** @param {Rules} rules @returns {(Rule | Rules)[]} */
export function listOf(rules) {
  return rules.any ?? rules.all ?? [];
}

/**
 * @param {'all' | 'any'} joint
 * @param {(Rule | Rules)[]} list
 * @returns {Rules}
 */
export function joined(joint, list) {
  return joint === 'any' ? { any: list } : { all: list };
}

/**
 * The rules with another at a place; without one, what was there is gone.
 * @param {Rules} rules
 * @param {number} place
 * @param {Rule | Rules | null} other
 */
export function replaced(rules, place, other) {
  return joined(jointOf(rules), listOf(rules).flatMap((one, at) => (at === place ? (other ? [other] : []) : [one])));
}

/**
 * The operators that fit a field, in the order in which people choose from them.
 * @param {Operator[]} operators
 * @param {Field | undefined} field
 * @param {boolean} members whether rules may name segments here
 */
export function fitting(operators, field, members) {
  return operators.filter((each) => (!field || each.types.includes(field.type)) && (members || each.takes !== 'segment'));
}

/**
 * A rule on a field, with what it said before as far as it still fits.
 * @param {Rule | null} before
 * @param {Field} field
 * @param {Operator[]} operators those that fit
 * @param {string} [word] the operator; the first that fits where it does not
 * @returns {Rule}
 */
export function ruleOn(before, field, operators, word = before?.operator) {
  const operator = operators.find((each) => each.word === word) ?? operators[0];
  const same = before && operators.some((each) => each.word === before.operator && each.takes === operator.takes);
  const value = same ? before.value : usual(operator.takes, field.type);
  return { field: field.name, operator: operator.word, ...(value === undefined ? {} : { value }) };
}

/**
 * @param {Operator['takes']} takes
 * @param {string} type
 * @returns {Rule['value']}
 */
function usual(takes, type) {
  if (takes === 'nothing') return undefined;
  if (takes === 'period') return 'current month';
  if (takes === 'two') return [0, 100];
  if (takes === 'several') return [];
  return type === 'number' ? 0 : '';
}

/**
 * What somebody wrote, as the value of a rule: numbers for a field of numbers.
 * @param {string} text
 * @param {string} type of the field
 * @returns {string | number}
 */
export function valueOf(text, type) {
  const number = Number(text);
  return type === 'number' && text.trim() !== '' && Number.isFinite(number) ? number : text;
}

/** @param {string} label @returns {string} a name of a file made of what people call a segment */
export function nameOf(label) {
  return label.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_').replaceAll(/^_+|_+$/g, '').slice(0, 60);
}
