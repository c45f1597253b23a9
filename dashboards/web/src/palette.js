/** Which member gets which colour. No DOM. */

/**
 * Eight colours a scheme, apart for people with protanopia and deuteranopia too (distance in OKLab at least 0.07 in
 * simulation), neighbours differing in lightness. The n-th of one scheme is the n-th of the other.
 */
const COLORS = {
  light: ['#2f6bd8', '#e58d12', '#0a5f5a', '#dd6f9f', '#3fa3d6', '#5b2c9e', '#66851a', '#97282c'],
  dark: ['#6ea2ff', '#ffb347', '#178a7c', '#f7a3c8', '#93e0ff', '#9657e0', '#8fae2a', '#d0483f'],
};

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
    const at = this.#columns.get(column)?.get(member) ?? 0;
    return COLORS[scheme][at % COLORS[scheme].length];
  }
}
