/** `swell-editor`: an editor of SAQL, or of JSON. In a shadow root CodeMirror adopts its style sheets, which the policy allows. */

import {
  EditorState,
  EditorView,
  HighlightStyle,
  Prec,
  StreamLanguage,
  autocompletion,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  defaultKeymap,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  history,
  historyKeymap,
  hoverTooltip,
  indentWithTab,
  keymap,
  lineNumbers,
  lintGutter,
  lintKeymap,
  linter,
  placeholder,
  searchKeymap,
  setDiagnostics,
  syntaxHighlighting,
  tags,
  tooltips,
} from '../../vendor/codemirror.js';
import { LitElement, css } from '../../vendor/lit.js';
import { Latest, post } from '../api.js';
import { completeWords, jsonTokens } from '../json_language.js';
import { invites, offered, saqlTokens } from '../saql_language.js';
import { base } from './sheets.js';

/** @typedef {import('../wire.d.ts').Diagnostic} Diagnostic */

const highlighting = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)', fontWeight: '600' },
  { tag: tags.function(tags.variableName), color: 'var(--code-function)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.propertyName, color: 'var(--ink)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: tags.lineComment, color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: tags.variableName, color: 'var(--ink)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.6' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-faint)', border: 'none', paddingLeft: '4px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hover) 60%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent-strong) 28%, transparent) !important',
  },
  '.cm-matchingBracket': { backgroundColor: 'var(--accent-soft) !important', outline: '1px solid var(--line-strong)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface-raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
    boxShadow: 'var(--shadow-raised)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-code)', fontSize: '12px', maxHeight: '240px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--ink)' },
  '.cm-completionDetail': { color: 'var(--ink-muted)', fontStyle: 'normal', marginLeft: '12px' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)', fontWeight: '600' },
  '.cm-completionInfo': { padding: '6px 10px', fontFamily: 'var(--font)', fontSize: '12px', maxWidth: '280px' },
  '.cm-meaning': { padding: '6px 10px', maxWidth: '520px' },
  '.cm-meaning pre': { margin: '0', fontFamily: 'var(--font-code)', fontSize: '12px', whiteSpace: 'pre-wrap' },
  '.cm-meaning p': { margin: '4px 0', fontFamily: 'var(--font)', fontSize: '12px', whiteSpace: 'pre-line' },
  '.cm-diagnostic': { padding: '6px 10px', fontFamily: 'var(--font)', fontSize: '12px', whiteSpace: 'pre-line', maxWidth: '480px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--danger)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--warning)' },
  '.cm-panels': { backgroundColor: 'var(--surface-sunken)', color: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-faint)' },
});

class SwellEditor extends LitElement {
  static properties = {
    text: { attribute: false },
    diagnostics: { attribute: false },
    language: { type: String },
    label: { type: String },
    words: { attribute: false },
    wrap: { type: Boolean },
  };

  static styles = [
    base,
    css`
      :host { height: 100%; min-height: 0; direction: ltr; text-align: start; }
    `,
  ];

  /** @type {any} */
  #view = null;
  #completion = new Latest();
  #meaning = new Latest();

  constructor() {
    super();
    this.text = '';
    /** @type {Diagnostic[]} */
    this.diagnostics = [];
    /** @type {'saql' | 'json'} for the life of the element */
    this.language = 'saql';
    this.label = 'SAQL query';
    /** @type {string[]} names that are offered inside quotes, in JSON */
    this.words = [];
    /** whether long lines go on in the next one; for the life of the element */
    this.wrap = false;
  }

