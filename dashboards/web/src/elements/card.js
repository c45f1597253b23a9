/** Borders and background of a card, as a dashboard writes them. */

/**
 * @param {Record<string, any>} style as exported
 * @param {string | null} background
 * @param {(color: any) => string | null} fill
 */
export function cardStyle(style, background, fill) {
  const width = Number(style.borderWidth ?? 0);
  const edges = new Set(style.borderEdges ?? []);
  const edge = (/** @type {string} */ name) =>
    width > 0 && (edges.has(name) || edges.has('all')) ? `${width}px solid ${fill(style.borderColor) ?? 'var(--line)'}` : null;
  return {
    background,
    'border-radius': style.borderRadius ? `${Number(style.borderRadius)}px` : null,
    'border-top': edge('top'),
    'border-inline-end': edge('right'),
    'border-bottom': edge('bottom'),
    'border-inline-start': edge('left'),
  };
}
