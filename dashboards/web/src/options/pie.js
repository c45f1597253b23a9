/** Pies and donuts. */

import { compactNumber, numberFormat } from '../format.js';
import { memberColors } from './colors.js';
import { frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, isBlank, label } from './matrix.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/** Slices thinner than this many degrees get no label. */
const LEAST_ANGLE = 12;

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function pieOption(view, drawing) {
  const slices = readSlices(view);
  const colors = memberColors(view, drawing, view.dimensions, slices);
  const box = legend(view, drawing, slices.map((slice) => slice.name));
  const { column } = findColumn(view, view.measures[0] ?? '');
  const total = slices.reduce((sum, slice) => sum + Math.max(0, slice.value), 0);
  const labelled = isLabelled(view, drawing, box.margins);
  const place = circle(view, drawing, box.margins, labelled);
  const ink = inks(drawing.scheme);
  const opaque = opacity(view, drawing);
  return {
    ...frame(view, drawing),
    legend: box.legend,
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) =>
        tooltipText(mark.name, [
          {
            marker: mark.marker,
            name: column.label,
            value: `${valueText(mark.value, column)} (${numberFormat('0.0%')(total ? mark.value / total : 0)})`,
          },
        ]),
    },
    series: [
      {
        type: 'pie',
        name: column.label,
        center: place.center,
        radius: place.radius,
        cursor: view.selectable ? 'pointer' : 'default',
        itemStyle: { borderColor: drawing.surface ?? ink.surface, borderWidth: 1.5 },
        emphasis: { scaleSize: 3 },
        label: { ...sliceLabel(view, drawing, column.format), show: labelled },
        labelLine: { length: 8, length2: 8, lineStyle: { color: ink.line } },
        labelLayout: { hideOverlap: true },
        minShowLabelAngle: LEAST_ANGLE,
        avoidLabelOverlap: true,
        data: slices.map((slice, at) => ({
          name: slice.name,
          value: slice.value,
          row: slice.row,
          itemStyle: { color: colors[at], opacity: opaque(slice.row) },
          label: { opacity: opaque(slice.row) < 1 ? 0.7 : 1 },
        })),
      },
    ],
    graphic: centre(view, drawing, place, compactNumber(total, column.format)),
  };
}

/**
 * @param {ChartView} view
 * @returns {{name: string, blank: boolean, value: number, row: number}[]}
 */
function readSlices(view) {
  const { at } = findColumn(view, view.measures[0] ?? '');
  return view.rows.map((cells, row) => ({
    name: label(view, cells, view.dimensions),
    blank: isBlank(view, cells, view.dimensions),
    value: typeof cells[at] === 'number' ? Number(cells[at]) : 0,
    row,
  }));
}

/**
 * px left and right of the pie for labels: names need more than numbers.
 * @param {ChartView} view
 * @param {Drawing} drawing
 */
function labelRoom(view, drawing) {
  return view.legend.show ? 66 : Math.max(64, Math.min(104, drawing.width * 0.25));
}

/**
 * True when slices have labels: where a legend names them, only if the labels leave the pie at least half of its size.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {import('./frame.js').Margins} margins
 */
function isLabelled(view, drawing, margins) {
  if (!view.legend.show) return true;
  const radius = (/** @type {boolean} */ labelled) => circle(view, drawing, margins, labelled).radius[1];
  return view.showValues && radius(true) > radius(false) / 2;
}

/**
 * Centre and radii in px, inside the margins and with room for the labels around.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {import('./frame.js').Margins} margins
 * @param {boolean} labelled
 */
function circle(view, drawing, margins, labelled) {
  const width = drawing.width - margins.left - margins.right;
  const height = drawing.height - margins.top - margins.bottom;
  const around = labelled ? { across: labelRoom(view, drawing), along: 24 } : { across: 8, along: 8 };
  const outer = Math.max(24, Math.min(width / 2 - around.across, height / 2 - around.along));
  const hole = (outer * Math.max(0, Math.min(90, view.inner || 0))) / 100;
  return { center: [margins.left + width / 2, margins.top + height / 2], radius: [hole, outer] };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {string | null} format
 */
function sliceLabel(view, drawing, format) {
  const ink = inks(drawing.scheme);
  return {
    color: ink.muted,
    fontSize: 11,
    fontFamily: FONT,
    width: labelRoom(view, drawing) - 24,
    overflow: 'truncate',
    ellipsis: '…',
    formatter: (/** @type {any} */ mark) => (view.legend.show ? compactNumber(mark.value, format) : mark.name),
  };
}

/**
 * The total, in a hole that is large enough for it.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {{center: number[], radius: number[]}} place
 * @param {string} total
 */
function centre(view, drawing, place, total) {
  if (place.radius[0] < 28 || view.rows.length === 0) return [];
  const size = Math.min(22, Math.max(13, place.radius[0] / 2.4));
  return [
    {
      type: 'text',
      silent: true,
      x: place.center[0],
      y: place.center[1],
      style: {
        text: total,
        align: 'center',
        verticalAlign: 'middle',
        fill: inks(drawing.scheme).text,
        font: `600 ${size}px ${FONT}`,
      },
    },
  ];
}
