// The JSON between server and page, as types for the checker. Nothing of this file is loaded by a browser.

export type Cell = string | number | boolean | null;
export type SelectMode = 'none' | 'single' | 'multi' | 'singlerequired' | 'multirequired';
export type SelectionRow = Record<string, Cell | [string, number]>;
export type Selections = Record<string, SelectionRow[]>;
export type Style = Record<string, any>;
/** a relative date, an instant in milliseconds, or an open end */
export type DateEnd = [string, number] | number | null;
/** what a viewer sets a global filter to: the values listed, or the two ends of a range */
export interface FilterChoice {
  operator: 'in' | 'not in' | 'matches' | '>=<=';
  values: (Cell | [string, number])[];
}
export type FilterChoices = Record<string, FilterChoice>;

export interface Column {
  name: string;
  label: string;
  type: 'text' | 'number' | 'date' | 'boolean';
  /** the pattern of numbers, or of dates */
  format: string | null;
  /** those that values of the column have in every chart */
  colors?: Record<string, string>;
  /** what people read in the place of values */
  labels?: Record<string, string>;
  /** where a value leads, with holes for columns of the row: `https://example.com/{{Id}}`; by the id of the CRM in the
   * column `organization`, '' for all others */
  links?: Record<string, string>;
  organization?: string | null;
  tooltip?: string | null;
}

export interface Placement {
  widget: string;
  row: number;
  column: number;
  rowspan: number;
  colspan: number;
  style: Style;
}

export interface Page {
  name: string;
  label: string;
  hidden: boolean;
  placements: Placement[];
}

export interface Layout {
  name: string;
  columns: number;
  rowHeight: 'normal' | 'fine';
  maxWidth: number | null;
  selectors: string[];
  style: Style;
  pages: Page[];
}

export interface Step {
  type: string;
  label: string;
  selectMode: SelectMode;
  groups: string[];
  /** the field of its first measure */
  measure: string | null;
  /** whether its selection filters other steps */
  faceted: boolean;
  datasets: string[];
}

export interface Dashboard {
  name: string;
  label: string;
  description: string | null;
  layouts: Layout[];
  widgets: Record<string, { type: string; step: string | null; parameters: Record<string, any> }>;
  steps: Record<string, Step>;
  /** the global filters; `set` is what the dashboard itself sets one to */
  filters: { id: string; label: string; hidden: boolean; locked: boolean; set: FilterChoice | null }[];
}

export interface NumberView {
  title: string;
  value: number | null;
  text: string;
  full: string;
  format: string | null;
  style: Style;
}

export interface TextPiece {
  text: string;
  size?: number | string;
  color?: string;
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  link?: string;
}

export interface TextView {
  text: string;
  /** the lines of rich text; none of plain text */
  lines: { align: string | null; pieces: TextPiece[] }[];
  style: Style;
}

export interface LinkView {
  text: string;
  kind: 'page' | 'dashboard' | 'url' | 'lens' | 'explore';
  target: string | null;
  /** the page of the dashboard that it leads to */
  page: string | null;
  /** whether it takes the selections along */
  carries: boolean;
  /** the query that it leads to */
  query: string | null;
  style: Style;
}

export interface NavigationView {
  /** how many tabs are seen at once */
  tabs: number;
  style: Style;
}

interface Selectable {
  step: string | null;
  selectMode: SelectMode;
  selected: SelectionRow[];
}

export interface Truncation {
  shown: number;
  limit: number;
}

export interface Axis {
  show: boolean;
  title: string | null;
  /** lowest and highest value, null where the chart chooses */
  domain?: (number | null)[];
  /** whether the axis shows square roots */
  root?: boolean;
  /** false where it may begin above zero */
  zero?: boolean;
}

export type ValueType = 'compactNumber' | 'number' | 'percent' | 'none' | null;

export interface ReferenceLine {
  value: number;
  label: string;
  color: string | null;
  axis: number;
}

export interface TimeLine {
  time: string;
  label: string;
  color: string | null;
  forecast: boolean;
}

export interface Bins {
  low: number;
  high: number;
  bands: { label: string; color: string }[];
}

