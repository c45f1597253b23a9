/** Stacks: how far they reach, and the totals that stand over them. */

import { settingsOf } from './settings.js';
import { inks } from './theme.js';
import { valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {import('./matrix.js').Matrix} Matrix */

/**
 * The sums of what is above and below zero in each category.
 * @param {Matrix} whole
 */
function sums(whole) {
  return whole.categories.map((_, at) => {
    const values = whole.series.map((one) => one.points[at]?.value ?? 0);
    const add = (/** @type {number[]} */ list) => list.reduce((sum, value) => sum + value, 0);
    return { above: add(values.filter((value) => value > 0)), below: add(values.filter((value) => value < 0)) };
  });
}

/**
 * How far the stacks reach, down and up.
 * @param {Matrix} whole
 * @returns {[number, number] | null}
 */
export function stackedRange(whole) {
  const found = sums(whole);
  if (found.length === 0) return null;
  return [Math.min(0, ...found.map((one) => one.below)), Math.max(0, ...found.map((one) => one.above))];
}

/**
 * A series without bars that carries the totals, net or of absolute values; none where the chart shows no totals.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Matrix} absolute
 * @param {boolean} lying
 * @returns {Record<string, any>[]}
 */
export function stackTotals(view, drawing, absolute, lying) {
  const { total } = settingsOf(view);
  const writer = valueWriter(view, absolute.series[0]?.measure.format ?? null);
  if (!view.chart.startsWith('stack') || total.stack === 'none' || view.normalize || !view.showValues || !writer) return [];
  const found = sums(absolute);
  const text = (/** @type {{above: number, below: number}} */ { above, below }) =>
    writer(total.stack === 'absolute' ? above - below : above + below);
  const fits =
    lying || Math.max(0, ...found.map((one) => text(one).length)) * 6.4 < (drawing.width * 0.85) / Math.max(1, found.length);
  if (!fits) return [];
  return [
    {
      type: 'bar',
      name: '',
      stack: 'all',
      silent: true,
      color: 'transparent',
      tooltip: { show: false },
      label: {
        show: true,
        position: lying ? 'right' : 'top',
        color: inks(drawing.scheme).text,
        fontSize: 11,
        fontWeight: 600,
        distance: 4,
        formatter: (/** @type {any} */ mark) => text(found[mark.dataIndex]),
      },
      labelLayout: { hideOverlap: true },
      data: found.map(() => 0),
    },
  ];
}
