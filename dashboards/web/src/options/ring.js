/** Polar gauges: a ring that is filled as far as its value reaches. */

import { bandAt, bandsOf, entriesOf, partOf, rangeOf, spread } from './entries.js';
import { FADED, FONT, inks } from './theme.js';
import { frame, opacity, tooltip } from './frame.js';
import { entryTooltip, gradient } from './linear_gauge.js';
import { percent, valueWriter } from './values.js';
import { settingsOf } from './settings.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function ringOption(view, drawing) {
  const entries = entriesOf(view);
  const range = rangeOf(view, entries);
  const area = { left: 4, top: 4, width: drawing.width - 8, height: drawing.height - 8 };
  const places = spread(entries.length, area);
  const bands = bandsOf(view, drawing.scheme);
  const ink = inks(drawing.scheme);
  const opaque = opacity(view, drawing);
  const { valueType } = settingsOf(view);
  const titled = entries.length > 1 ? 18 : 0;
  const hole = Math.max(0, Math.min(95, view.inner || 75)) / 100;
  return {
    ...frame(view, drawing),
    legend: { show: false },
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => entryTooltip(entries[mark.seriesIndex], range),
    },
    series: entries.map((one, at) => {
      const place = places[at];
      const radius = Math.max(12, Math.min(place.width, place.height - titled) / 2 - 6);
      const width = Math.max(4, radius * (1 - hole));
      const band = bands[bandAt(range, one.value ?? range.min)];
      const writer = valueWriter(view, one.measure.format, range.max);
      const part = partOf(range, one.value);
      const text = one.value === null ? '–' : writer === null ? '' : valueType === 'percent' ? percent(part) : writer(one.value);
      return {
        type: 'gauge',
        name: one.name,
        center: [place.left + place.width / 2, place.top + (place.height - titled) / 2],
        radius,
        startAngle: 90,
        endAngle: -270,
        min: range.min,
        max: range.max,
        cursor: view.selectable ? 'pointer' : 'default',
        pointer: { show: false },
        axisLine: { roundCap: false, lineStyle: { width, color: [[1, ink.grid]] } },
        progress: { show: true, width, roundCap: width < 24, itemStyle: { color: gradient(band.from, band.to, true) } },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: { show: false },
        anchor: { show: false },
        title: {
          show: titled > 0,
          offsetCenter: [0, radius + 12],
          color: ink.muted,
          fontSize: 12,
          fontFamily: FONT,
          width: place.width - 8,
          overflow: 'truncate',
        },
        detail: {
          show: text !== '' && radius * hole > 12,
          offsetCenter: [0, 0],
          color: ink.text,
          fontSize: Math.max(11, Math.min(30, (radius * hole * 1.7) / Math.max(3, text.length))),
          fontWeight: 600,
          fontFamily: FONT,
          formatter: text,
        },
        data: [
          {
            value: Math.min(range.max, Math.max(range.min, one.value ?? range.min)),
            name: one.name,
            row: one.row,
            itemStyle: { opacity: opaque(one.row) < 1 ? FADED * 2 : 1 },
          },
        ],
      };
    }),
  };
}