/** What a chart shows beyond its columns; dashboards/widgets/chart_settings.py writes it. */
export interface ChartSettings {
  axisMode: 'multi' | 'sync' | 'dual';
  valueType: ValueType;
  valueTypeOnLine: ValueType;
  decimals: number;
  bins: Bins | null;
  lowColor: string | null;
  highColor: string | null;
  radius: number | null;
  total: { bar: 'none' | 'sum' | 'last'; label: string; stack: 'none' | 'net' | 'absolute' };
  legendDescending: boolean;
  perLine: number;
  trellisType: 'x' | 'y' | 'xy' | 'wrap';
  showPoints: boolean;
  missing: 'connect' | 'disconnect' | 'cumulate';
  dashed: string[];
  band: { measure: string; low: string; high: string } | null;
  marks: Record<string, string>;
  stack: boolean;
  showValuesOnLine: boolean;
  center: { type: 'number' | 'text' | 'none'; text: string };
  showTotal: boolean;
  showMeasureTitle: boolean;
  stem: number;
  colors: Record<'positive' | 'negative' | 'start' | 'total' | 'left' | 'right', string | null>;
  range: Record<'min' | 'medium' | 'high' | 'max', number | null> | null;
  bands: { from: string | null; to: string | null; label: string }[];
  angle: number;
  showRange: boolean;
  showValue: boolean;
  showLabel: boolean;
  showPercentage: boolean;
  icon: string;
  icons: number;
  iconRounding: string;
  showMax: boolean;
  map: string;
  projection: string | null;
  autoZoom: boolean;
  /** what a tooltip says of a row in place of the usual: measures, or a text with `[column]` in it */
  tooltip: { measures: string[]; text: string } | null;
  lines: ReferenceLine[];
  times: TimeLine[];
}

export interface ChartView extends Selectable {
  chart: string;
  requested: string;
  note: string | null;
  title: string;
  subtitle: string;
  columns: Column[];
  rows: Cell[][];
  dimensions: string[];
  split: string[];
  measures: string[];
  /** colours of marks by conditional formatting, one a row */
  paints?: (string | null)[] | null;
  legend: { show: boolean; position: string };
  axes: { dimension: Axis; measure: Axis; second?: Axis; x?: Axis; y?: Axis };
  /** columns with a small chart for each of their values */
  trellis?: string[];
  roles?: Partial<Record<'x' | 'y' | 'size' | 'color' | 'latitude' | 'longitude', string[]>>;
  settings?: Partial<ChartSettings>;
  inner: number;
  fill: boolean;
  normalize: boolean;
  showValues: boolean;
  showZero: boolean;
  theme: string;
  selectable: boolean;
  truncated: Truncation | null;
}

/** The totals of the rows that have the first `depth` groups in common. */
export interface Subtotal {
  depth: number;
  cells: Cell[];
}

export interface ColumnLook {
  type: 'text' | 'bar' | 'image';
  width: number | null;
  alignment: 'left' | 'center' | 'right' | null;
  bold: boolean;
}

export interface TableView extends Selectable {
  columns: Column[];
  /** a row above the heads of the columns, of pivot tables */
  heads: { label: string; span: number }[] | null;
  rows: Cell[][];
  totals: Cell[] | null;
  subtotals: Subtotal[];
  /** totals by the first group where its rows can be folded, else null */
  folds?: Subtotal[] | null;
  /** the columns by which there are subtotals, the outermost first */
  groups: string[];
  /** values of a pivot table that have no column, since there are too many */
  leftOut: number;
  looks: Record<string, ColumnLook>;
  /** colours of cells by conditional formatting: by column, one a row */
  paints: Record<string, { background?: (string | null)[]; ink?: (string | null)[] }>;
  /** columns that stay while the others scroll */
  frozen: number;
  selectable: boolean;
  truncated: Truncation | null;
  style: Style;
}

export interface ListView extends Selectable {
  title: string;
  label: string;
  column: string;
  measure: string | null;
  /** what stands for each row, where the widget has a template */
  texts: string[] | null;
  columns: Column[];
  rows: Cell[][];
  expanded: boolean;
  instant: boolean;
  compact: boolean;
  style: Style;
}

