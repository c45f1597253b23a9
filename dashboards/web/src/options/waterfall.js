/** Waterfalls: each value begins where the one before it ended; the last column is the total. */

import { compactNumber } from '../format.js';
import { categoryAxis, plot, takenAcross, valueAxis } from './axes.js';
import { seriesColors } from './colors.js';
import { fade, frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { matrix } from './matrix.js';
import { lineValues, valueLines } from './reference.js';
import { extent } from './scale.js';
import { settingsOf } from './settings.js';
import { FONT, inks } from './theme.js';
import { bandColor, valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {import('./matrix.js').Matrix} Matrix */
/** @typedef {{from: number, to: number, row: number, kind: 'start' | 'positive' | 'negative' | 'total', series: number}} Span */

/** @type {Record<'light' | 'dark', Record<'positive' | 'negative' | 'start' | 'total', string>>} */
const COLORS = {
  light: { positive: '#2f9e62', negative: '#d64550', start: '#2f6bd8', total: '#5a6472' },
  dark: { positive: '#49b97c', negative: '#e5646d', start: '#6ea2ff', total: '#9aa4b2' },
};

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function waterfallOption(view, drawing) {
  const { total } = settingsOf(view);
  const whole = matrix(view.chart === 'waterfall' ? { ...view, measures: view.measures.slice(0, 1) } : view);
  const stacked = view.chart === 'stackwaterfall' && whole.series.length > 1;
  const columns = spansOf(whole, total.bar);
  const categories =
    total.bar === 'sum'
      ? [...whole.categories, total.label]
      : total.bar === 'last' && whole.categories.length > 0
        ? [
            ...whole.categories.slice(0, -1),
            total.label === 'Total' ? whole.categories[whole.categories.length - 1] : total.label,
          ]
        : whole.categories;
  const colors = stacked ? seriesColors(view, drawing, whole.series) : [];
  const measure = whole.series[0]?.measure ?? { name: '', label: '', type: 'number', format: null };
  const box = legend(view, drawing, stacked ? whole.series.map((one) => one.name) : []);
  const writer = view.showValues ? (valueWriter(view, measure.format) ?? null) : null;
  const reach = extent(columns.flat().flatMap((span) => [span.from, span.to]));
  return {
    ...frame(view, drawing),
    legend: box.legend,
    grid: plot({ ...box.margins, top: box.margins.top + 16 }),
    xAxis: categoryAxis(view, drawing, categories, false, takenAcross(box.margins)),
    yAxis: valueAxis(view, drawing, measure.format, true, { range: reach, include: lineValues(view, 1) }),
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => spanTooltip(columns, categories, whole, measure, mark),
    },
    series: layers(view, drawing, columns, { colors, whole, writer, stacked, measure }),
  };
}

/**
 * The spans of each column: for a stacked waterfall one a series.
 * @param {Matrix} whole
 * @param {'none' | 'sum' | 'last'} total
 * @returns {Span[][]}
 */
function spansOf(whole, total) {
  let level = 0;
  const last = whole.categories.length - 1;
  /** @type {Span[][]} */
  const columns = whole.categories.map((_, at) => {
    if (total === 'last' && at === last) level = 0;
    return whole.series.flatMap((one, series) => {
      const point = one.points[at];
      if (!point || point.value === null) return [];
      const from = level;
      level += point.value;
      const kind = total === 'last' && at === last ? 'total' : at === 0 ? 'start' : point.value < 0 ? 'negative' : 'positive';
      return [{ from, to: level, row: point.row, kind, series }];
    });
  });
  if (total !== 'sum') return columns;
  if (whole.series.length < 2) return [...columns, [{ from: 0, to: level, row: -1, kind: 'total', series: 0 }]];
  let base = 0;
  const sums = whole.series.map((one, series) => {
    const from = base;
    base += one.points.reduce((sum, point) => sum + (point?.value ?? 0), 0);
    return { from, to: base, row: -1, kind: /** @type {const} */ ('total'), series };
  });
  return [...columns, sums];
}

/**
 * A series for each member, of spans.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Span[][]} columns
 * @param {{colors: string[], whole: Matrix, writer: ((value: number) => string) | null, stacked: boolean, measure: import('../wire.d.ts').Column}} form
 */
function layers(view, drawing, columns, { colors, whole, writer, stacked, measure }) {
  const opaque = opacity(view, drawing);
  const own = settingsOf(view).colors;
  const ink = inks(drawing.scheme);
  const paint = (/** @type {Span} */ span) =>
    stacked ? colors[span.series] : (bandColor(view, span.to - span.from) ?? own[span.kind] ?? COLORS[drawing.scheme][span.kind]);
  const size = (drawing.width - takenAcross({ left: 4, right: stacked ? 160 : 12 })) / Math.max(1, columns.length);
  return whole.series.map((one, series) => {
    const data = columns.flatMap((column, at) => {
      const span = column.find((each) => each.series === series);
      if (!span) return [];
      const text = writer && !stacked ? writer(span.to - span.from) : '';
      const { itemStyle } = fade(span.row < 0 ? 1 : opaque(span.row));
      return [
        {
          value: [at, span.from, span.to],
          ...(span.row < 0 ? {} : { row: span.row }),
          itemStyle: { ...itemStyle, color: paint(span) },
          text: text.length * 6.4 < size ? text : '',
        },
      ];
    });
    return {
      type: 'custom',
      name: one.name,
      color: stacked ? colors[series] : COLORS[drawing.scheme].positive,
      renderItem: (/** @type {any} */ place, /** @type {any} */ api) => rectangle(data[place.dataIndex], api, ink.muted),
      encode: { x: 0, y: [1, 2] },
      cursor: view.selectable ? 'pointer' : 'default',
      markLine: series === 0 ? valueLines(view, drawing, { axis: 1, direction: 'yAxis', format: measure.format }) : undefined,
      data,
    };
  });
}

/**
 * A rectangle from one value to another, at least a line high, with its value at the end where it leads.
 * @param {any} mark
 * @param {any} api
 * @param {string} ink
 */
function rectangle(mark, api, ink) {
  const [at, start, end] = mark.value;
  const from = api.coord([at, start]);
  const to = api.coord([at, end]);
  const width = Math.min(48, api.size([1, 0])[0] * 0.68);
  const height = Math.max(1.5, Math.abs(from[1] - to[1]));
  return {
    type: 'rect',
    shape: { x: from[0] - width / 2, y: Math.min(from[1], to[1]), width, height, r: 2 },
    style: { fill: mark.itemStyle.color, opacity: mark.itemStyle.opacity },
    textConfig: { position: end < start ? 'bottom' : 'top', distance: 4 },
    textContent: { type: 'text', silent: true, style: { text: mark.text, fill: ink, font: `11px ${FONT}` } },
  };
}

/**
 * @param {Span[][]} columns
 * @param {string[]} categories
 * @param {Matrix} whole
 * @param {import('../wire.d.ts').Column} measure
 * @param {any} mark
 */
function spanTooltip(columns, categories, whole, measure, mark) {
  const at = mark.data?.value?.[0];
  const span = columns[at]?.find((one) => one.series === mark.seriesIndex);
  if (!span) return '';
  const change = { marker: mark.marker, name: whole.series[span.series].name, value: valueText(span.to - span.from, measure) };
  const after =
    span.kind === 'total' || span.kind === 'start' ? [] : [{ name: 'After it', value: compactNumber(span.to, measure.format) }];
  return tooltipText(categories[at] ?? '', [change, ...after]);
}
