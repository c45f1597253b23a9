/** Queries to begin with: what a dataset's page opens the editor with, and what a click on a field types. */

/** @typedef {import('./wire.d.ts').Dataset} Dataset */

/** A dimension with more members than this makes a poor first grouping. */
const MEMBERS = 50;

/**
 * @param {Dataset} dataset
 * @returns {string} SAQL
 */
export function starterQuery(dataset) {
  const dimensions = dataset.fields.filter((field) => field.role === 'dimension' && !field.hidden && (field.distinct ?? 0) > 1);
  const group = dimensions.find((field) => (field.distinct ?? Infinity) <= MEMBERS) ?? dimensions[0];
  const measure = dataset.fields.find((field) => field.role === 'measure' && !field.hidden);
  const load = `q = load "${dataset.name}";`;
  if (!group) {
    const chosen = dataset.details.length > 0 ? dataset.details : dataset.fields.slice(0, 6).map((field) => field.name);
    const names = chosen.map((name) => `'${name}' as '${name}'`);
    return `${load}\nq = foreach q generate ${names.join(', ')};\nq = limit q 100;\n`;
  }
  const sum = measure ? `, sum('${measure.name}') as 'sum_${measure.name}'` : '';
  return [
    load,
    `q = group q by '${group.name}';`,
    `q = foreach q generate '${group.name}' as '${group.name}', count() as 'count'${sum};`,
    `q = order q by '${measure ? `sum_${measure.name}` : 'count'}' desc;`,
    'q = limit q 100;',
    '',
  ].join('\n');
}

/**
 * What a click on a dataset or one of its fields types into the editor: in an empty one, the beginning of a query that runs.
 * @param {string} text of the editor
 * @param {string} dataset
 * @param {string | null} field null for the dataset itself
 */
export function insertion(text, dataset, field) {
  const load = `q = load "${dataset}";\n`;
  if (field === null) return load;
  return text.trim() ? `'${field}'` : `${load}q = foreach q generate '${field}' as '${field}';\n`;
}
