/** A lens as the explorer has it, and as JSON with a step and a widget, which dashboards have too. No DOM. */

/** @typedef {{fn: string, field: string}} Measure `field` is empty for a count of rows */
/** @typedef {{field: string, period: string | null}} Grouping `period` of a date */
/** @typedef {{field: string, kind: 'dimension' | 'measure' | 'date', operator: string, values: any[]}} Filter */
/** @typedef {{by: string, descending: boolean}} Sort `by` is the name of a column */
/**
 * @typedef {{dataset: string, label: string, measures: Measure[], groups: Grouping[], filters: Filter[], sort: Sort | null,
 *   limit: number | null, chart: string}} Lens `chart` is `auto` until somebody chooses one
 */
/** @typedef {import('./wire.d.ts').Field} Field */
/** @typedef {{label?: string, step: Record<string, any>, widget: Record<string, any>}} LensDocument */

const SEPARATOR = '~~~';
const ROWS = 100;

/** Aggregates with what they are called; the first is of rows, `unique` is of any field. */
export const AGGREGATES = [
  ['count', 'Count of rows'],
  ['sum', 'Sum'],
  ['avg', 'Average'],
  ['min', 'Minimum'],
  ['max', 'Maximum'],
  ['median', 'Median'],
  ['stddev', 'Standard deviation'],
  ['unique', 'Distinct values'],
];

/** Periods of a date with the parts by which they are grouped. */
export const PERIODS = [
  ['year', 'Year', ['Year']],
  ['quarter', 'Quarter', ['Year', 'Quarter']],
  ['month', 'Month', ['Year', 'Month']],
  ['week', 'Week', ['Year', 'Week']],
  ['day', 'Day', ['Year', 'Month', 'Day']],
];

/** Relative periods with their ends, as filters of dashboards have them. */
export const RANGES = [
  ['Today', ['day', 0], ['day', 0]],
  ['Last 7 days', ['day', -6], ['day', 0]],
  ['Last 30 days', ['day', -29], ['day', 0]],
  ['This month', ['month', 0], ['month', 0]],
  ['Last month', ['month', -1], ['month', -1]],
  ['This quarter', ['quarter', 0], ['quarter', 0]],
  ['Last quarter', ['quarter', -1], ['quarter', -1]],
  ['This year', ['year', 0], ['year', 0]],
  ['Last year', ['year', -1], ['year', -1]],
  ['Last 12 months', ['month', -11], ['month', 0]],
];

/** Kinds of pictures: name, what people call it, and how many groups and measures it takes (least, most). */
const KINDS = [
  { name: 'hbar', label: 'Bars', groups: [1, 1], measures: [1, 9] },
  { name: 'vbar', label: 'Columns', groups: [1, 1], measures: [1, 9] },
  { name: 'stackhbar', label: 'Stacked bars', groups: [2, 2], measures: [1, 1] },
  { name: 'stackvbar', label: 'Stacked columns', groups: [2, 2], measures: [1, 1] },
  { name: 'time', label: 'Line', groups: [1, 2], measures: [1, 9] },
  { name: 'combo', label: 'Columns and line', groups: [1, 1], measures: [2, 4] },
  { name: 'pie', label: 'Donut', groups: [1, 1], measures: [1, 1] },
  { name: 'treemap', label: 'Treemap', groups: [1, 3], measures: [1, 1] },
  { name: 'heatmap', label: 'Heat map', groups: [2, 2], measures: [1, 1] },
  { name: 'scatter', label: 'Scatter', groups: [1, 2], measures: [2, 3] },
  { name: 'funnel', label: 'Funnel', groups: [1, 1], measures: [1, 1] },
  { name: 'waterfall', label: 'Waterfall', groups: [1, 1], measures: [1, 1] },
  { name: 'sankey', label: 'Flow', groups: [2, 3], measures: [1, 1] },
  { name: 'metricsradar', label: 'Radar', groups: [1, 1], measures: [2, 9] },
  { name: 'number', label: 'Number', groups: [0, 0], measures: [1, 1] },
  { name: 'table', label: 'Table', groups: [0, 9], measures: [0, 99] },
];

/**
 * What there is to see of a dataset at first: its rows counted, with the first field that has few values.
 * @param {string} dataset
 * @param {Field[]} fields
 * @returns {Lens}
 */
export function firstLens(dataset, fields) {
  const group = fields.find((field) => field.role === 'dimension' && !field.hidden && (field.distinct ?? 0) > 1 && (field.distinct ?? 0) <= 30);
  return {
    dataset,
    label: '',
    measures: [{ fn: 'count', field: '' }],
    groups: group ? [{ field: group.name, period: null }] : [],
    filters: [],
    sort: null,
    limit: ROWS,
    chart: 'auto',
  };
}

/**
 * The kinds of pictures that a lens can have now.
 * @param {Lens} lens
 */
