/** Ratings: as many icons as a value deserves. */

import { bandAt, bandsOf, entriesOf, partOf, rangeOf } from './entries.js';
import { fade, frame, opacity, tooltip } from './frame.js';
import { entryAxis, entryTooltip } from './linear_gauge.js';
import { settingsOf } from './settings.js';
import { FONT, inks } from './theme.js';
import { valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/** @type {Record<string, string>} */
const ICONS = {
  circle: 'circle',
  square: 'roundRect',
  diamond: 'diamond',
  triangle: 'triangle',
  star: 'path://M10 1l2.8 5.9 6.4.8-4.7 4.5 1.2 6.4L10 15.5l-5.7 3.1 1.2-6.4L.8 7.7l6.4-.8z',
  heart:
    'path://M10 18C4 13.5 1 10.500 1 6.500 1 3.500 3.200 1.500 5.700 1.500c1.800 0 3.400 1 4.300 2.600.9-1.600 2.500-2.600 4.300-2.600 2.500 0 4.700 2 4.700 5 0 4-3 7-9 11.500z',
  cloud: 'path://M5 16a4.300 4.300 0 0 1-.3-8.600A5.600 5.600 0 0 1 15.500 6.500 4.800 4.800 0 0 1 15 16z',
};

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function ratingOption(view, drawing) {
  const settings = settingsOf(view);
  const entries = entriesOf(view);
  const range = rangeOf(view, entries);
  const several = entries.length > 1;
  const ink = inks(drawing.scheme);
  const bands = bandsOf(view, drawing.scheme);
  const opaque = opacity(view, drawing);
  const symbol = ICONS[settings.icon.toLowerCase()] ?? ICONS.star;
  const writer = valueWriter(view, entries[0]?.measure.format ?? null, range.max);
  const names = several ? Math.min(150, drawing.width / 3) : 0;
  const right = writer ? (settings.showMax ? 96 : 56) : 8;
  const size = Math.max(
    8,
    Math.min(40, (drawing.width - names - right - 16) / settings.icons - 4, drawing.height / Math.max(1, entries.length) - 10),
  );
  const icons = {
    type: 'pictorialBar',
    symbol,
    symbolSize: [size, size],
    symbolMargin: 2,
    symbolRepeat: settings.icons,
    barGap: '-100%',
    animation: false,
  };
  const rounded = (/** @type {number} */ count) => {
    const step = settings.iconRounding === 'half' ? 0.5 : settings.iconRounding === 'none' ? 0 : 1;
    return step ? Math.round(count / step) * step : count;
  };
  const width = settings.icons * (size + 4);
  const left = several ? names + 8 : Math.max(8, (drawing.width - right - width) / 2);
  return {
    ...frame(view, drawing),
    legend: { show: false },
    grid: { left, width, top: 4, bottom: 4 },
    xAxis: { type: 'value', show: false, min: 0, max: settings.icons },
    yAxis: entryAxis(drawing, entries, several ? names - 8 : null),
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => entryTooltip(entries[mark.dataIndex], range),
    },
    series: [
      {
        ...icons,
        name: '',
        silent: true,
        tooltip: { show: false },
        color: ink.line,
        itemStyle: { opacity: 0.55 },
        data: entries.map(() => settings.icons),
      },
      {
        ...icons,
        name: view.title,
        symbolClip: true,
        symbolBoundingData: settings.icons,
        z: 3,
        cursor: view.selectable ? 'pointer' : 'default',
        label: {
          show: writer !== null,
          position: [width + 4, '50%'],
          align: 'left',
          verticalAlign: 'middle',
          color: ink.text,
          fontSize: 13,
          fontWeight: 600,
          fontFamily: FONT,
          formatter: (/** @type {any} */ mark) => {
            const value = entries[mark.dataIndex].value;
            if (value === null || !writer) return '–';
            return settings.showMax ? `${writer(value)} / ${writer(range.max)}` : writer(value);
          },
        },
        data: entries.map((one) => {
          const faded = fade(opaque(one.row));
          const color = bands[one.value === null || bandAt(range, one.value) < 2 ? 0 : 2].from;
          return {
            value: rounded(partOf(range, one.value) * settings.icons),
            row: one.row,
            ...faded,
            itemStyle: { ...faded.itemStyle, color },
          };
        }),
      },
    ],
  };
}
