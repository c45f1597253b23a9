/** A dashboard in work: what was done since it was opened, what it looks like, and what is saved of it. */

import { get, put } from '../api.js';
import { keepDraft, takeDraft } from './draft.js';
import { Drawing } from './drawing.js';
import { Findings } from './findings.js';
import { History } from './history.js';

/** @typedef {import('./source.js').Source} Source */

export class Work {
  /** @type {Source} as it is on disk */
  #saved;
  #version;
  /** @type {History<Source>} */
  #history;

  /**
   * @param {string} name
   * @param {{source: Source, version: string, writable: boolean}} file
   * @param {import('../wire.d.ts').Selections} selections that it is drawn for
   */
  constructor(name, { source, version, writable }, selections) {
    this.name = name;
    /** whether the server lets this browser save */
    this.writable = writable;
    this.#saved = source;
    this.#version = version;
    this.#history = new History(source);
    const draft = takeDraft(name, version);
    if (draft) this.#history.push(draft);
    this.drawing = new Drawing(name, selections);
    this.findings = new Findings(name);
  }

  /**
   * @param {string} name
   * @param {import('../wire.d.ts').Selections} selections
   * @param {AbortSignal} signal
   */
  static async open(name, selections, signal) {
    return new Work(name, await get(address(name), signal), selections);
  }

  /** The JSON as it is now. */
  get source() {
    return this.#history.value;
  }

  get dirty() {
    return this.source !== this.#saved;
  }

  get history() {
    return this.#history;
  }

  /** Saves the file; the server refuses (412) where it has changed meanwhile. */
  async save() {
    const source = this.source;
    const { version } = await put(address(this.name), { source }, this.#version);
    this.#version = version;
    this.#saved = source;
  }

  /** Saves over what somebody else has saved. */
  async overwrite() {
    this.#version = (await get(address(this.name))).version;
    await this.save();
  }

  /** Forgets that something is not saved. */
  abandon() {
    this.#saved = this.source;
  }

  /** Ends the work; what is not saved comes back when the same file is opened again. */
  end() {
    this.drawing.cancel();
    this.findings.cancel();
    if (this.dirty) keepDraft(this.name, this.#version, this.source);
  }
}

/** @param {string} name */
function address(name) {
  return `/api/dashboards/${encodeURIComponent(name)}/source`;
}
