/** Which member gets which colour. No DOM. */

/**
 * Sixteen colours a scheme, apart for people with protanopia and deuteranopia too (distance in OKLab at least 0.06 in
 * simulation, tests/web/test_page_colors.py), the first eight the farthest. The n-th of one scheme is the n-th of the other.
 */
export const COLORS = {
  light: [
    '#2f6bd8', '#e58d12', '#0a5f5a', '#dd6f9f', '#3fa3d6', '#5b2c9e', '#66851a', '#97282c',
    '#f04c5a', '#7f589b', '#6885f6', '#e89081', '#4a1a55', '#5f130b', '#424575', '#380b80',
  ],
  dark: [
    '#6ea2ff', '#ffb347', '#178a7c', '#f7a3c8', '#93e0ff', '#9657e0', '#8fae2a', '#d0483f',
    '#c9e6ae', '#ef66c8', '#714ca6', '#74a77e', '#af2938', '#e5b28a', '#78c7fd', '#a15fb0',
  ],
};

/** Where a field is empty: no member, so no colour. */
export const BLANK = { light: '#b3bac4', dark: '#596270' };

/** Degrees between hues of colours beyond the chosen ones: the golden angle, which never comes back to the same hue. */
const GOLDEN_ANGLE = 137.508;

/**
 * The n-th colour. Beyond the chosen ones no eye tells all apart, but none is given twice.
 * @param {number} at from 0
 * @param {'light' | 'dark'} scheme
 */
export function colorAt(at, scheme) {
  const chosen = COLORS[scheme];
  if (at < chosen.length) return chosen[at];
  const hue = ((at * GOLDEN_ANGLE) % 360).toFixed(1);
  const lightness = (scheme === 'light' ? [38, 56, 47] : [68, 52, 60])[at % 3];
  return `hsl(${hue}, ${at % 2 ? 45 : 60}%, ${lightness}%)`;
}

/**
 * Gives members of a column their colours and remembers them: a member keeps its colour when filters take its
 * neighbours away, and has it in every chart of a dashboard.
 */
export class Palette {
  /** @type {Map<string, Map<string, number>>} */
  #columns = new Map();

  /**
   * Numbers the members of a column that have no number yet, in alphabetical order.
   * @param {string} column
   * @param {string[]} members
   */
  learn(column, members) {
    const known = this.#columns.get(column) ?? new Map();
    this.#columns.set(column, known);
    for (const member of [...new Set(members)].sort()) {
      if (!known.has(member)) known.set(member, known.size);
    }
  }

  /**
   * @param {string} column
   * @param {string} member
   * @param {'light' | 'dark'} scheme
   */
  color(column, member, scheme) {
    return colorAt(this.#columns.get(column)?.get(member) ?? 0, scheme);
  }
}
