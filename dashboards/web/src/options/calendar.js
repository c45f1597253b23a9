/** Calendars: a square for each day, shaded by a measure, a strip for each year. */

import { fade, frame, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, keyer } from './matrix.js';
import { periodText } from '../format.js';
import { firstDay, names } from '../locale.js';
import { KEY, shadeKey, shadesOf } from './shades.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

const YEARS = 6; // as many as can be told apart, the last ones

/**
 * The height in px that its years need.
 * @param {ChartView} view
 */
export function calendarHeight(view) {
  const text = keyer(view, view.dimensions);
  const years = new Set(view.rows.map((cells) => text(cells).slice(0, 4))).size;
  return Math.min(YEARS, years) * 64 + KEY;
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function calendarOption(view, drawing) {
  const { at, column } = findColumn(view, view.roles?.color?.[0] ?? view.measures[0] ?? '');
  const text = keyer(view, view.dimensions);
  const days = view.rows.flatMap((cells, row) => {
    const day = /^\d{4}-\d\d(-\d\d)?/.exec(text(cells).replaceAll(' · ', '-'))?.[0];
    return day && typeof cells[at] === 'number'
      ? [{ day: day.length === 7 ? `${day}-01` : day, value: Number(cells[at]), row }]
      : [];
  });
  const shades = shadesOf(
    view,
    drawing,
    days.map((one) => one.value),
  );
  const key = shadeKey(view, drawing, shades.range, column.format);
  const years = [...new Set(days.map((one) => one.day.slice(0, 4)))].sort().slice(-YEARS);
  const ink = inks(drawing.scheme);
  const opaque = opacity(view, drawing);
  const height = (drawing.height - key.height - 4) / Math.max(1, years.length);
  const cell = Math.max(3, Math.min((drawing.width - 64) / 54, (height - 22) / 7, 20));
  const left = 56 + Math.max(0, (drawing.width - 64 - cell * 54) / 2);
  return {
    ...frame(view, drawing),
    legend: { show: false },
    graphic: key.graphic,
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) =>
        tooltipText(periodText(mark.data.value[0]), [{ name: column.label, value: valueText(mark.data.value[1], column) }]),
    },
    calendar: years.map((year, n) => ({
      range: year,
      left,
      top: 22 + n * height,
      cellSize: [cell, cell],
      orient: 'horizontal',
      itemStyle: { color: 'transparent', borderColor: ink.grid, borderWidth: 1 },
      splitLine: { lineStyle: { color: ink.line, width: 1 } },
      yearLabel: { color: ink.muted, fontSize: 12, fontWeight: 600, fontFamily: FONT, margin: 34 },
      monthLabel: {
        color: ink.muted,
        fontSize: 11,
        fontFamily: FONT,
        nameMap: names('month', cell < 7 ? 'narrow' : 'short'),
      },
      dayLabel: {
        show: cell > 8,
        firstDay: firstDay(),
        color: ink.muted,
        fontSize: 10,
        fontFamily: FONT,
        nameMap: names('weekday', 'narrow'),
      },
    })),
    series: years.map((year, n) => ({
      type: 'heatmap',
      name: column.label,
      coordinateSystem: 'calendar',
      calendarIndex: n,
      cursor: view.selectable ? 'pointer' : 'default',
      emphasis: { focus: 'none' },
      data: days
        .filter((one) => one.day.startsWith(year))
        .map((one) => {
          const faded = fade(opaque(one.row));
          return {
            value: [one.day, one.value],
            row: one.row,
            itemStyle: { ...faded.itemStyle, color: shades.colorOf(one.value) },
          };
        }),
    })),
  };
}