export interface RepeaterView extends Selectable {
  perRow: number;
  grid: { columns: number; rowHeight: 'normal' | 'fine'; gapX: number; gapY: number; style: Style; selectedStyle: Style };
  /** where the cells of a card stand, by their ids */
  places: Record<string, { type: string; row: number; column: number; rowspan: number; colspan: number; style: Style }>;
  /** one a row: what its cells show, each a view of its type */
  cards: Record<string, any>[];
  columns: Column[];
  rows: Cell[][];
  selectable: boolean;
  truncated: Truncation | null;
}

export interface ComponentView {
  dashboard: string;
  page: string | null;
  /** whether the selections around it hold inside, too */
  shares: boolean;
}

/** What selectors of dates and numbers have in common. */
interface RangeSelector {
  step: string | null;
  title: string;
  label: string;
  instant: boolean;
  text: string;
  domain: { min: number | null; max: number | null };
  style: Style;
}

export interface DatePreset {
  name: string;
  label: string;
  min: DateEnd;
  max: DateEnd;
}

export interface DateForms {
  presets: boolean;
  relative: boolean;
  absolute: boolean;
  fiscal: boolean;
  switching: boolean;
  calendarPresets: DatePreset[];
  fiscalPresets: DatePreset[];
}

export interface DateSelectorView extends RangeSelector {
  min: DateEnd;
  max: DateEnd;
  days: { first: string | null; last: string | null };
  forms: DateForms;
}

export interface RangeSelectorView extends RangeSelector {
  min: number | null;
  max: number | null;
  histogram: number[];
  format: string | null;
}

export interface InputView {
  step: string | null;
  title: string;
  label: string;
  form: 'slider' | 'typed';
  kind: 'number' | 'text' | 'date';
  value: Cell;
  text: string;
  min: number | null;
  max: number | null;
  increment: number | null;
  before: string;
  after: string;
  showValue: boolean;
  showRange: boolean;
  style: Style;
}

export interface FilterView {
  id: string;
  label: string;
  kind: 'text' | 'number' | 'date' | 'unknown';
  operator: FilterChoice['operator'];
  values: FilterChoice['values'];
  text: string;
  format: string | null;
  /** what people read in the place of values */
  labels: Record<string, string>;
  locked: boolean;
  changed: boolean;
  active: boolean;
  note: string;
}

export interface FilterPanelView {
  title: { label: string; color?: string; size?: number; align?: string; separatorColor?: string } | null;
  perRow: number;
  single: boolean;
  style: Style;
  filters: FilterView[];
}

export type ChoicesAnswer =
  | { kind: 'text'; members: [Cell, number][]; more: boolean }
  | { kind: 'number'; domain: { min: number | null; max: number | null }; histogram: number[] }
  | { kind: 'date'; domain: { min: number | null; max: number | null }; forms: DateForms }
  | { kind: 'unknown'; domain: { min: number | null; max: number | null } };

/** What a widget of another package shows: its table, and whatever its element needs besides. */
export interface PackagedView extends Partial<Selectable> {
  title?: string;
  columns: Column[];
  rows: Cell[][];
  selectable?: boolean;
  [member: string]: unknown;
}

/** Asks what there is to choose from in a global filter. */
export type AskChoices = (filter: string, search: string) => Promise<ChoicesAnswer>;

export interface WidgetData {
  type: string;
  problem: string | null;
  /** as the type of the widget has it; `{empty}` where there is nothing to show, with why */
  view: any;
}

export interface DashboardData {
  widgets: Record<string, WidgetData>;
  selections: Selections;
  milliseconds: number;
}

export interface Diagnostic {
  code: string;
  severity: string;
  message: string;
  hints: string[];
  start: number;
  end: number;
  line: number;
  column: number;
}

/** What `swell check` says of a dashboard's file; `path` leads to the value inside the state. */
export interface Finding {
  severity: 'mistake' | 'warning';
  message: string;
  hint: string | null;
  file: string | null;
  line: number | null;
  column: number | null;
  path: (string | number)[];
  pointer: string;
}

