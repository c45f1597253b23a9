/** Pies and donuts. */

import { compactNumber, numberFormat } from '../format.js';
import { frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { partsOf } from './parts.js';
import { settingsOf } from './settings.js';
import { FONT, inks } from './theme.js';
import { valueWriter } from './values.js';

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
  const { parts: slices, measure: column, total } = partsOf(view, drawing);
  const box = legend(view, drawing, slices.map((slice) => slice.name));
  const writer = valueWriter(view, column.format, total);
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
        label: { ...sliceLabel(view, drawing, writer), show: labelled },
        labelLine: { length: 8, length2: 8, lineStyle: { color: ink.line } },
        labelLayout: { hideOverlap: true },
        minShowLabelAngle: LEAST_ANGLE,
        avoidLabelOverlap: true,
        data: slices.map((slice) => ({
          name: slice.name,
          value: slice.value,
          row: slice.row,
          itemStyle: { color: slice.color, opacity: opaque(slice.row) },
          label: { opacity: opaque(slice.row) < 1 ? 0.7 : 1 },
        })),
      },
    ],
    graphic: centre(view, drawing, place, column, total),
  };
}

/**
 * px left and right of the pie for labels: names need more than numbers.
 * @param {ChartView} view
 * @param {Drawing} drawing
 */
function labelRoom(view, drawing) {
  return view.legend.show ? 76 : Math.max(64, Math.min(104, drawing.width * 0.25));
}

/**
 * True when slices have labels: where a legend names them, only if the labels leave the pie at least half of its size.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {import('./frame.js').Margins} margins
 */
function isLabelled(view, drawing, margins) {
  if (drawing.named) return false;
  if (!view.legend.show) return true;
  const radius = (/** @type {boolean} */ labelled) => circle(view, drawing, margins, labelled).radius[1];
  return view.showValues && settingsOf(view).valueType !== 'none' && radius(true) > radius(false) / 2;
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
 * @param {((value: number) => string) | null} writer
 */
function sliceLabel(view, drawing, writer) {
  const ink = inks(drawing.scheme);
  return {
    color: ink.muted,
    fontSize: 11,
    fontFamily: FONT,
    width: labelRoom(view, drawing) - 24,
    overflow: 'truncate',
    ellipsis: '…',
    formatter: (/** @type {any} */ mark) => {
      if (view.legend.show) return writer ? writer(mark.value) : '';
      return settingsOf(view).valueType && writer ? `${mark.name}\n${writer(mark.value)}` : mark.name;
    },
  };
}

/**
 * What stands in a hole that is large enough for it: the total, a text of the dashboard, or nothing.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {{center: number[], radius: number[]}} place
 * @param {import('../wire.d.ts').Column} measure
 * @param {number} total
 */
function centre(view, drawing, place, measure, total) {
  const { center, showTotal, showMeasureTitle } = settingsOf(view);
  const written = { number: compactNumber(total, measure.format), text: center.text, none: '' }[center.type];
  if (place.radius[0] < 28 || view.rows.length === 0 || !written || (center.type === 'number' && !showTotal)) return [];
  const size = Math.min(22, Math.max(13, place.radius[0] / 2.4), (place.radius[0] * 1.6) / (Math.max(4, written.length) * 0.74));
  const below = showMeasureTitle && place.radius[0] > 44 ? measure.label : '';
  const ink = inks(drawing.scheme);
  const shared = { align: 'center', verticalAlign: 'middle', width: place.radius[0] * 1.7, overflow: 'truncate', ellipsis: '…' };
  const line = (/** @type {string} */ text, /** @type {number} */ y, /** @type {Record<string, string>} */ style) => ({
    type: 'text',
    silent: true,
    x: place.center[0],
    y: place.center[1] + y,
    style: { text, ...shared, ...style },
  });
  const main = line(written, below ? -8 : 0, { fill: ink.text, font: `600 ${Math.round(size)}px ${FONT}` });
  return below ? [main, line(below, size / 2 + 6, { fill: ink.muted, font: `11px ${FONT}` })] : [main];
}
