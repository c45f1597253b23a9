/** The settings of widgets that have a field of their own in the editor; all others are in the JSON beside it. */

/**
 * @typedef {'text' | 'long' | 'number' | 'flag' | 'choice' | 'color' | 'step' | 'column' | 'page'} Kind
 * @typedef {{path: string[], label: string, kind: Kind, choices?: [string, string][], usual?: boolean | string, when?: (parameters: any) => boolean}} Setting
 *   `usual` is what holds where the JSON says nothing; `when` says whether the setting matters
 * @typedef {{heading: string, settings: Setting[]}} Group
 */

/** @type {[string, string][]} */
const ALIGNMENTS = [['left', 'Left'], ['center', 'Centre'], ['right', 'Right']];

/** @type {[string, string][]} */
export const CHARTS = [
  ['hbar', 'Bar'], ['vbar', 'Column'], ['stackhbar', 'Stacked bar'], ['stackvbar', 'Stacked column'], ['line', 'Line'],
  ['time', 'Line over time'], ['time-bar', 'Column over time'], ['combo', 'Combination'], ['time-combo', 'Combination over time'],
  ['pie', 'Donut'], ['treemap', 'Treemap'], ['sunburst', 'Sunburst'], ['funnel', 'Funnel'], ['pyramid', 'Pyramid'],
  ['waterfall', 'Waterfall'], ['scatter', 'Scatter'], ['hdot', 'Dots across'], ['vdot', 'Dots upward'], ['heatmap', 'Heat map'],
  ['calheatmap', 'Calendar'], ['matrix', 'Matrix'], ['flatgauge', 'Flat gauge'], ['polargauge', 'Ring gauge'], ['gauge', 'Gauge'],
  ['bullet', 'Bullet'], ['rating', 'Rating'], ['choropleth', 'Map of regions'], ['bubblemap', 'Map of bubbles'], ['geomap', 'Map of points'],
  ['sankey', 'Sankey'], ['metricsradar', 'Radar'], ['parallelcoords', 'Parallel coordinates'], ['boxplot', 'Box plot'], ['histogram', 'Histogram'],
  ['stackpyramid', 'Stacked pyramid'], ['stackwaterfall', 'Stacked waterfall'], ['comet', 'Comet'], ['origami', 'Origami'],
];

/** @param {string} key */
const is = (key) => (/** @type {any} */ parameters) => parameters.destinationType === key;

/** @type {Setting} */
const STEP = { path: ['step'], label: 'Query', kind: 'step' };
/** @type {Setting} */
const TITLE = { path: ['title'], label: 'Title', kind: 'text' };
/** @type {Setting} */
const MEASURE = { path: ['measureField'], label: 'Measure', kind: 'column' };
/** @type {Setting[]} */
const INK = [
  { path: ['fontSize'], label: 'Size', kind: 'number' },
  { path: ['textColor'], label: 'Colour', kind: 'color' },
  { path: ['textAlignment'], label: 'Alignment', kind: 'choice', choices: ALIGNMENTS },
];