export interface QueryResult {
  columns: Column[];
  rows: Cell[][];
  rowCount: number;
  truncated: boolean;
  warnings: Diagnostic[];
  milliseconds: number;
  /** whether the rows were kept from an equal query before */
  cached: boolean;
}

export interface ProfileStep {
  number: number;
  text: string;
  inputs: number[];
  rows_in: number;
  rows_out: number;
  seconds: number;
  /** how many steps ran at once, in that time */
  together: number;
  passes: {
    rows: number;
    bytes: number;
    blocks: number | null;
    blocks_read: number | null;
    conditions: { text: string; by: 'code' | 'range' | 'row' }[];
  }[];
}

export interface QueryProfile {
  stages: { name: string; seconds: number }[];
  /** the result last */
  steps: ProfileStep[];
  kept: boolean;
  rows: number;
  bytes: number;
  kernels: string;
  threads: number;
}

export interface Completions {
  start: number;
  end: number;
  items: {
    name: string;
    kind: 'dataset' | 'stream' | 'field' | 'function' | 'aggregate' | 'window' | 'keyword' | 'date' | 'parameter' | 'choice';
    insert: string;
    detail: string;
    summary: string;
  }[];
}

export interface SchemaField {
  name: string;
  type: string;
  /** whether it is a part of a date */
  virtual: boolean;
  label?: string;
  description?: string | null;
  /** whether it is left out where people choose a field */
  hidden?: boolean;
}

export interface Schema {
  datasets: Record<string, SchemaField[]>;
}

export interface DatasetSummary {
  name: string;
  label: string;
  rows: number;
  version: number;
  created: string;
  fields: number;
}

export interface Field {
  name: string;
  label: string;
  role: 'dimension' | 'measure' | 'date' | 'multivalue';
  type: string;
  nulls: number;
  distinct: number | null;
  minimum: Cell;
  maximum: Cell;
  sample: string[];
  description: string | null;
  /** whether it is left out where people choose a field */
  hidden: boolean;
  /** what people read in the place of values */
  labels: Record<string, string>;
}

/** What changes of how a field is shown; null is not said any more. */
export interface FieldChange {
  label?: string | null;
  description?: string | null;
  hidden?: boolean | null;
  format?: string | null;
  multiplier?: number | null;
  link?: string | null;
  tooltip?: string | null;
  members?: Record<string, { label?: string | null; color?: string | null }>;
}

/** How a field is shown. */
export interface FieldMetadata {
  name: string;
  role: Field['role'];
  label: string;
  description: string | null;
  hidden: boolean;
  format: string | null;
  multiplier: number;
  link: string | null;
  tooltip: string | null;
  members: Record<string, { label: string | null; color: string | null }>;
  imported: { label: string; format: string | null; multiplier: number };
}

export interface DatasetMetadata {
  name: string;
  version: string;
  /** what is wrong with the file */
  problem: string | null;
  fields: FieldMetadata[];
  details: string[];
  derived: string[];
  writable: boolean;
}

export interface Dataset extends Omit<DatasetSummary, 'fields'> {
  fields: Field[];
  /** whether who looks may say how its fields are shown */
  writable: boolean;
  /** the fields that a table of rows begins with */
  details: string[];
  preview: { columns: Column[]; rows: Cell[][] };
  versions: { version: number; rows: number; created: string }[];
  sync: { connection: string | null; object: string | null; watermark: string | null; reconciled: string | null } | null;
  /** The recipe that made it, and of what; its text is told to editors. */
  recipe: { name: string; description: string | null; inputs: { name: string; version: number }[]; file: string | null; text: string | null } | null;
  /** The model that made it, and of what. */
  model: { name: string; version: number; description: string | null; inputs: { name: string; version: number }[] } | null;
  /** Who sees which rows, told to administrators; null where all see all. */
  security: { predicate: string | null; backup: string | null; except: string[]; problem: string | null } | null;
}

/** Whether the rows of a dataset are as its rules say, and what is in it. */
export interface Quality {
  /** Where its rules are. */
  file: string;
  problem: string | null;
  rules: QualityRule[];
  rows: number;
  fields: QualityField[];
  freshness: { field: string; newest: Cell; days: number; stale: number } | null;
  changes: QualityChange[] | null;
  noted: string[] | null;
}

