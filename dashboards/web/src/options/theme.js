/** Inks of a chart in either scheme; the page's tokens have the same values in styles/tokens.css. */

/** @typedef {{text: string, muted: string, line: string, grid: string, surface: string, raised: string}} Inks */

/** @type {Record<'light' | 'dark', Inks>} */
const INKS = {
  light: { text: '#1c2128', muted: '#5a6472', line: '#c9d0d9', grid: '#eceff3', surface: '#ffffff', raised: '#ffffff' },
  dark: { text: '#e7eaee', muted: '#9aa4b2', line: '#3d444f', grid: '#262b33', surface: '#181b20', raised: '#22262d' },
};

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif';

/** How far marks fade that are not part of the selection. */
export const FADED = 0.22;

/**
 * @param {'light' | 'dark'} scheme
 * @returns {Inks}
 */
export function inks(scheme) {
  return INKS[scheme];
}
