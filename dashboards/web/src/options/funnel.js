/** Funnels: stages in the order of the rows, as wide as their values. */

import { compactNumber } from '../format.js';
import { frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { partsOf } from './parts.js';
import { settingsOf } from './settings.js';
import { FONT, inks } from './theme.js';
import { inkOn, percent, valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function funnelOption(view, drawing) {
  const { parts, measure, total } = partsOf(view, drawing);
  const { showTotal, showMeasureTitle, stem } = settingsOf(view);
  const box = legend(
    view,
    drawing,
    parts.map((part) => part.name),
  );
  const ink = inks(drawing.scheme);
  const opaque = opacity(view, drawing);
  const writer = valueWriter(view, measure.format, total);
  const head = [showMeasureTitle ? measure.label : '', showTotal ? `Total ${compactNumber(total, measure.format)}` : '']
    .filter(Boolean)
    .join(' · ');
  const named = !drawing.named && (!view.legend.show || parts.length < 2);
  const margins = { ...box.margins, top: box.margins.top + (head ? 22 : 0), bottom: box.margins.bottom + 4 };
  const longest = Math.max(0, ...parts.map((part) => text(part, named, writer).length)) * 6.8;
  const side = named ? Math.min(longest + 24, drawing.width * 0.42) : 0;
  const left = margins.left + 8;
  const right = margins.right + 8 + side;
  const largest = Math.max(...parts.map((part) => part.value), Number.MIN_VALUE);
  // The stem of a funnel is as narrow as its last stage, for as many stages as the dashboard says.
  const narrowest = parts.length > 0 ? parts[parts.length - 1].value : 0;
  const inStem = (/** @type {number} */ at) => stem > 0 && stem < parts.length && at >= parts.length - stem;
  return {
    ...frame(view, drawing),
    legend: box.legend,
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const part = parts[mark.dataIndex];
        if (!part) return '';
        const first = parts[0]?.value ? ` · ${percent(part.value / parts[0].value, 1)} of the first` : '';
        return tooltipText(part.name, [
          {
            marker: mark.marker,
            name: measure.label,
            value: `${valueText(part.value, measure)} (${percent(total ? part.value / total : 0, 1)})${first}`,
          },
        ]);
      },
    },
    series: [
      {
        type: 'funnel',
        name: measure.label,
        sort: 'none',
        left,
        right,
        top: margins.top,
        bottom: margins.bottom,
        min: 0,
        max: largest,
        minSize: '4%',
        maxSize: '100%',
        gap: 2,
        funnelAlign: 'center',
        cursor: view.selectable ? 'pointer' : 'default',
        itemStyle: { borderColor: drawing.surface ?? ink.surface, borderWidth: 1 },
        label: {
          show: writer !== null || named,
          position: named ? 'right' : 'inside',
          fontSize: 12,
          fontFamily: FONT,
          ...(named ? { color: ink.muted, width: Math.max(40, side - 16), overflow: 'truncate', ellipsis: '…' } : {}),
          formatter: (/** @type {any} */ mark) => text(parts[mark.dataIndex], named, writer),
        },
        labelLine: { show: named, length: 8, lineStyle: { color: ink.line } },
        emphasis: { focus: 'none' },
        data: parts.map((part, at) => ({
          name: part.name,
          value: inStem(at) ? Math.max(narrowest, 0) : Math.max(part.value, 0),
          row: part.row,
          itemStyle: { color: part.color, opacity: opaque(part.row) },
          ...(named
            ? {}
            : {
                label: {
                  color: inkOn(part.color),
                  show: text(part, false, writer).length * 7 < (part.value / largest) * (drawing.width - left - right),
                },
              }),
        })),
      },
    ],
    graphic: head
      ? [
          {
            type: 'text',
            silent: true,
            x: left + (drawing.width - left - right) / 2,
            y: margins.top - 18,
            style: { text: head, align: 'center', fill: ink.text, font: `600 12px ${FONT}` },
          },
        ]
      : [],
  };
}

/**
 * @param {import('./parts.js').Part | undefined} part
 * @param {boolean} named
 * @param {((value: number) => string) | null} writer
 */
function text(part, named, writer) {
  if (!part) return '';
  return [named ? part.name : '', writer ? writer(part.value) : ''].filter(Boolean).join('  ');
}
