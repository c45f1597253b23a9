/** What all charts share: font, description, tooltip, legend and the space that it takes. */

import { numberFormat } from '../format.js';
import { describe } from './describe.js';
import { settingsOf } from './settings.js';
import { FADED, FONT, inks } from './theme.js';
import { selectedTest } from '../state.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../wire.d.ts').Column} Column */
/** @typedef {import('../wire.d.ts').Cell} Cell */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Margins */

const CHARACTER = 7.6; // average width in px of a character of the legend's font
const LEGEND_LIMIT = 150;

/**
 * The start of every option.
 * @param {ChartView} view
 * @param {Drawing} drawing
 */
export function frame(view, drawing) {
  return {
    backgroundColor: 'transparent',
    textStyle: { fontFamily: FONT, fontSize: 12, color: inks(drawing.scheme).text },
    aria: { enabled: true, label: { description: describe(view) } },
    animationDuration: 250,
    animationDurationUpdate: 250,
    animationEasingUpdate: 'cubicOut',
  };
}

/**
 * A tooltip drawn on the canvas: the default one writes HTML with inline styles, which our policy forbids.
 * @param {Drawing} drawing
 */
export function tooltip(drawing) {
  const ink = inks(drawing.scheme);
  return {
    renderMode: 'richText',
    confine: true,
    backgroundColor: ink.raised,
    borderColor: ink.line,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: ink.text },
  };
}

/**
 * Text between the markers of a tooltip: braces, which would begin a style there, become look-alikes.
 * @param {string} text
 */
function plain(text) {
  return text.replaceAll('}', '\uFF5D').replaceAll('{', '\uFF5B');
}

/**
 * @param {string} head
 * @param {{marker?: string, name: string, value: string}[]} lines
 */
export function tooltipText(head, lines) {
  const body = lines.map(({ marker = '', name, value }) => `${marker}${plain(name)}  ${plain(value)}`);
  return [plain(head), ...body].join('\n');
}

/**
 * @param {number | null | undefined} value
 * @param {Column} measure
 */
export function valueText(value, measure) {
  return value === null || value === undefined ? '–' : numberFormat(measure.format)(value);
}

/**
 * How opaque the mark of a row is.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {(row: number) => number}
 */
export function opacity(view, drawing) {
  const isSelected = selectedTest(view.columns, view.selected, drawing.keys);
  return (row) => (isSelected === null || isSelected(view.rows[row]) ? 1 : FADED);
}

/**
 * The styles of a mark that is as opaque as said; its label fades less, to stay legible.
 * @param {number} opacity
 */
export function fade(opacity) {
  return { itemStyle: { opacity }, label: { opacity: opacity < 1 ? 0.7 : 1 } };
}

/**
 * Legend and the margins that it leaves to the drawing. On narrow charts it goes below.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {string[]} names
 * @returns {{legend: Record<string, any>, margins: Margins, right: boolean}}
 */
export function legend(view, drawing, names) {
  const margins = { left: 4, right: 12, top: 8, bottom: 4 };
  if (!view.legend.show || names.length < 2) return { legend: { show: false }, margins, right: false };
  const ink = inks(drawing.scheme);
  const longest = Math.max(...names.map((name) => name.length)) * CHARACTER;
  const [side, along] = placeLegend(view.legend.position ?? '', drawing);
  const upright = side === 'left' || side === 'right';
  const limit = upright ? Math.min(LEGEND_LIMIT, drawing.width * 0.3) : Math.max(LEGEND_LIMIT, drawing.width / names.length - 48);
  const width = Math.ceil(Math.min(limit, longest + 8));
  if (upright) margins[side] += width + 32;
  else margins[side] += 28;
  return {
    legend: {
      show: true,
      type: 'scroll',
      orient: upright ? 'vertical' : 'horizontal',
      [upright ? side : 'left']: upright ? 4 : 'center',
      [upright ? 'top' : side]: upright ? (along === 'top' ? 8 : 'middle') : 2,
      ...(upright ? { height: Math.max(40, drawing.height - 24) } : { width: drawing.width - 24 }),
      icon: 'roundRect',
      itemWidth: 10,
      itemHeight: 10,
      itemGap: upright ? 8 : 14,
      selectedMode: false,
      data: (settingsOf(view).legendDescending ? names.toReversed() : names).map((name) => ({ name })),
      textStyle: {
        color: ink.muted,
        fontSize: 12,
        fontFamily: FONT,
        ...(upright || longest > limit ? { width, overflow: 'truncate', ellipsis: '…' } : {}),
      },
      pageTextStyle: { color: ink.muted },
      pageIconColor: ink.muted,
      pageIconInactiveColor: ink.line,
      pageIconSize: 10,
    },
    margins,
    right: upright,
  };
}

/**
 * @param {string} position such as `right-top`
 * @param {Drawing} drawing
 * @returns {['left' | 'right' | 'top' | 'bottom', string]}
 */
function placeLegend(position, drawing) {
  const [side = 'right', along = 'top'] = position.split('-');
  const known = side === 'left' || side === 'top' || side === 'bottom' ? side : 'right';
  if ((known === 'left' || known === 'right') && drawing.width < 360) return ['bottom', 'center'];
  return [known, along];
}
