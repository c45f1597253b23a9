/** JSON for the editor: the colours of its words, and completion of names inside quotes. */

/** A tokenizer in the form of CodeMirror's stream languages. */
export const jsonTokens = {
  name: 'json',
  startState: () => ({}),
  /** @param {any} stream */
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return stream.match(/^\s*:/, false) ? 'propertyName' : 'string';
    if (stream.match(/^-?\d[\d.eE+-]*/)) return 'number';
    if (stream.match(/^(?:true|false|null)\b/)) return 'keyword';
    stream.next();
    return null;
  },
};

/**
 * A source of completions: the words that go on with what stands behind the last quote.
 * @param {() => string[]} words
 */
export function completeWords(words) {
  return (/** @type {any} */ context) => {
    const typed = context.matchBefore(/"[^"\n]*/);
    if (!typed) return null;
    return { from: typed.from + 1, options: words().map((label) => ({ label, type: 'text' })), validFor: /^[^"\n]*$/ };
  };
}