export interface QualityRule {
  message: string;
  severity: 'warn' | 'block';
  state: 'kept' | 'broken' | 'skipped';
  found: string;
  broken: number | null;
  columns: string[];
  examples: (Cell | string[])[][];
  query: string | null;
}

export interface QualityField {
  name: string;
  label: string;
  role: Field['role'];
  nulls: number;
  distinct: number;
  minimum: Cell;
  maximum: Cell;
  frequent: [Cell, number][];
  numbers: { mean: number; deviation: number; low: number; high: number; outliers: number } | null;
}

export interface QualityChange {
  field: string | null;
  what: string;
  before: number | null;
  after: number | null;
  values: string[];
}

/** What a lens shows before it is saved: its widget, its rows as a table, its query as SAQL. */
export interface LensLook {
  query: string | null;
  widget: WidgetData;
  table: WidgetData;
  milliseconds: number;
}

export interface SavedQuery {
  file: string;
  label: string;
  changed: string;
}

/** The query behind a widget; `origin` of a piece is a place in `origins`, null for what the author wrote. */
export interface Why {
  step: string;
  label: string;
  rows: number;
  pieces: { text: string; origin: number | null }[];
  origins: { kind: 'facet' | 'filter' | 'binding'; label: string; step: string | null }[];
  sources: {
    dataset: string;
    label: string;
    version: number;
    created: string;
    synced: string | null;
    total: number;
    matching: number;
    columns: Column[];
    rows: Cell[][];
  }[];
}

export interface LineageNode {
  id: string;
  kind: 'connection' | 'object' | 'dataset' | 'recipe' | 'model' | 'dashboard' | 'query';
  name: string;
  label: string;
}

/** Where a field comes from; an empty `field` stands for the rows of the dataset. */
export interface FieldWay {
  dataset: string;
  field: string;
  label: string;
  made: string;
  formulas: { name: string; text: string }[];
  direct: FieldWay[];
  indirect: { how: 'filter' | 'group' | 'order' | 'lookup' | 'condition'; dataset: string; field: string }[];
  ends: string;
}

/** What is made of what: `links` are pairs of ids. */
export interface Lineage {
  nodes: LineageNode[];
  links: [string, string][];
  way: FieldWay | null;
}

/** A setting: `value` as TOML has it, `source` says where it came from. */
export interface Setting {
  section: string;
  name: string;
  value: string;
  source: string;
  about: string;
}

export interface Connection {
  name: string;
  kind: string;
  label: string;
  problem: string | null;
  settings: { label: string; value: string }[];
  plans: string[];
  wanted: string[];
  objects: {
    object: string | null;
    dataset: string;
    rows: number;
    version: number;
    watermark: string | null;
    refreshed: string | null;
    reconciled: string | null;
  }[];
  runs: {
    run: string;
    started: string;
    ended: string | null;
    error: string | null;
    failures: Record<string, string>;
    rows?: number;
    gone?: number;
    datasets?: string[];
  }[];
}

export type Role = 'viewer' | 'editor' | 'admin';

/** who looks at the page */
export interface Me {
  id: string;
  name: string;
  email: string;
  role: Role;
  /** what they are in the folders of dashboards that they may see */
  folders: Record<string, Role>;
  /** whether the workspace has no accounts */
  local: boolean;
  /** the administrator who looks through their eyes */
  seenBy: string | null;
}

export interface Token {
  id: string;
  name: string;
  scopes: string[];
  created: string;
  expires: string | null;
  used: string | null;
}

export interface Account {
  id: string;
  name: string;
  email: string;
  role: Role;
  folders: Record<string, Role | 'none'>;
  disabled: boolean;
  /** whether they have one */
  password: boolean;
  created: string;
}

export interface People {
  people: Account[];
  folders: string[];
  everyone: Record<string, Role | 'none'>;
}

export interface AuditEvent {
  at: string;
  person: string;
  action: string;
  target: string;
  address: string;
  detail: Record<string, any>;
}

