/** Changes of how the fields of a dataset are shown, held until they are saved. No DOM. */

/** @typedef {import('./wire.d.ts').FieldChange} FieldChange */
/** @typedef {import('./wire.d.ts').FieldMetadata} FieldMetadata */
/** @typedef {Record<string, FieldChange>} Changes by field */

/**
 * A field as it is after its changes.
 * @param {FieldMetadata} field
 * @param {FieldChange} [change]
 * @returns {FieldMetadata}
 */
export function changedField(field, change = {}) {
  const members = { ...field.members };
  for (const [value, said] of Object.entries(change.members ?? {})) members[value] = { ...(members[value] ?? { label: null, color: null }), ...said };
  const label = change.label === null ? field.imported.label : change.label ?? field.label;
  const [format, multiplier] = changedFormat(field, change);
  return { ...field, ...change, label, format, multiplier, hidden: change.hidden ?? field.hidden, members };
}

/**
 * @param {FieldMetadata} field
 * @param {FieldChange} change
 * @returns {[string | null, number]}
 */
function changedFormat(field, { format, multiplier }) {
  if (format === null) return [field.imported.format, field.imported.multiplier];
  if (format === undefined) return [field.format, field.multiplier];
  return [format, multiplier ?? usual(format)];
}

/**
 * By what a pattern multiplies where nothing else is said.
 * @param {string} pattern
 */
function usual(pattern) {
  return pattern.includes('%') ? 100 : 1;
}

/**
 * The changes with one more; a text that is emptied is not said any more.
 * @param {Changes} changes
 * @param {string} name of the field
 * @param {FieldChange} change
 * @returns {Changes}
 */
export function withChange(changes, name, change) {
  const before = changes[name] ?? {};
  const members = change.members ? { ...before.members } : before.members;
  for (const [value, said] of Object.entries(change.members ?? {})) if (members) members[value] = { ...members[value], ...said };
  return { ...changes, [name]: { ...before, ...change, ...(members ? { members } : {}) } };
}

/**
 * The format of a field as columns have it: with its multiplier where that is not what the pattern says.
 * @param {FieldMetadata} field
 */
export function columnFormat({ role, format, multiplier }) {
  if (!format || role === 'date') return format;
  return multiplier === usual(format) ? format : JSON.stringify([format, multiplier]);
}