export function kindsFor({ groups, measures }) {
  const fits = (/** @type {number} */ count, /** @type {number[]} */ [least, most]) => count >= least && count <= most;
  return KINDS.filter((kind) => fits(groups.length, kind.groups) && fits(measures.length, kind.measures));
}

/**
 * The picture of a lens: the one that was chosen, as far as it fits, else the one that suggests itself.
 * @param {Lens} lens
 */
export function chartOfLens(lens) {
  const kinds = kindsFor(lens).map((kind) => kind.name);
  if (kinds.includes(lens.chart)) return lens.chart;
  const suggested = lens.groups[0]?.period ? 'time' : lens.groups.length > 1 ? 'stackhbar' : 'hbar';
  return kinds.includes(suggested) ? suggested : (kinds[0] ?? 'table');
}

/** @param {Measure} measure */
export function measureName({ fn, field }) {
  return fn === 'count' && !field ? 'count' : `${fn}_${field}`;
}

/** @param {Grouping} grouping */
export function groupName(grouping) {
  return parts(grouping).join(SEPARATOR);
}

/**
 * @param {Grouping} grouping
 * @returns {string[]}
 */
function parts({ field, period }) {
  const found = PERIODS.find(([name]) => name === period);
  return found ? /** @type {string[]} */ (found[2]).map((part) => `${field}_${part}`) : [field];
}

/**
 * @param {Lens} lens
 * @returns {LensDocument}
 */
export function toDocument(lens) {
  const measures = lens.measures.map(({ fn, field }) => [fn, fn === 'count' ? '*' : field]);
  const groups = lens.groups.map((one) => (one.period && parts(one).length > 1 ? parts(one) : parts(one)[0]));
  const filters = lens.filters.filter(isWhole).map(filterJson);
  const order = orderOf(lens);
  const query = {
    measures: measures.length > 0 ? measures : [['count', '*']],
    groups,
    filters,
    ...(order ? { order: [[order.by, { ascending: !order.descending, nulls: 'last' }]] } : {}),
    ...(lens.limit ? { limit: lens.limit } : {}),
  };
  return {
    label: lens.label || describeLens(lens),
    step: { type: 'aggregateflex', datasets: [{ name: lens.dataset }], query },
    widget: widgetOf(lens),
  };
}

/** @param {Lens} lens */
function widgetOf(lens) {
  const chart = chartOfLens(lens);
  if (chart === 'number') return { type: 'number', parameters: { measureField: measureName(lens.measures[0]) } };
  if (chart === 'table') return { type: 'table', parameters: {} };
  return { type: 'chart', parameters: { visualizationType: chart } };
}

/**
 * The order that holds: as chosen, else dates from the earliest on, all else by the first measure, the largest first.
 * @param {Lens} lens
 * @returns {Sort | null}
 */
export function orderOf(lens) {
  const columns = [...lens.groups.map(groupName), ...lens.measures.map(measureName)];
  if (lens.sort && columns.includes(lens.sort.by)) return lens.sort;
  const [first] = lens.groups;
  if (!first || lens.measures.length === 0) return null;
  return first.period ? { by: groupName(first), descending: false } : { by: measureName(lens.measures[0]), descending: true };
}

/**
 * What a lens asks, in words.
 * @param {Lens} lens
 * @param {(field: string) => string} [labelOf]
 */
export function describeLens(lens, labelOf = (field) => field) {
  const measures = lens.measures.map(({ fn, field }) => {
    const name = AGGREGATES.find(([code]) => code === fn)?.[1] ?? fn;
    return field ? `${name} of ${labelOf(field)}` : name;
  });
  const groups = lens.groups.map(({ field, period }) => labelOf(field) + (period ? ` (${period})` : ''));
  return (measures.join(', ') || 'Rows') + (groups.length > 0 ? ` by ${groups.join(' and ')}` : '');
}

/**
 * Whether a filter says all that it has to say; until then it filters nothing.
 * @param {Filter} filter
 */
export function isWhole({ field, operator, values }) {
  if (!field) return false;
  if (operator === 'isnull' || operator === 'isnotnull') return true;
  if (operator === 'between') return values.some((value) => value !== null && value !== '');
  return values.length > 0 && values[0] !== '' && values[0] !== null;
}

/** @param {Filter} filter */
function filterJson({ field, kind, operator, values }) {
  if (operator === 'isnull' || operator === 'isnotnull') return [field, [], operator];
  if (kind === 'dimension') return [field, values, operator];
  if (operator === 'relative') return [field, [RANGES.find(([name]) => name === values[0])?.slice(1) ?? []], '>=<='];
  if (kind === 'date') return [field, [[instant(values[0]), instant(values[1])]], '>=<='];
  if (operator === 'between') return [field, [[number(values[0]), number(values[1])]], '>=<='];
  return [field, [number(values[0])], operator];
}

/** @param {any} value */
function number(value) {
  return value === '' || value === null || value === undefined ? null : Number(value);
}

