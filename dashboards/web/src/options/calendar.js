/** Calendars: a square for each day, shaded by a measure, a strip for each year. */

import { fade, frame, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, keyer } from './matrix.js';
import { periodText } from '../format.js';
import { firstDay, names } from '../locale.js';
import { KEY, shadeKey, shadesOf } from './shades.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

const WEEK = 7 * 86_400_000; // ms
const WEEKS = 54; // a year touches as many
const MOST = 60; // weeks that one strip may hold

const YEARS = 6; // as many as can be told apart, the last ones

/**
 * The height in px that its years need.
 * @param {ChartView} view
 */
export function calendarHeight(view) {
  const text = keyer(view, view.dimensions);
  return stripsOf(view.rows.map((cells) => dayOf(text(cells)) ?? '').filter(Boolean)).length * 64 + KEY;
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
    const day = dayOf(text(cells));
    return day && typeof cells[at] === 'number' ? [{ day, value: Number(cells[at]), row }] : [];
  });
  const shades = shadesOf(
    view,
    drawing,
    days.map((one) => one.value),
  );
  const key = shadeKey(view, drawing, shades.range, column.format);
  const strips = stripsOf(days.map((one) => one.day));
  const ink = inks(drawing.scheme);
  const opaque = opacity(view, drawing);
  const height = (drawing.height - key.height - 4) / Math.max(1, strips.length);
  const weeks = strips[0]?.weeks ?? WEEKS;
  const cell = Math.max(3, Math.min((drawing.width - 64) / weeks, (height - 22) / 7, 28));
  const spare = Math.max(0, (height - 22 - cell * 7) / 2);
  const left = 56 + Math.max(0, (drawing.width - 64 - cell * weeks) / 2);
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
    calendar: strips.map((strip, n) => ({
      range: strip.range,
      left,
      top: 22 + n * height + spare,
      cellSize: [cell, cell],
      orient: 'horizontal',
      itemStyle: { color: 'transparent', borderColor: ink.grid, borderWidth: 1 },
      splitLine: { lineStyle: { color: ink.line, width: 1 } },
      yearLabel: { formatter: strip.name, color: ink.muted, fontSize: 12, fontWeight: 600, fontFamily: FONT, margin: 34 },
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
    series: strips.map((strip, n) => ({
      type: 'heatmap',
      name: column.label,
      coordinateSystem: 'calendar',
      calendarIndex: n,
      cursor: view.selectable ? 'pointer' : 'default',
      emphasis: { focus: 'none' },
      data: days
        .filter((one) => strip.holds(one.day))
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

/**
 * The day that a date's text says; of a month its first one.
 * @param {string} text
 */
function dayOf(text) {
  const day = /^\d{4}-\d\d(-\d\d)?/.exec(text.replaceAll(' · ', '-'))?.[0];
  return day?.length === 7 ? `${day}-01` : day;
}

/**
 * The strips of days: one for each year, and a single one where all days of two years lie within some more weeks than a year has.
 * @param {string[]} days
 * @returns {{range: string | [string, string], name: string, weeks: number, holds: (day: string) => boolean}[]}
 */
function stripsOf(days) {
  const years = [...new Set(days.map((day) => day.slice(0, 4)))].sort().slice(-YEARS);
  const strips = years.map((year) => ({
    range: year,
    name: year,
    weeks: WEEKS,
    holds: (/** @type {string} */ day) => day.startsWith(year),
  }));
  if (years.length !== 2) return strips;
  const sorted = days.toSorted();
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if ((Date.parse(last) - Date.parse(first)) / WEEK > MOST - 2) return strips;
  const weeks = Math.ceil((Date.parse(last) - Date.parse(first)) / WEEK) + 1;
  return [{ range: [first, last], name: years.join('–'), weeks, holds: () => true }];
}
