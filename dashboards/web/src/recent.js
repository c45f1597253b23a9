/** What somebody looked at last in this browser: names of dashboards, and queries that ran. */

const DASHBOARDS = 'swell.recent';
const QUERIES = 'swell.history';
const EDITED = 'swell.query';
const MOST_DASHBOARDS = 20;
const MOST_QUERIES = 60;

/** @typedef {{text: string, when: string, rows: number}} Ran a query that ran, with how many rows it gave */

/** @returns {string[]} names of dashboards, the latest first */
export function recentDashboards() {
  return read(DASHBOARDS).filter((one) => typeof one === 'string');
}

/** @param {string} name */
export function rememberDashboard(name) {
  write(DASHBOARDS, [name, ...recentDashboards().filter((one) => one !== name)].slice(0, MOST_DASHBOARDS));
}

/** @returns {Ran[]} the latest first */
export function ranQueries() {
  return read(QUERIES).filter((one) => typeof one?.text === 'string');
}

/**
 * @param {string} text
 * @param {number} rows
 * @param {Date} now
 */
export function rememberQuery(text, rows, now) {
  const others = ranQueries().filter((one) => one.text.trim() !== text.trim());
  write(QUERIES, [{ text, when: now.toISOString(), rows }, ...others].slice(0, MOST_QUERIES));
}

/** The query that was last in the editor of this browser. */
export function keptQuery() {
  try {
    return localStorage.getItem(EDITED) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} text */
export function keepQuery(text) {
  try {
    localStorage.setItem(EDITED, text);
  } catch {
    // Without storage the query lives as long as the page.
  }
}

export function forgetQueries() {
  write(QUERIES, []);
}

/**
 * @param {string} key
 * @returns {any[]}
 */
function read(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

/**
 * @param {string} key
 * @param {unknown[]} list
 */
function write(key, list) {
  try {
    localStorage.setItem(key, JSON.stringify(list));
  } catch {
    // Without storage nothing is remembered.
  }
}
