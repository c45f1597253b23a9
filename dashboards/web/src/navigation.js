/** Where the frame leads to: entries of its own, and groups of entries that open as a menu. */

/** @typedef {{path: string, label: string, pages: string[], role?: string, about?: string}} Entry */
/** @typedef {{label: string, entries: Entry[]}} Group */

/** @type {(Entry | Group)[]} */
export const NAVIGATION = [
  { path: '/dashboards', label: 'Dashboards', pages: ['dashboards', 'dashboard', 'editor'] },
  { path: '/explore', label: 'Explore', pages: ['explore', 'story'] },
  { path: '/query', label: 'Query', pages: ['query'] },
  { path: '/datasets', label: 'Datasets', pages: ['datasets', 'dataset', 'lineage'] },
  {
    label: 'Insights',
    entries: [
      { path: '/pipeline', label: 'Pipeline', pages: ['pipeline'], about: 'What it will bring, and what became of it' },
      { path: '/goals', label: 'Goals', pages: ['goals'], about: 'Targets, and who is in time' },
      { path: '/customers', label: 'Customers', pages: ['customers'], about: 'Who buys, who stays, what they are worth' },
      { path: '/models', label: 'Models', pages: ['models', 'model'], about: 'What was learnt, and how well' },
    ],
  },
  {
    label: 'Act',
    entries: [
      { path: '/next', label: 'Next contacts', pages: ['next'], about: 'Whom to contact, and why' },
      { path: '/segments', label: 'Segments', pages: ['segments'], about: 'Records that fulfil rules' },
      { path: '/actions', label: 'Actions', pages: ['actions'], role: 'editor', about: 'What is done about it' },
      { path: '/alerts', label: 'Alerts', pages: ['alerts'], about: 'Told when a number moves' },
    ],
  },
  {
    label: 'Manage',
    entries: [
      { path: '/duplicates', label: 'Duplicates', pages: ['duplicates'], about: 'Records that are one customer' },
      { path: '/jobs', label: 'Jobs', pages: ['jobs'], role: 'editor', about: 'What runs by itself' },
      { path: '/apps', label: 'Apps', pages: ['apps'], role: 'admin', about: 'Ready-made for sales, service, marketing' },
      { path: '/connections', label: 'Connections', pages: ['connections'], role: 'admin', about: 'The CRMs that are synced' },
    ],
  },
];

const ROLES = ['viewer', 'editor', 'admin'];

/**
 * What somebody is led to; groups of which nothing is left are left out.
 * @param {string | null} role null while it is not known: all is shown, pages say for themselves who may see them
 * @returns {(Entry | Group)[]}
 */
export function navigationOf(role) {
  const seen = (/** @type {Entry} */ entry) => !entry.role || role === null || ROLES.indexOf(role) >= ROLES.indexOf(entry.role);
  return NAVIGATION.map((each) => ('entries' in each ? { ...each, entries: each.entries.filter(seen) } : each)).filter((each) =>
    'entries' in each ? each.entries.length > 0 : seen(each),
  );
}