export interface Run {
  id: number;
  job: string;
  work: string;
  state: 'waiting' | 'running' | 'stopping' | 'done' | 'failed' | 'cancelled' | 'cut';
  cause: string;
  asked: string;
  started: string | null;
  ended: string | null;
  message: string;
}

export interface RunLog extends Run {
  lines: { at: string; text: string }[];
}

export interface Jobs {
  schedules: { name: string; work: string; rule: string; due: string | null; last: Run | null }[];
  runs: Run[];
  /** what is wrong with the settings */
  problem: string | null;
  now: string;
}

export interface Action {
  name: string;
  label: string;
  /** an e-mail; empty where the file names nobody */
  owner: string;
  /** which records, in words */
  for: string;
  effects: { kind: string; does: string }[];
  per_run: number;
  per_day: number;
  /** whether somebody has to look at the plan first */
  confirm: boolean;
}

export interface ActionRun {
  id: number;
  action: string;
  by: string;
  at: string;
  ended: string | null;
  state: 'running' | 'done' | 'partly' | 'failed' | 'cut';
  message: string;
}

export interface Actions {
  actions: Action[];
  runs: ActionRun[];
  problems: string[];
  email: string;
  /** whether they may look at the records of all actions */
  all: boolean;
}

export interface ActionPlan {
  mark: string;
  count: number;
  items: { key: string; why: string; deeds: { kind: string; lines: string[] }[] }[];
  words: string[];
}

export interface ActionEntry {
  key: string;
  kind: string;
  state: 'begun' | 'done' | 'failed';
  result: string;
}

export interface Alert {
  name: string;
  label: string;
  condition: string;
  dashboard: string | null;
  widget: string | null;
  page: string | null;
  selections: Selections;
  filters: FilterChoices;
  query: string | null;
  recipients: string[];
  /** the action that deals with its rows */
  action: string | null;
  owner: string;
}

export interface Subscription {
  name: string;
  label: string;
  dashboard: string;
  format: 'pdf' | 'xlsx';
  rule: string;
  job: string;
  recipients: string[];
  owner: string;
}

export interface Alerts {
  alerts: Alert[];
  subscriptions: Subscription[];
  /** `told` is null where the values are another's rows */
  history: { alert: string; recipient: string; at: string; told: { text: string }[] | null }[];
  sent: { channel: string; target: string; about: string; state: 'waiting' | 'sent' | 'failed'; at: string; tries: number; problem: string }[];
  problems: string[];
  editable: boolean;
  email: string;
}

export interface Match {
  name: string;
  label: string;
  sources: string[];
  result: string | null;
  ran: string | null;
  problem: string | null;
}

export interface RecordKey {
  source: string;
  id: string;
}

export type PairView = 'review' | 'later' | 'same' | 'different' | 'linked' | 'apart';

export interface DuplicatePair {
  left: RecordKey;
  right: RecordKey;
  /** `agree` is null where one of the records has nothing */
  fields: { meaning: string; left: string | null; right: string | null; agree: boolean | null }[];
  score: number;
  reasons: string;
  state: PairView;
  by: string;
}

export interface DuplicatePairs {
  pairs: DuplicatePair[];
  total: number;
  counts: Record<PairView, number>;
  pending: number;
  link: number;
  review: number;
}

export interface Customers {
  customers: { id: string; records: (RecordKey & { values: Record<string, string | null> })[] }[];
  total: number;
}

export interface ReportStatement {
  text: string;
  tone: 'neutral' | 'good' | 'bad' | 'unsure';
  /** the SAQL that gives its numbers */
  query: string | null;
  /** the SAQL that lists the records behind it */
  records: string | null;
}

export interface ReportChart {
  /** a band has three measures: low, middle, high; the last row of a waterfall is the level that the changes lead to */
  kind: 'line' | 'band' | 'bars' | 'columns' | 'stacked' | 'heat' | 'waterfall' | 'funnel' | 'points';
  dimension: string;
  measures: string[];
  split: string | null;
}

export interface ReportTable {
  columns: Column[];
  rows: Cell[][];
  chart: ReportChart | null;
  query: string | null;
}

