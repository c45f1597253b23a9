/** Treemaps and sunbursts: areas by value, of one or more groups inside each other. */

import { fade, frame, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { memberColors } from './colors.js';
import { findColumn, isBlank, labeller } from './matrix.js';
import { bandColor, inkOn, percent, valueWriter } from './values.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {{name: string, value: number, row?: number, blank: boolean, children?: Leaf[], [more: string]: any}} Leaf */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function treeOption(view, drawing) {
  const { column } = findColumn(view, view.measures[0] ?? '');
  const roots = tinted(view, drawing, treeOf(view));
  const total = roots.reduce((sum, one) => sum + one.value, 0);
  const writer = view.showValues ? valueWriter(view, column.format, total) : null;
  const nested = view.dimensions.length > 1;
  const ink = inks(drawing.scheme);
  const shared = {
    name: column.label,
    cursor: view.selectable ? 'pointer' : 'default',
    nodeClick: false,
    data: roots,
    itemStyle: { borderColor: drawing.surface ?? ink.surface, borderWidth: 1 },
  };
  const label = (/** @type {any} */ mark) =>
    writer && mark.value !== undefined ? `${mark.name}\n${writer(mark.value)}` : mark.name;
  return {
    ...frame(view, drawing),
    legend: { show: false },
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const path = (mark.treePathInfo ?? [])
          .map((/** @type {any} */ one) => one.name)
          .filter(Boolean)
          .join(' · ');
        return tooltipText(path || mark.name, [
          { name: column.label, value: `${valueText(mark.value, column)} (${percent(total ? mark.value / total : 0, 1)})` },
        ]);
      },
    },
    series: [
      view.chart === 'sunburst'
        ? {
            ...shared,
            type: 'sunburst',
            center: [drawing.width / 2, drawing.height / 2],
            radius: [Math.min(drawing.width, drawing.height) * 0.12, Math.min(drawing.width, drawing.height) / 2 - 6],
            sort: undefined,
            label: {
              fontSize: 11,
              fontFamily: FONT,
              minAngle: 12,
              overflow: 'truncate',
              width: Math.min(drawing.width, drawing.height) * 0.15,
            },
            emphasis: { focus: 'none' },
          }
        : {
            ...shared,
            type: 'treemap',
            left: 8,
            right: 8,
            top: 6,
            bottom: 6,
            roam: false,
            breadcrumb: { show: false },
            animationDurationUpdate: 250,
            label: {
              fontSize: 12,
              fontFamily: FONT,
              formatter: label,
              overflow: 'truncate',
              ellipsis: '…',
              lineHeight: 16,
              padding: 2,
            },
            upperLabel: {
              show: nested,
              height: 20,
              formatter: (/** @type {any} */ mark) => mark.name,
              fontSize: 12,
              fontWeight: 600,
              fontFamily: FONT,
              color: ink.text,
              overflow: 'truncate',
            },
            levels: [
              { itemStyle: { borderWidth: 0, gapWidth: nested ? 3 : 1 }, upperLabel: { show: false } },
              { itemStyle: { borderWidth: 1, gapWidth: 1, borderColor: drawing.surface ?? ink.surface } },
            ],
          },
    ],
  };
}

/**
 * The rows as a tree along the groups; what is not above zero has no area.
 * @param {ChartView} view
 * @returns {Leaf[]}
 */
function treeOf(view) {
  const { at } = findColumn(view, view.measures[0] ?? '');
  const levels = view.dimensions.map((name) => ({ text: labeller(view, [name]), name }));
  /** @type {Leaf[]} */
  const roots = [];
  view.rows.forEach((cells, row) => {
    const value = cells[at];
    if (typeof value !== 'number' || value <= 0) return;
    let siblings = roots;
    levels.forEach(({ text, name }, depth) => {
      const title = text(cells);
      let one = siblings.find((each) => each.name === title);
      if (!one) {
        one = { name: title, value: 0, blank: isBlank(view, cells, [name]) };
        if (depth === levels.length - 1) one.row = row;
        else one.children = [];
        siblings.push(one);
      }
      one.value += value;
      siblings = one.children ?? siblings;
    });
  });
  return roots.sort((a, b) => b.value - a.value);
}

/**
 * With the colours of the first group, and inks that can be read on them.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Leaf[]} roots
 * @returns {Leaf[]}
 */
function tinted(view, drawing, roots) {
  const colors = memberColors(view, drawing, view.dimensions.slice(0, 1), roots);
  const opaque = opacity(view, drawing);
  const paint = (/** @type {Leaf} */ one, /** @type {string} */ color) => {
    const own = bandColor(view, one.value, one.row) ?? color;
    const faded = fade(one.row === undefined ? 1 : opaque(one.row));
    return { ...one, ...faded, itemStyle: { ...faded.itemStyle, color: own }, label: { ...faded.label, color: inkOn(own) } };
  };
  return roots.map((one, at) => ({ ...paint(one, colors[at]), children: one.children?.map((each) => paint(each, colors[at])) }));
}