  firstUpdated() {
    this.#view = new EditorView({
      root: /** @type {any} */ (this.renderRoot),
      parent: /** @type {any} */ (this.renderRoot),
      state: EditorState.create({ doc: this.text, extensions: this.#extensions() }),
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#view?.destroy();
    this.#view = null;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    const view = this.#view;
    if (!view) return;
    if (changed.has('text') && view.state.doc.toString() !== this.text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: this.text } });
    }
    if (changed.has('diagnostics')) view.dispatch(setDiagnostics(view.state, this.#marks()));
  }

  #marks() {
    const end = this.#view.state.doc.length;
    return this.diagnostics.map((one) => {
      const from = Math.min(one.start, end);
      const to = Math.min(Math.max(one.end, one.start), end);
      return { from, to, severity: one.severity === 'warning' ? 'warning' : 'error', message: [one.message, ...one.hints].join('\n') };
    });
  }

  #extensions() {
    const run = () => {
      this.dispatchEvent(new CustomEvent('swell-run', { bubbles: true, composed: true }));
      return true;
    };
    return [
      Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      syntaxHighlighting(highlighting),
      ...this.#service(),
      this.wrap ? EditorView.lineWrapping : [],
      linter(null),
      lintGutter(),
      tooltips({ position: 'fixed' }),
      // Escape, then Tab leaves the editor: the usual way out for people who use the keyboard.
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
      EditorView.contentAttributes.of({ 'aria-label': this.label, spellcheck: 'false' }),
      EditorView.updateListener.of(this.#changed),
      look,
    ];
  }

  /** What knows the language. */
  #service() {
    if (this.language === 'json') {
      const words = completeWords(() => this.words);
      return [StreamLanguage.define(/** @type {any} */ (jsonTokens)), autocompletion({ override: [words], icons: false })];
    }
    return [
      StreamLanguage.define(/** @type {any} */ (saqlTokens)),
      autocompletion({ override: [this.#complete], icons: false }),
      hoverTooltip(this.#hover),
      placeholder('q = load "…";'),
    ];
  }

  #complete = async (/** @type {any} */ context) => {
    const text = context.state.doc.toString();
    if (!context.explicit && !invites(text.slice(0, context.pos))) return null;
    const answer = await this.#ask(this.#completion, '/api/complete', text, context.pos);
    return answer ? offered(answer, text) : null;
  };

  #hover = async (/** @type {any} */ view, /** @type {number} */ place) => {
    const answer = await this.#ask(this.#meaning, '/api/hover', view.state.doc.toString(), place);
    if (!answer?.hover) return null;
    const { start, end, title, text, example } = answer.hover;
    return { pos: start, end, above: true, create: () => ({ dom: card([title, text, example]) }) };
  };

  /**
   * Asks the server about a place; without an answer the editor goes on without help.
   * @param {Latest} latest
   * @param {string} path
   * @param {string} query
   * @param {number} offset
   */
  async #ask(latest, path, query, offset) {
    try {
      return await latest.run((signal) => post(path, { query, offset }, signal));
    } catch {
      return null;
    }
  }

  #changed = (/** @type {any} */ update) => {
    if (!update.docChanged) return;
    this.text = update.state.doc.toString();
    this.dispatchEvent(new CustomEvent('swell-text', { detail: this.text, bubbles: true, composed: true }));
  };

  focus() {
    this.#view?.focus();
  }

  /**
   * Selects a stretch and brings it into sight.
   * @param {number} start
   * @param {number} end
   */
  reveal(start, end) {
    const view = this.#view;
    const length = view.state.doc.length;
    const selection = { anchor: Math.min(start, length), head: Math.min(end, length) };
    view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: 'center' }) });
    view.focus();
  }

  /**
   * Types a text at the cursor.
   * @param {string} text
   */
  insert(text) {
    const view = this.#view;
    view.dispatch(view.state.replaceSelection(text));
    view.focus();
  }
}

/**
 * A hover: code, what it means, code of an example.
 * @param {string[]} parts
 */
function card(parts) {
  const dom = document.createElement('div');
  dom.className = 'cm-meaning';
  parts.forEach((part, index) => {
    if (part) dom.append(Object.assign(document.createElement(index === 1 ? 'p' : 'pre'), { textContent: part }));
  });
  return dom;
}

customElements.define('swell-editor', SwellEditor);
