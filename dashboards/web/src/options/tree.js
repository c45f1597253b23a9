/** Treemaps and sunbursts: areas by value, of one or more groups inside each other. */

import { fade, frame, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { memberColors } from './colors.js';
import { findColumn, isBlank, labeller } from './matrix.js';
import { bandColor, inkOn, onTwoLines, percent, valueWriter } from './values.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
const CHARACTER = 6.4; // px that a character of a name takes on average
const LEAST = 60; // px of the side of a tile that has a name
const SMALL = 5.6; // the same of one in a ring
const LINE = 13; // px from line to line of names in a ring

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
  const sunburst = view.chart === 'sunburst';
  const nested = view.dimensions.length > 1;
  const ink = inks(drawing.scheme);
  const shared = {
    name: column.label,
    cursor: view.selectable ? 'pointer' : 'default',
    nodeClick: false,
    data: sunburst ? lettered(roots, total, rings(view.dimensions.length, drawing)) : roots,
    itemStyle: { borderColor: drawing.surface ?? ink.surface, borderWidth: 1 },
  };
  const area = (drawing.width - 16) * (drawing.height - 12 - (nested ? 40 : 0));
  const label = (/** @type {any} */ mark) => {
    const side = Math.sqrt((area * mark.value) / (total || 1)); // tiles are about as wide as high
    if (side < LEAST) return '';
    const value = writer ? writer(mark.value) : '';
    return value && value.length * CHARACTER <= side * 0.62 ? `${mark.name}\n${value}` : mark.name;
  };
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
      sunburst
        ? {
            ...shared,
            type: 'sunburst',
            center: [drawing.width / 2, drawing.height / 2],
            sort: undefined,
            levels: [{}, ...rings(view.dimensions.length, drawing).map(([r0, r]) => ({ r0, r }))],
            label: { fontSize: 10, fontFamily: FONT, lineHeight: LINE },
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
 * The rings of a sunburst from the inside out, each from one radius to another; the outer one is the widest, since it has
 * the most and the longest names.
 * @param {number} depth
 * @param {Drawing} drawing
 * @returns {[number, number][]}
 */
function rings(depth, { width, height }) {
  const outer = Math.min(width, height) / 2 - 6;
  const parts = Array.from({ length: Math.max(1, depth) }, (_, at) => (at === depth - 1 && depth > 1 ? 1.2 : 1));
  const hole = outer * (depth > 1 ? 0.14 : 0.3);
  const one = (outer - hole) / parts.reduce((sum, each) => sum + each, 0);
  let from = hole;
  return parts.map((part) => {
    const ring = /** @type {[number, number]} */ ([from, from + part * one]);
    from = ring[1];
    return ring;
  });
}

/**
 * With names where they can be read whole: along the ring, or outwards, on two lines if need be; else without.
 * @param {Leaf[]} leaves
 * @param {number} total
 * @param {[number, number][]} around
 * @returns {Leaf[]}
 */
function lettered(leaves, total, [[inner, outer], ...beyond]) {
  return leaves.map((one) => {
    const arc = ((2 * Math.PI * one.value) / (total || 1)) * ((inner + outer) / 2);
    const across = outer - inner - 4;
    const lines = onTwoLines(one.name, Math.floor(across / SMALL));
    const outwards = !lines.includes('…') && lines.split('\n').length * LINE <= arc - 2;
    const along = one.name.length * SMALL <= arc * 0.8 && LINE <= across;
    const label = { ...one.label, show: along || outwards, rotate: along ? 'tangential' : 'radial', formatter: along ? one.name : lines };
    return { ...one, label, children: one.children && beyond.length > 0 ? lettered(one.children, total, beyond) : one.children };
  });
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
