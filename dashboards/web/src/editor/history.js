/** What was done and can be undone. Values are never changed, so keeping them all is cheap. */

/** @template T */
export class History {
  /** @type {T[]} */
  #values;
  #at = 0;
  /** @type {string | null} */
  #mark = null;

  /** @param {T} value */
  constructor(value) {
    this.#values = [value];
  }

  get value() {
    return this.#values[this.#at];
  }

  get canUndo() {
    return this.#at > 0;
  }

  get canRedo() {
    return this.#at + 1 < this.#values.length;
  }

  /**
   * @param {T} value
   * @param {string | null} [mark] changes in a row with the same mark, such as letters typed into a field, are undone at once
   */
  push(value, mark = null) {
    const goesOn = mark !== null && mark === this.#mark && this.canUndo;
    this.#values = [...this.#values.slice(0, goesOn ? this.#at : this.#at + 1), value];
    this.#at = this.#values.length - 1;
    this.#mark = mark;
  }

  /** Ends a row of changes. */
  seal() {
    this.#mark = null;
  }

  undo() {
    if (this.canUndo) this.#at -= 1;
    this.seal();
    return this.value;
  }

  redo() {
    if (this.canRedo) this.#at += 1;
    this.seal();
    return this.value;
  }
}
