/** Sankey diagrams: flows from each group to the next, as wide as their measure. */

import { memberColors } from './colors.js';
import { FADED, FONT, inks } from './theme.js';
import { frame, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, isBlank, labeller } from './matrix.js';
import { valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function sankeyOption(view, drawing) {
  const { at, column } = findColumn(view, view.measures[0] ?? '');
  const levels = [...view.dimensions, ...view.split];
  const opaque = opacity(view, drawing);
  const texts = levels.map((name) => labeller(view, [name]));
  // The same text on two levels is two nodes.
  const id = (/** @type {number} */ level, /** @type {string} */ name) => `${level}\u0000${name}`;
  /** @type {Map<string, {name: string, title: string, depth: number, itemStyle: Record<string, any>}>} */
  const nodes = new Map();
  /** @type {Map<string, {source: string, target: string, value: number, row: number, opacity: number}>} */
  const links = new Map();
  levels.forEach((level, depth) => {
    const members = [
      ...new Map(
        view.rows.map((cells) => [texts[depth](cells), { name: texts[depth](cells), blank: isBlank(view, cells, [level]) }]),
      ).values(),
    ];
    const colors = memberColors(view, drawing, [level], members);
    members.forEach((member, n) =>
      nodes.set(id(depth, member.name), {
        name: id(depth, member.name),
        title: member.name,
        depth,
        itemStyle: { color: colors[n], borderWidth: 0 },
      }),
    );
  });
  view.rows.forEach((cells, row) => {
    const value = cells[at];
    if (typeof value !== 'number' || value <= 0) return;
    for (let depth = 0; depth + 1 < levels.length; depth += 1) {
      const [source, target] = [id(depth, texts[depth](cells)), id(depth + 1, texts[depth + 1](cells))];
      const known = links.get(source + target) ?? { source, target, value: 0, row, opacity: 0 };
      links.set(source + target, { ...known, value: known.value + value, opacity: Math.max(known.opacity, opaque(row)) });
    }
  });
  const used = new Set([...links.values()].flatMap((link) => [link.source, link.target]));
  const writer = view.showValues ? valueWriter(view, column.format) : null;
  const ink = inks(drawing.scheme);
  const side = Math.min(150, drawing.width * 0.3);
  const between = (drawing.width - side) / Math.max(1, levels.length - 1) - 28;
  return {
    ...frame(view, drawing),
    legend: { show: false },
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const title = (/** @type {string} */ key) => nodes.get(key)?.title ?? '';
        const head = mark.dataType === 'edge' ? `${title(mark.data.source)} → ${title(mark.data.target)}` : title(mark.name);
        return tooltipText(head, [{ name: column.label, value: valueText(mark.value, column) }]);
      },
    },
    series: [
      {
        type: 'sankey',
        name: column.label,
        left: 8,
        right: 8 + side,
        top: 8,
        bottom: 8,
        nodeWidth: 14,
        nodeGap: 8,
        draggable: false,
        cursor: view.selectable ? 'pointer' : 'default',
        emphasis: { focus: 'adjacency' },
        label: {
          color: ink.text,
          fontSize: 12,
          fontFamily: FONT,
          width: Math.max(40, Math.min(side - 8, between)),
          overflow: 'truncate',
          ellipsis: '…',
          formatter: (/** @type {any} */ mark) => {
            const name = nodes.get(mark.name)?.title ?? '';
            const whole = writer ? `${name}  ${writer(mark.value)}` : name;
            return whole.length * 6.8 < Math.min(side - 8, between) ? whole : name;
          },
        },
        lineStyle: { color: 'gradient', opacity: 0.38, curveness: 0.5 },
        data: [...nodes.values()].filter((node) => used.has(node.name)),
        links: [...links.values()].map(({ opacity: shown, ...link }) =>
          shown < 1 ? { ...link, lineStyle: { opacity: FADED / 2 } } : link,
        ),
      },
    ],
  };
}
