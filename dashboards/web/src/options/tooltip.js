/** Tooltips as a dashboard wants them: with other measures, or with a text of its own. */

import { tooltipText } from './frame.js';
import { findColumn, label } from './matrix.js';
import { settingsOf } from './settings.js';
import { formatCell } from '../format.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Option} Option */

/**
 * The option with the dashboard's own tooltip for every mark that knows its row.
 * @param {ChartView} view
 * @param {Option} option
 * @returns {Option}
 */
export function withOwnTooltip(view, option) {
  const own = settingsOf(view).tooltip;
  if (!own || !option.tooltip) return option;
  const usual = option.tooltip.formatter;
  const formatter = (/** @type {any} */ marks, /** @type {any[]} */ ...more) => {
    const row = (Array.isArray(marks) ? marks[0] : marks)?.data?.row;
    const cells = view.rows[row];
    if (!cells) return usual?.(marks, ...more) ?? '';
    const text = (/** @type {string} */ name) => {
      const { at, column } = findColumn(view, name);
      return at < 0 ? `[${name}]` : formatCell(cells[at], column);
    };
    if (own.text)
      return tooltipText(
        own.text.replaceAll(/\[([^\]]+)\]/g, (_, /** @type {string} */ name) => text(name)),
        [],
      );
    const lines = own.measures.filter((name) => findColumn(view, name).at >= 0);
    if (lines.length === 0) return usual?.(marks, ...more) ?? '';
    const head = label(view, cells, [...view.dimensions, ...view.split, ...(view.trellis ?? [])]);
    return tooltipText(
      head,
      lines.map((name) => ({ name: findColumn(view, name).column.label || name, value: text(name) })),
    );
  };
  return { ...option, tooltip: { ...option.tooltip, formatter } };
}
