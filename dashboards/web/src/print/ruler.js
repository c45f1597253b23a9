/** How wide texts are, by the advances of the font that they are drawn with. No DOM. */

/**
 * @typedef {{regular: Record<string, number>, bold: Record<string, number>}} Advances
 *   thousandths of the font's size, by character
 */

/** What a character that the font does not have takes: wide ones of East Asia, and others. */
const WIDE = 1000;
const OTHER = 600;

export class Ruler {
  /** @param {Advances} advances */
  constructor(advances) {
    this.advances = advances;
  }

  /**
   * @param {string} text
   * @param {number} size px
   * @param {boolean} [bold]
   * @returns {number} px
   */
  width(text, size, bold = false) {
    const known = bold ? this.advances.bold : this.advances.regular;
    let sum = 0;
    for (const character of text) sum += known[character] ?? (character > '\u2e80' ? WIDE : OTHER);
    return (sum * size) / 1000;
  }

  /**
   * A text cut with an ellipsis where it is wider than the room.
   * @param {string} text
   * @param {number} size px
   * @param {number} room px
   * @param {boolean} [bold]
   */
  cut(text, size, room, bold = false) {
    if (this.width(text, size, bold) <= room) return text;
    const characters = [...text];
    while (characters.length > 0 && this.width(`${characters.join('')}…`, size, bold) > room) characters.pop();
    return characters.length > 0 ? `${characters.join('').trimEnd()}…` : '';
  }

  /**
   * The lines of a text that is broken at spaces; the last one ends in an ellipsis where there are more.
   * @param {string} text
   * @param {number} size px
   * @param {number} room px
   * @param {number} most lines
   * @param {boolean} [bold]
   * @returns {string[]}
   */
  lines(text, size, room, most, bold = false) {
    const broken = text.split('\n').flatMap((line) => this.#wrapped(line, size, room, bold));
    const shown = broken.slice(0, Math.max(1, most)).map((line) => this.cut(line, size, room, bold));
    if (broken.length > shown.length) shown[shown.length - 1] = this.cut(`${shown[shown.length - 1]} …`, size, room, bold);
    return shown;
  }

  /**
   * @param {string} line
   * @param {number} size
   * @param {number} room
   * @param {boolean} bold
   */
  #wrapped(line, size, room, bold) {
    /** @type {string[]} */
    const found = [];
    let current = '';
    for (const word of line.split(' ')) {
      const longer = current ? `${current} ${word}` : word;
      if (current && this.width(longer, size, bold) > room) {
        found.push(current);
        current = word;
      } else current = longer;
    }
    return [...found, current];
  }
}
