/** Several charts in one drawing: each in a rectangle of its own, with one tooltip and one legend. */

/** @typedef {import('../options.js').Option} Option */
/** @typedef {{left: number, top: number, width: number, height: number}} Rectangle */
/** @typedef {{option: Option, at: Rectangle, rows: number[] | null}} Cell `rows`: where its rows are in the whole; null for the same */

/** Components with a place of their own, and how series and axes say which one they belong to. */
const PLACED = /** @type {const} */ ([
  ['grid', 'gridIndex'],
  ['radar', 'radarIndex'],
  ['geo', 'geoIndex'],
  ['calendar', 'calendarIndex'],
  ['parallel', 'parallelIndex'],
]);
const AXES = /** @type {const} */ ([
  ['xAxis', 'xAxisIndex'],
  ['yAxis', 'yAxisIndex'],
]);

/**
 * @param {Option} base what all share: frame and legend
 * @param {Cell[]} cells
 * @param {{width: number, height: number}} drawing
 * @returns {Option}
 */
export function compose(base, cells, drawing) {
  /** @type {Option} */
  const made = { ...base, series: [], graphic: [...(base.graphic ?? [])] };
  /** @type {number[]} the first series of each cell */
  const firsts = [];
  for (const { option, at, rows } of cells) {
    /** @type {Record<string, number>} */
    const begin = {};
    for (const [name] of [...PLACED, ...AXES]) begin[name] = listOf(made[name]).length;
    for (const [name] of PLACED)
      append(
        made,
        name,
        listOf(option[name]).map((one) => moved(one, at, drawing)),
      );
    for (const [name] of AXES) {
      append(
        made,
        name,
        listOf(option[name]).map((one) => ({ ...one, gridIndex: begin.grid + (one.gridIndex ?? 0) })),
      );
    }
    append(
      made,
      'parallelAxis',
      listOf(option.parallelAxis).map((one) => ({ ...one, parallelIndex: begin.parallel + (one.parallelIndex ?? 0) })),
    );
    firsts.push(made.series.length);
    append(
      made,
      'visualMap',
      listOf(option.visualMap).map((one) => ({
        ...one,
        seriesIndex: listOf(option.series).map((_, n) => made.series.length + n),
      })),
    );
    append(
      made,
      'series',
      listOf(option.series).map((one) => seriesIn(one, option, begin, at, drawing, rows)),
    );
    append(
      made,
      'graphic',
      listOf(option.graphic).map((one) => ({ ...one, x: (one.x ?? 0) + at.left, y: (one.y ?? 0) + at.top })),
    );
  }
  return { ...made, tooltip: sharedTooltip(cells, firsts) };
}

/** @param {any} value */
function listOf(value) {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/**
 * @param {Option} option
 * @param {string} name
 * @param {any[]} more
 */
function append(option, name, more) {
  if (more.length > 0) option[name] = [...listOf(option[name]), ...more];
}

/**
 * A component at its place in the whole drawing.
 * @param {Record<string, any>} one with its place in px
 * @param {Rectangle} at
 * @param {{width: number, height: number}} drawing
 */
function moved(one, at, drawing) {
  const right = drawing.width - at.left - at.width;
  const below = drawing.height - at.top - at.height;
  const made = { ...one };
  if (Array.isArray(one.center)) made.center = [one.center[0] + at.left, one.center[1] + at.top];
  if (typeof one.left === 'number') made.left = one.left + at.left;
  if (typeof one.top === 'number') made.top = one.top + at.top;
  if (typeof one.right === 'number') made.right = one.right + right;
  if (typeof one.bottom === 'number') made.bottom = one.bottom + below;
  return made;
}

/**
 * @param {Record<string, any>} one
 * @param {Option} option that it comes from
 * @param {Record<string, number>} begin
 * @param {Rectangle} at
 * @param {{width: number, height: number}} drawing
 * @param {number[] | null} rows
 */
function seriesIn(one, option, begin, at, drawing, rows) {
  const made = moved(one, at, drawing);
  for (const [name, index] of AXES) if (option[name]) made[index] = begin[name] + (one[index] ?? 0);
  for (const [name, index] of PLACED) if (name !== 'grid' && option[name]) made[index] = begin[name] + (one[index] ?? 0);
  for (const name of ['data', 'links', 'nodes'])
    if (rows && Array.isArray(one[name])) made[name] = one[name].map((/** @type {any} */ each) => inWhole(each, rows));
  return made;
}

/**
 * A mark that knows its row of the whole.
 * @param {any} mark
 * @param {number[]} rows
 * @returns {any}
 */
function inWhole(mark, rows) {
  if (typeof mark !== 'object' || mark === null || Array.isArray(mark)) return mark;
  const made = mark.row === undefined ? { ...mark } : { ...mark, row: rows[mark.row] };
  if (Array.isArray(mark.children)) made.children = mark.children.map((/** @type {any} */ each) => inWhole(each, rows));
  return made;
}

/**
 * The tooltip of the chart under the pointer.
 * @param {Cell[]} cells
 * @param {number[]} firsts
 */
function sharedTooltip(cells, firsts) {
  const known = cells.find(({ option }) => option.tooltip)?.option.tooltip;
  return {
    ...known,
    formatter: (/** @type {any} */ marks, /** @type {any} */ ...more) => {
      const first = Array.isArray(marks) ? marks[0] : marks;
      const cell = firsts.findLastIndex((start) => start <= (first?.seriesIndex ?? 0));
      const own = (/** @type {any} */ mark) => ({ ...mark, seriesIndex: mark.seriesIndex - firsts[cell] });
      const formatter = cells[cell]?.option.tooltip?.formatter;
      return formatter ? formatter(Array.isArray(marks) ? marks.map(own) : own(marks), ...more) : '';
    },
  };
}
