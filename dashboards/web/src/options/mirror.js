/**
 * Charts of languages that are written from right to left: the first category is on the right, the axis of numbers too,
 * bars grow to the left, the legend changes sides. Time runs with the language. Maps, calendars and gauges stay.
 */

/** @typedef {import('../options.js').Option} Option */

const PLAIN = ['hbar', 'vbar', 'stackhbar', 'stackvbar', 'time-bar', 'line', 'time', 'combo', 'time-combo', 'waterfall'];
const AXES = new Set([...PLAIN, 'stackwaterfall', 'scatter', 'hdot', 'vdot', 'comet', 'heatmap', 'matrix', 'boxplot', 'histogram']);
const ROUND = new Set(['pie', 'sunburst', 'treemap', 'metricsradar']);

/** @type {Record<string, string>} */
const OPPOSITE = { left: 'right', right: 'left', insideLeft: 'insideRight', insideRight: 'insideLeft' };

/**
 * @param {string} chart
 * @param {Option} option
 * @param {{width: number}} drawing
 * @returns {Option}
 */
export function mirrored(chart, option, { width }) {
  if (!AXES.has(chart) && !ROUND.has(chart)) return option;
  return {
    ...option,
    legend: each(option.legend, legend),
    grid: each(option.grid, swapped),
    xAxis: each(option.xAxis, across),
    yAxis: upright(option.yAxis),
    radar: each(option.radar, (one) => centred(one, width)),
    series: each(option.series, (one) => series(centred(one, width))),
    graphic: each(option.graphic, (one) => (one.style?.align === 'center' ? { ...one, x: width - (one.x ?? 0) } : one)),
  };
}

/**
 * @param {any} value one component, several, or none
 * @param {(one: any) => any} change
 */
function each(value, change) {
  return Array.isArray(value) ? value.map(change) : value && change(value);
}

/** @param {any} one what stands between two edges */
function swapped(one) {
  const { left, right, ...rest } = one;
  return { ...rest, ...(right === undefined ? {} : { left: right }), ...(left === undefined ? {} : { right: left }) };
}

/** @param {any} one */
function legend(one) {
  if (!one.show) return one;
  const upright = one.orient === 'vertical';
  return { ...(upright ? swapped(one) : one), align: 'right', ...(upright ? {} : { data: one.data?.toReversed() }) };
}

/** @param {any} axis */
function across(axis) {
  const { axisLabel } = axis;
  const turned = axisLabel?.rotate ? { axisLabel: { ...axisLabel, rotate: -axisLabel.rotate } } : {};
  return { ...axis, inverse: !axis.inverse, ...turned };
}

/** @param {any} value the upright axes: the first of each grid is on the left unless it says otherwise */
function upright(value) {
  /** @type {Map<number, number>} */
  const seen = new Map();
  return each(value, (axis) => {
    const grid = axis.gridIndex ?? 0;
    const place = seen.get(grid) ?? 0;
    seen.set(grid, place + 1);
    return { ...axis, position: OPPOSITE[axis.position ?? (place === 0 ? 'left' : 'right')] };
  });
}

/**
 * @param {any} one with a middle in px
 * @param {number} width
 */
function centred(one, width) {
  return Array.isArray(one.center) && typeof one.center[0] === 'number' ? { ...one, center: [width - one.center[0], one.center[1]] } : one;
}

/** @param {any} one */
function series(one) {
  const data = Array.isArray(one.data) ? { data: one.data.map((/** @type {any} */ mark) => (isMark(mark) ? styled(mark) : mark)) } : {};
  return { ...styled(one), ...data };
}

/** @param {any} mark */
function isMark(mark) {
  return typeof mark === 'object' && mark !== null && !Array.isArray(mark);
}

/** @param {any} one a series or a mark: where its label is, and which of its corners are round */
function styled(one) {
  const made = { ...one };
  if (OPPOSITE[one.label?.position]) made.label = { ...one.label, position: OPPOSITE[one.label.position] };
  const round = one.itemStyle?.borderRadius;
  if (Array.isArray(round)) made.itemStyle = { ...one.itemStyle, borderRadius: [round[1], round[0], round[3], round[2]] };
  return made;
}
