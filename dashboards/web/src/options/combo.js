/** Columns and lines in one plot, on one or two axes. */

import { categoryAxis, plot, takenAcross, valueAxis } from './axes.js';
import { bars } from './bar.js';
import { seriesColors } from './colors.js';
import { frame, legend } from './frame.js';
import { line, lineTooltip } from './line.js';
import { matrix } from './matrix.js';
import { lineValues, timeMarks, valueLines } from './reference.js';
import { extent } from './scale.js';
import { settingsOf } from './settings.js';
import { stackedRange } from './stack.js';
import { valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {import('./matrix.js').Series} Series */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function comboOption(view, drawing) {
  const settings = settingsOf(view);
  const drawn = matrix(view);
  const colors = seriesColors(view, drawing, drawn.series);
  const box = legend(
    view,
    drawing,
    drawn.series.map((one) => one.name),
  );
  const columns = new Set(columnsOf(view));
  const isColumn = (/** @type {Series} */ one) => columns.has(one.measure.name);
  const [lying, standing] = [drawn.series.filter((one) => !isColumn(one)), drawn.series.filter(isColumn)];
  const dual = settings.axisMode === 'dual' && lying.length > 0 && standing.length > 0;
  const moments = timeMarks(view, drawing, drawn);
  const marks = (/** @type {Series} */ one, /** @type {number} */ axis, /** @type {boolean} */ first) => {
    const across = valueLines(view, drawing, { axis: axis + 1, direction: 'yAxis', format: one.measure.format });
    const lines = [...(across?.data ?? []), ...(axis === 0 ? moments.lines : [])];
    return first && lines.length > 0 ? { markLine: { silent: true, symbol: 'none', animation: false, data: lines } } : {};
  };
  const taken = takenAcross(box.margins, dual);
  const each = ((drawing.width - taken) / Math.max(1, drawn.categories.length)) * 0.72;
  const plain = (/** @type {number} */ value) => value;
  return {
    ...frame(view, drawing),
    grid: plot({ ...box.margins, top: box.margins.top + 14 }),
    legend: box.legend,
    xAxis: categoryAxis(view, drawing, drawn.categories, false, taken),
    yAxis: comboAxes(view, drawing, { standing, lying, dual, stack: settings.stack }),
    tooltip: lineTooltip(drawing, drawn),
    series: drawn.series.map((one, at) => {
      if (isColumn(one)) {
        const form = {
          lying: false,
          stacked: settings.stack,
          last: one === standing.at(-1),
          color: colors[at],
          scale: 0,
          axis: 0,
          shape: plain,
          each,
          room: drawing.width - taken,
        };
        return {
          ...bars(view, drawing, one, { ...form, writer: valueWriter(view, one.measure.format) }),
          ...marks(one, 0, one === standing[0]),
        };
      }
      const written = { ...view, settings: { ...view.settings, valueType: settings.valueTypeOnLine } };
      const values = settings.showValuesOnLine && settings.valueTypeOnLine !== 'none';
      const axis = dual ? 1 : 0;
      return {
        ...line(written, drawing, one, { color: colors[at], axis, shape: plain, values }),
        ...marks(one, axis, one === lying[0] && (dual || standing.length === 0)),
        z: 3,
      };
    }),
  };
}

/**
 * The measures that stand as columns: those that the dashboard says, else the first.
 * @param {ChartView} view
 */
function columnsOf(view) {
  const { marks } = settingsOf(view);
  const said = view.measures.filter((name) => marks[name] === 'bar' || marks[name] === 'column');
  return view.measures.some((name) => marks[name]) ? said : view.measures.slice(0, 1);
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {{standing: Series[], lying: Series[], dual: boolean, stack: boolean}} form
 */
function comboAxes(view, drawing, { standing, lying, dual, stack }) {
  const range = (/** @type {Series[]} */ series) => extent(series.flatMap((one) => one.points.map((point) => point?.value)));
  const titled = (/** @type {import('../wire.d.ts').Axis} */ axis, /** @type {Series[]} */ series) => ({
    ...axis,
    title: axis.title ?? (series.length === 1 ? series[0].name : null),
  });
  const format = (/** @type {Series[]} */ series) => series[0]?.measure.format ?? null;
  if (!dual) {
    const all = [...standing, ...lying];
    return valueAxis(view, drawing, format(all), true, { range: range(all), include: lineValues(view, 1) });
  }
  const stacked = stackedRange({ categories: standing[0].points.map(() => ''), series: standing });
  const left = titled(view.axes.measure, standing);
  const right = titled(view.axes.second ?? view.axes.measure, lying);
  return [
    valueAxis(view, drawing, format(standing), true, {
      axis: left,
      range: stack ? stacked : range(standing),
      include: lineValues(view, 1),
    }),
    {
      ...valueAxis(view, drawing, format(lying), true, { axis: right, range: range(lying), include: lineValues(view, 2) }),
      position: 'right',
      splitLine: { show: false },
      alignTicks: true,
    },
  ];
}
