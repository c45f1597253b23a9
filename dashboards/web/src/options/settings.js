/** A chart's settings, whole: what a view leaves out is as it stands here. */

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../wire.d.ts').ChartSettings} ChartSettings */

/** @type {ChartSettings} */
const DEFAULTS = {
  axisMode: 'sync',
  valueType: null,
  valueTypeOnLine: null,
  decimals: -1,
  bins: null,
  lowColor: null,
  highColor: null,
  radius: null,
  total: { bar: 'none', label: 'Total', stack: 'none' },
  legendDescending: false,
  perLine: 4,
  trellisType: 'x',
  showPoints: true,
  missing: 'disconnect',
  dashed: [],
  band: null,
  marks: {},
  stack: false,
  showValuesOnLine: false,
  center: { type: 'number', text: '' },
  showTotal: true,
  showMeasureTitle: false,
  stem: 0,
  colors: { positive: null, negative: null, start: null, total: null, left: null, right: null },
  range: null,
  bands: [],
  angle: 240,
  showRange: true,
  showValue: true,
  showLabel: true,
  showPercentage: false,
  icon: 'star',
  icons: 5,
  iconRounding: 'none',
  showMax: false,
  map: 'World Countries',
  projection: null,
  autoZoom: false,
  tooltip: null,
  lines: [],
  times: [],
};

/**
 * @param {ChartView} view
 * @returns {ChartSettings}
 */
export function settingsOf(view) {
  return { ...DEFAULTS, ...view.settings };
}