/** @param {any} day `2026-05-01` */
function instant(day) {
  return day ? Date.parse(`${day}T00:00:00Z`) : null;
}

/**
 * A lens of its JSON, null where it holds what the explorer can't show.
 * @param {any} found
 * @param {Field[]} fields of its dataset
 * @returns {Lens | null}
 */
export function fromDocument(found, fields) {
  const query = found?.step?.query;
  const dataset = found?.step?.datasets?.[0]?.name;
  const known = ['measures', 'groups', 'filters', 'order', 'limit'];
  if (!query || !dataset || typeof query !== 'object' || Object.keys(query).some((key) => !known.includes(key))) return null;
  const roles = new Map(fields.map((field) => [field.name, field.role]));
  const measures = (query.measures ?? []).map(measureOf);
  const groups = (query.groups ?? []).map((/** @type {any} */ one) => groupingOf(one, roles));
  const filters = (query.filters ?? []).map((/** @type {any} */ one) => filterOf(one, roles));
  if ([...measures, ...groups, ...filters].includes(null)) return null;
  const sort = sortOf(query.order, groups, measures);
  if (sort === undefined) return null;
  const { type, parameters } = found.widget ?? {};
  const chart = type === 'chart' ? String(parameters?.visualizationType ?? 'auto') : String(type);
  return { dataset, label: String(found.label ?? ''), measures, groups, filters, sort, limit: query.limit ?? null, chart };
}

/**
 * @param {any} pair
 * @returns {Measure | null}
 */
function measureOf(pair) {
  if (!Array.isArray(pair) || pair.length !== 2 || !AGGREGATES.some(([fn]) => fn === pair[0])) return null;
  return { fn: pair[0], field: pair[1] === '*' ? '' : String(pair[1]) };
}

/**
 * @param {any} group
 * @param {Map<string, string>} roles
 * @returns {Grouping | null}
 */
function groupingOf(group, roles) {
  if (typeof group === 'string' && roles.has(group)) return { field: group, period: null };
  const names = Array.isArray(group) ? group.map(String) : [String(group)];
  for (const [field, role] of roles) {
    if (role !== 'date' || !names.every((name) => name.startsWith(`${field}_`))) continue;
    const found = PERIODS.find(([period]) => parts({ field, period: String(period) }).join() === names.join());
    if (found) return { field, period: String(found[0]) };
  }
  return null;
}

/**
 * @param {any} filter
 * @param {Map<string, string>} roles
 * @returns {Filter | null}
 */
function filterOf(filter, roles) {
  const [field, operand, operator] = Array.isArray(filter) ? filter : [];
  const role = roles.get(field);
  const kind = role === 'measure' || role === 'date' ? role : role ? 'dimension' : null;
  if (!kind || !Array.isArray(operand)) return null;
  if (operator === 'isnull' || operator === 'isnotnull') return { field, kind, operator, values: [] };
  if (kind === 'dimension') return { field, kind, operator, values: operand };
  const [first] = operand;
  if (kind === 'measure') return { field, kind, operator: Array.isArray(first) ? 'between' : operator, values: Array.isArray(first) ? first : operand };
  if (!Array.isArray(first)) return null;
  const range = RANGES.find(([, low, high]) => JSON.stringify([low, high]) === JSON.stringify(first));
  if (range) return { field, kind, operator: 'relative', values: [range[0]] };
  if (first.some(Array.isArray)) return null;
  return { field, kind, operator: 'between', values: first.map((one) => (one === null ? '' : new Date(one).toISOString().slice(0, 10))) };
}

/**
 * @param {any} order
 * @param {Grouping[]} groups
 * @param {Measure[]} measures
 * @returns {Sort | null | undefined} undefined for an order that the explorer can't show
 */
function sortOf(order, groups, measures) {
  if (!order || order.length === 0) return null;
  const [target, options] = order[0];
  const by = typeof target === 'number' ? measures[-target - 1] && measureName(measures[-target - 1]) : Array.isArray(target) ? target.join(SEPARATOR) : target;
  const known = [...groups.map(groupName), ...measures.map(measureName)].includes(by);
  return order.length === 1 && known ? { by, descending: options?.ascending === false } : undefined;
}

/**
 * @param {Lens} lens
 * @returns {string} the hash that restores it, without `#`
 */
export function encodeLens(lens) {
  return `lens=${encodeURIComponent(JSON.stringify(lens))}`;
}

/**
 * The lens that an address carries; null where it carries none that can be read, since people edit addresses.
 * @param {string} hash with or without `#`
 * @returns {Lens | null}
 */
export function decodeLens(hash) {
  try {
    const found = JSON.parse(new URLSearchParams(hash.replace(/^#/, '')).get('lens') ?? '');
    const lists = ['measures', 'groups', 'filters'].every((name) => Array.isArray(found[name]));
    return typeof found.dataset === 'string' && lists ? found : null;
  } catch {
    return null;
  }
}