/** What an analysis found. */
export interface Report {
  title: string;
  verdict: ReportStatement[];
  sections: { heading: string; statements: ReportStatement[]; tables: ReportTable[] }[];
}

/** How a person or team stands in a period; `null` is what can't be said. */
export interface GoalStanding {
  id: string;
  person: string;
  /** the id of who is above */
  manager: string | null;
  level: 'Company' | 'Team' | 'Person';
  state: 'reached' | 'missed' | 'on pace' | 'a little behind' | 'behind' | 'to come' | 'no target';
  target: number | null;
  actual: number;
  attainment: number | null;
  /** the share of the period's working days that lie before today */
  gone: number;
  pace: number | null;
  gap: number | null;
  run_rate: number | null;
  pipeline: number;
  forecast: number;
  last_year: number;
  last_year_to_date: number;
}

export interface Goals {
  goals: { name: string; label: string }[];
  goal: string | null;
  dataset: string | null;
  /** whether the dataset is there */
  made: boolean;
  period: string | null;
  periods: string[];
  format: string | null;
  rows: GoalStanding[];
}

export interface ModelSummary {
  name: string;
  label: string;
  description: string;
  kind: string;
  file: string;
  /** learnt from what there is now; to be trained anew; no better than its baseline; never trained; its file is wrong */
  standing: 'fresh' | 'stale' | 'unused' | 'new' | 'wrong';
  why: string;
  hint: string | null;
  verdict: string;
  /** whether who looks does not see all rows that it was learnt from, and so not what it learnt */
  closed: boolean;
  version: number | null;
  trained: string | null;
  seconds: number | null;
  reads: string[];
  inputs: Record<string, number>;
  makes: string[];
}

/** The list of an owner; there are no lists where no model of next contacts has run. */
export interface NextContacts {
  lists: { name: string; label: string }[];
  list: string | null;
  owners: { name: string; open: number; overdue: number }[];
  owner: string | null;
  report: Report | null;
}

export interface AppSummary {
  name: string;
  label: string;
  description: string;
  state: 'installed' | 'older' | 'possible' | 'impossible';
  /** sentences: where its rows come from, and what these sources lack */
  sources: string[];
  /** its files that people changed */
  changed: string[];
  problem: string | null;
  dashboards: { name: string; label: string }[];
  models: { name: string; label: string }[];
}

export interface Models {
  models: ModelSummary[];
  editable: boolean;
}

export interface Model extends ModelSummary {
  versions: number[];
  /** the version of the report */
  shown: number | null;
  report: Report | null;
  editable: boolean;
}

/** An operator of rules: its word, what it takes, and the types of fields that it fits. */
export interface SegmentOperator {
  word: string;
  takes: 'nothing' | 'one' | 'two' | 'several' | 'period' | 'segment';
  types: string[];
}

/** A field of a dataset, as rules choose from them. */
export interface SegmentField {
  name: string;
  label: string;
  type: string;
  /** whether it is a part of a date */
  virtual: boolean;
  hidden?: boolean;
}

export interface SegmentRule {
  field: string;
  operator: string;
  value?: string | number | (string | number)[];
}

/** Rules of which all hold, or any; one of the two is there. */
export interface SegmentRules {
  all?: (SegmentRule | SegmentRules)[];
  any?: (SegmentRule | SegmentRules)[];
}

/** A segment as its file has it. */
export interface Segment {
  label?: string;
  description?: string;
  dataset: string;
  key: string;
  columns?: string[];
  rules: SegmentRules;
}

export interface OpenedSegment {
  name: string;
  version: string;
  segment: Segment;
  editable: boolean;
}

export interface SegmentSummary {
  name: string;
  label: string;
  description: string;
  dataset: string;
  /** of its records; null with a problem */
  count: number | null;
  problem: string | null;
}

export interface Segments {
  segments: SegmentSummary[];
  operators: SegmentOperator[];
  editable: boolean;
}

/** What an edited segment has; with a problem nothing else is there. */
export interface SegmentLook {
  problem: string | null;
  hint: string | null;
  query?: string;
  count?: number;
  keys?: number;
  columns?: Column[];
  rows?: Cell[][];
}
