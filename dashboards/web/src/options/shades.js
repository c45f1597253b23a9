/** Colours by value: a shade between two, or the colour of a band; and the key that explains them. */

import { compactNumber } from '../format.js';
import { extent } from './scale.js';
import { settingsOf } from './settings.js';
import { FONT, inks } from './theme.js';
import { bandColor, blend, ramp } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {(number | null | undefined)[]} values
 * @returns {{colorOf: (value: number | null | undefined) => string, range: [number, number]}}
 */
export function shadesOf(view, drawing, values) {
  const range = extent(values) ?? [0, 1];
  const [low, high] = ramp(view, drawing.scheme);
  const colorOf = (/** @type {number | null | undefined} */ value) => {
    if (value === null || value === undefined) return inks(drawing.scheme).grid;
    return bandColor(view, value) ?? blend(low, high, range[1] > range[0] ? (value - range[0]) / (range[1] - range[0]) : 1);
  };
  return { colorOf, range };
}

/** px that the key takes at the bottom. */
export const KEY = 30;

/**
 * The key: a strip from the lowest to the highest value, or the three bands. Marks have colours of their own, so nothing
 * in it reacts.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {[number, number]} range
 * @param {string | null} format
 * @returns {{graphic: Record<string, any>[], height: number}}
 */
export function shadeKey(view, drawing, range, format) {
  if (!view.legend.show || range[0] === range[1]) return { graphic: [], height: 0 };
  const { bins } = settingsOf(view);
  const ink = inks(drawing.scheme);
  const y = drawing.height - 18;
  const text = (/** @type {string} */ written, /** @type {number} */ x, align = 'left') => ({
    type: 'text',
    silent: true,
    x,
    y: y - 1,
    style: { text: written, align, fill: ink.muted, font: `11px ${FONT}` },
  });
  if (bins) {
    const names = [
      `< ${compactNumber(bins.low, format)}`,
      `${compactNumber(bins.low, format)} – ${compactNumber(bins.high, format)}`,
      `≥ ${compactNumber(bins.high, format)}`,
    ];
    const each = Math.min(130, (drawing.width - 16) / 3);
    const left = (drawing.width - each * 3) / 2;
    return {
      height: KEY,
      graphic: bins.bands.flatMap((band, at) => [
        {
          type: 'rect',
          silent: true,
          shape: { x: left + at * each, y: y + 1, width: 10, height: 10, r: 2 },
          style: { fill: band.color },
        },
        text(band.label || names[at], left + at * each + 15),
      ]),
    };
  }
  const [low, high] = ramp(view, drawing.scheme);
  const width = Math.min(160, drawing.width * 0.4);
  const left = (drawing.width - width) / 2;
  return {
    height: KEY,
    graphic: [
      {
        type: 'rect',
        silent: true,
        shape: { x: left, y, width, height: 9, r: 2 },
        style: {
          fill: {
            type: 'linear',
            x: 0,
            y: 0,
            x2: 1,
            y2: 0,
            colorStops: [
              { offset: 0, color: low },
              { offset: 1, color: high },
            ],
          },
        },
      },
      text(compactNumber(range[0], format), left - 6, 'right'),
      text(compactNumber(range[1], format), left + width + 6),
    ],
  };
}
