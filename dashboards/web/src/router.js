/** Which page a path asks for, and moving between pages without loading the document again. */

/** Pages whose path is their name. */
const PLAIN = [
  'account',
  'actions',
  'alerts',
  'apps',
  'connections',
  'customers',
  'duplicates',
  'goals',
  'jobs',
  'lineage',
  'next',
  'people',
  'pipeline',
  'query',
  'settings',
];

/** @typedef {{page: string, name: string}} Route */

/**
 * @param {string} path the path of the address, percent-encoded
 * @returns {Route}
 */
export function match(path) {
  const parts = path.split('/').filter(Boolean).map(decode);
  if (parts.length === 0) return { page: 'home', name: '' };
  const [first, name] = parts;
  if (first === 'dashboards') {
    if (parts.length === 1) return { page: 'dashboards', name: '' };
    if (parts.length === 2) return { page: 'dashboard', name };
    if (parts.length === 3 && parts[2] === 'edit') return { page: 'editor', name };
  }
  if (PLAIN.includes(first) && parts.length === 1) return { page: first, name: '' };
  if (first === 'segments' && parts.length <= 2) return { page: first, name: name ?? '' };
  if (first === 'explore' && parts.length <= 2) return { page: 'explore', name: name ?? '' };
  if (first === 'story' && parts.length === 2) return { page: 'story', name };
  if (first === 'models') {
    if (parts.length === 1) return { page: 'models', name: '' };
    if (parts.length === 2) return { page: 'model', name };
  }
  if (first === 'datasets') {
    if (parts.length === 1) return { page: 'datasets', name: '' };
    if (parts.length === 2) return { page: 'dataset', name };
  }
  return { page: 'missing', name: '' };
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @param {string} name */
export function dashboardPath(name) {
  return `/dashboards/${encodeURIComponent(name)}`;
}

/** @param {string} name */
export function editorPath(name) {
  return `${dashboardPath(name)}/edit`;
}

/** @param {string} name */
export function datasetPath(name) {
  return `/datasets/${encodeURIComponent(name)}`;
}

/** @param {string} name */
export function modelPath(name) {
  return `/models/${encodeURIComponent(name)}`;
}

/** @param {string} name */
export function segmentPath(name) {
  return `/segments/${encodeURIComponent(name)}`;
}

/** @param {string} name of a dataset */
export function explorePath(name) {
  return `/explore/${encodeURIComponent(name)}`;
}

/** @param {string} name of a dataset */
export function storyPath(name) {
  return `/story/${encodeURIComponent(name)}`;
}

/** @param {string} name of a dataset */
export function lineagePath(name) {
  return `/lineage#dataset=${encodeURIComponent(name)}`;
}

/** @param {string} file of a saved lens or query */
export function savedPath(file) {
  return `${file.endsWith('.json') ? '/explore' : '/query'}#file=${encodeURIComponent(file)}`;
}

/**
 * Goes to a page of ours.
 * @param {string} path with an optional hash
 */
export function navigate(path) {
  history.pushState(null, '', path);
  window.dispatchEvent(new PopStateEvent('popstate'));
}

/**
 * Replaces the hash of the address without a step in the history.
 * @param {string} hash without the `#`; empty takes it away
 */
export function replaceHash(hash) {
  history.replaceState(null, '', location.pathname + (hash ? `#${hash}` : ''));
}

/**
 * Turns plain clicks on links of ours into `navigate`; everything else stays the browser's.
 * @param {MouseEvent} event
 */
export function followLink(event) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!(link instanceof HTMLAnchorElement) || link.target || link.origin !== location.origin) return;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  navigate(link.pathname + link.hash);
}
