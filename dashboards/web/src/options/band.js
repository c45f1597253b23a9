/** The band between the bounds of a forecast. */

import { labeller, findColumn } from './matrix.js';
import { extent } from './scale.js';
import { settingsOf } from './settings.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * The band of a chart that has one: an unseen line at the lower bound and an area from there to the upper one.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {import('./matrix.js').Matrix} drawn
 * @param {string[]} colors of its series
 * @returns {{series: Record<string, any>[], range: [number, number] | null}}
 */
export function forecastBand(view, drawing, drawn, colors) {
  const { band } = settingsOf(view);
  const places = band && [findColumn(view, band.low).at, findColumn(view, band.high).at];
  if (!places || places.includes(-1) || view.split.length > 0) return { series: [], range: null };
  const category = labeller(view, view.dimensions);
  const rows = new Map(view.rows.map((cells) => [category(cells), cells]));
  const bounds = drawn.categories.map((name) => {
    const [low, high] = places.map((at) => rows.get(name)?.[at]);
    return typeof low === 'number' && typeof high === 'number' ? [Math.min(low, high), Math.max(low, high)] : null;
  });
  const owner = Math.max(
    0,
    drawn.series.findIndex((one) => one.measure.name === band.measure),
  );
  const shared = {
    type: 'line',
    stack: 'forecast',
    stackStrategy: 'all',
    silent: true,
    symbol: 'none',
    animation: false,
    tooltip: { show: false },
    lineStyle: { opacity: 0 },
  };
  return {
    series: [
      { ...shared, name: '\u200b', data: bounds.map((bound) => bound?.[0] ?? '-') },
      {
        ...shared,
        name: '\u200b\u200b',
        color: colors[owner],
        areaStyle: { opacity: drawing.scheme === 'dark' ? 0.3 : 0.18 },
        data: bounds.map((bound) => (bound ? bound[1] - bound[0] : '-')),
      },
    ],
    range: extent(bounds.flatMap((bound) => bound ?? [])),
  };
}