/** @type {Record<string, Group[]>} */
const GROUPS = {
  chart: [
    {
      heading: 'Chart',
      settings: [
        STEP,
        { path: ['visualizationType'], label: 'Kind', kind: 'choice', choices: CHARTS },
        { path: ['title', 'label'], label: 'Title', kind: 'text' },
        { path: ['title', 'subtitleLabel'], label: 'Subtitle', kind: 'text' },
      ],
    },
    {
      heading: 'Shown',
      settings: [
        { path: ['showValues'], label: 'Values', kind: 'flag', usual: true },
        { path: ['legend', 'show'], label: 'Legend', kind: 'flag', usual: true },
        { path: ['dimensionAxis', 'showAxis'], label: 'Group axis', kind: 'flag', usual: true },
        { path: ['dimensionAxis', 'showTitle'], label: 'Group axis title', kind: 'flag', usual: true },
        { path: ['measureAxis1', 'showAxis'], label: 'Value axis', kind: 'flag', usual: true },
        { path: ['measureAxis1', 'showTitle'], label: 'Value axis title', kind: 'flag', usual: true },
        { path: ['normalize'], label: 'As parts of 100 %', kind: 'flag', usual: false },
      ],
    },
  ],
  number: [
    { heading: 'Number', settings: [STEP, MEASURE, TITLE, { path: ['compact'], label: 'Shortened (1.2M)', kind: 'flag', usual: false }] },
    {
      heading: 'Text',
      settings: [
        { path: ['numberSize'], label: 'Size', kind: 'number' },
        { path: ['numberColor'], label: 'Colour', kind: 'color' },
        { path: ['titleSize'], label: 'Size of the title', kind: 'number' },
        { path: ['titleColor'], label: 'Colour of the title', kind: 'color' },
        { path: ['textAlignment'], label: 'Alignment', kind: 'choice', choices: ALIGNMENTS },
      ],
    },
  ],
  text: [
    {
      heading: 'Text',
      settings: [
        { path: ['text'], label: 'Text', kind: 'long', when: (parameters) => !parameters.content },
        { path: ['content', 'displayTemplate'], label: 'Text', kind: 'long', when: ({ content }) => Boolean(content) && !content.richTextContent },
        ...INK,
      ],
    },
  ],
  link: [
    {
      heading: 'Link',
      settings: [
        { path: ['text'], label: 'Text', kind: 'text' },
        { path: ['destinationType'], label: 'Leads to', kind: 'choice', choices: [['url', 'An address'], ['page', 'A page'], ['dashboard', 'A dashboard'], ['explore', 'A query']] },
        { path: ['destinationLink', 'url'], label: 'Address', kind: 'text', when: is('url') },
        { path: ['destinationLink', 'name'], label: 'Page', kind: 'page', when: is('page') },
        { path: ['destinationLink', 'name'], label: 'Dashboard', kind: 'text', when: is('dashboard') },
        { path: ['destinationLink', 'name'], label: 'Query', kind: 'step', when: is('explore') },
        { path: ['includeState'], label: 'Takes selections along', kind: 'flag', usual: false, when: is('dashboard') },
        ...INK,
      ],
    },
  ],
  table: [
    {
      heading: 'Table',
      settings: [
        STEP,
        { path: ['totals'], label: 'Totals', kind: 'flag', usual: false },
        { path: ['subtotals'], label: 'Subtotals', kind: 'flag', usual: false },
        { path: ['pivoted'], label: 'Pivot', kind: 'flag', usual: false },
        { path: ['showRowIndexColumn'], label: 'Numbers of rows', kind: 'flag', usual: false },
        { path: ['numberOfFrozenColumns'], label: 'Columns that stay', kind: 'number' },
        { path: ['numberOfLines'], label: 'Lines in a row', kind: 'number' },
      ],
    },
  ],
  listselector: [
    {
      heading: 'List',
      settings: [
        STEP,
        TITLE,
        MEASURE,
        { path: ['expanded'], label: 'Always open', kind: 'flag', usual: false },
        { path: ['instant'], label: 'Filters at once', kind: 'flag', usual: true },
        { path: ['compact'], label: 'Shortened numbers', kind: 'flag', usual: false },
      ],
    },
  ],
  pillbox: [{ heading: 'Toggle', settings: [STEP, TITLE, ...INK.slice(0, 2)] }],
  dateselector: [{ heading: 'Date', settings: [STEP, TITLE, { path: ['instant'], label: 'Filters at once', kind: 'flag', usual: false }] }],
  rangeselector: [{ heading: 'Range', settings: [STEP, TITLE, MEASURE, { path: ['instant'], label: 'Filters at once', kind: 'flag', usual: false }] }],
  repeater: [{ heading: 'Cards', settings: [STEP, { path: ['itemsPerRow'], label: 'Cards in a row', kind: 'number' }] }],
  navigation: [{ heading: 'Navigation', settings: [{ path: ['tabCount'], label: 'Tabs seen at once', kind: 'number' }, ...INK.slice(0, 2)] }],
  image: [{ heading: 'Image', settings: [{ path: ['altText'], label: 'What it shows', kind: 'text' }] }],
  container: [],
};

/**
 * @param {string} type
 * @param {import('../packaged.js').Packaged[]} [packaged] widgets of other packages
 * @returns {Group[]}
 */
export function settingsOf(type, packaged = []) {
  const known = packaged.find((one) => one.type === type);
  return GROUPS[type] ?? [known ? { heading: known.label, settings: [STEP, ...packagedSettings(known)] } : { heading: 'Widget', settings: [STEP, TITLE] }];
}

/** Whether a type has settings here. @param {string} type */
export function hasSettings(type) {
  return type in GROUPS;
}

/**
 * @param {import('../packaged.js').Packaged} widget
 * @returns {Setting[]} the parameters that a field can ask for, by what their author says of them
 */
function packagedSettings({ parameters }) {
  return parameters.flatMap(({ name, about, kind, choices }) =>
    kind ? [{ path: [name], label: about.replace(/\.$/, '') || name, kind, choices: choices.map((each) => /** @type {[string, string]} */ ([each, each])) }] : [],
  );
}

/** How a widget stands on its page. @type {Setting[]} */
export const PLACE = [
  { path: ['column'], label: 'Column', kind: 'number' },
  { path: ['row'], label: 'Row', kind: 'number' },
  { path: ['colspan'], label: 'Columns', kind: 'number' },
  { path: ['rowspan'], label: 'Rows', kind: 'number' },
];

/** What a widget stands on. @type {Setting[]} */
export const SURFACE = [
  { path: ['backgroundColor'], label: 'Background', kind: 'color' },
  { path: ['borderColor'], label: 'Border', kind: 'color' },
  { path: ['borderWidth'], label: 'Border width', kind: 'number' },
  { path: ['borderRadius'], label: 'Round corners', kind: 'number' },
];

/** Kinds of charts whose columns are mapped by the same names. */
const ALIKE = new Set(['hbar', 'vbar', 'hdot', 'vdot']);

/**
 * The parameters of a chart of another kind. How columns are mapped depends on the kind; without a map they are mapped anew.
 * @param {any} parameters
 * @param {string} kind
 */
export function ofKind(parameters, kind) {
  const { columnMap, ...rest } = { ...parameters, visualizationType: kind };
  const alike = ALIKE.has(parameters.visualizationType) && ALIKE.has(kind);
  return alike && columnMap !== undefined ? { ...parameters, visualizationType: kind } : rest;
}
