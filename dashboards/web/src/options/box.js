/** Box plots: five measures of a row are its box; else the values of the rows of a group are summed up. */

import { categoryAxis, plot, valueAxis } from './axes.js';
import { frame, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, labeller } from './matrix.js';
import { extent } from './scale.js';
import { seriesColors } from './colors.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

const NAMES = ['Lowest', 'First quartile', 'Median', 'Third quartile', 'Highest'];

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function boxOption(view, drawing) {
  const boxes = view.measures.length >= 5 ? rowBoxes(view) : summedBoxes(view);
  const { column } = findColumn(view, view.measures[0] ?? '');
  const [color] = seriesColors({ ...view, split: [] }, drawing, [{ name: '', blank: false }]);
  const opaque = opacity(view, drawing);
  const reach = extent(boxes.flatMap((one) => one.values));
  return {
    ...frame(view, drawing),
    legend: { show: false },
    grid: plot({ left: 4, right: 12, top: 10, bottom: 4 }),
    xAxis: categoryAxis(
      view,
      drawing,
      boxes.map((one) => one.name),
      false,
    ),
    yAxis: { ...valueAxis(view, drawing, column.format, true, { range: reach }), scale: view.showZero === false },
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const one = boxes[mark.dataIndex];
        return one
          ? tooltipText(one.name, NAMES.map((name, at) => ({ name, value: valueText(one.values[at], column) })).reverse())
          : '';
      },
    },
    series: [
      {
        type: 'boxplot',
        name: view.title,
        boxWidth: [8, 48],
        cursor: view.selectable ? 'pointer' : 'default',
        itemStyle: { color: 'transparent', borderColor: color, borderWidth: 1.5 },
        emphasis: { focus: 'none' },
        data: boxes.map((one) => ({
          value: one.values,
          ...(one.row === null ? {} : { row: one.row, itemStyle: { opacity: opaque(one.row) } }),
        })),
      },
    ],
  };
}

/** @param {ChartView} view */
function rowBoxes(view) {
  const places = view.measures.slice(0, 5).map((name) => findColumn(view, name).at);
  const text = labeller(view, view.dimensions);
  return view.rows.map((cells, row) => ({
    name: text(cells),
    row,
    values: places.map((at) => Number(cells[at] ?? 0)).sort((a, b) => a - b),
  }));
}

/**
 * @param {ChartView} view
 * @returns {{name: string, row: number | null, values: number[]}[]}
 */
function summedBoxes(view) {
  const { at } = findColumn(view, view.measures[0] ?? '');
  const text = labeller(view, view.dimensions.slice(0, 1));
  /** @type {Map<string, number[]>} */
  const groups = new Map();
  for (const cells of view.rows) {
    const value = cells[at];
    if (typeof value === 'number') groups.set(text(cells), [...(groups.get(text(cells)) ?? []), value]);
  }
  return [...groups].map(([name, values]) => {
    values.sort((a, b) => a - b);
    return { name, row: null, values: [0, 0.25, 0.5, 0.75, 1].map((part) => quantile(values, part)) };
  });
}

/**
 * A value below which a part of sorted values lies, between two of them in proportion.
 * @param {number[]} sorted
 * @param {number} part
 */
function quantile(sorted, part) {
  const place = (sorted.length - 1) * part;
  const low = Math.floor(place);
  return sorted[low] + ((sorted[low + 1] ?? sorted[low]) - sorted[low]) * (place - low);
}
