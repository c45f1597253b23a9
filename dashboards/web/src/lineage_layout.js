/** Where the cards of a lineage stand: by layers, each a column, so that all lines run onwards. */

/** @typedef {import('./wire.d.ts').LineageNode} Node */
/** @typedef {{node: Node, layer: number, x: number, y: number}} Card */
/** @typedef {{cards: Card[], lines: string[], width: number, height: number}} Drawing */

export const CARD = { width: 184, height: 48 };
const GAP = { across: 56, down: 12 };
const SWEEPS = 4;

/** The columns that come first for each kind; dashboards and queries stand behind all others. */
const FIRST = { connection: 0, object: 1, dataset: 2, recipe: 3, dashboard: 0, query: 0 };
const LAST = ['dashboard', 'query'];

/**
 * @param {Node[]} nodes
 * @param {[string, string][]} links pairs of ids
 * @returns {Drawing}
 */
export function draw(nodes, links) {
  const known = new Set(nodes.map(({ id }) => id));
  const shown = links.filter(([first, second]) => known.has(first) && known.has(second));
  const columns = ordered(layered(nodes, shown), shown);
  /** @type {Map<string, Card>} */
  const cards = new Map();
  columns.forEach((column, layer) =>
    column.forEach((node, place) => {
      cards.set(node.id, { node, layer, x: layer * (CARD.width + GAP.across), y: place * (CARD.height + GAP.down) });
    }),
  );
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  return {
    cards: [...cards.values()],
    lines: shown.map(([first, second]) => line(/** @type {Card} */ (cards.get(first)), /** @type {Card} */ (cards.get(second)))),
    width: Math.max(0, columns.length * (CARD.width + GAP.across) - GAP.across),
    height: Math.max(0, tallest * (CARD.height + GAP.down) - GAP.down),
  };
}

/**
 * The ids of a node, of all that it is made of, near and far, and of all that is made of it.
 * @param {string} id
 * @param {[string, string][]} links
 */
export function connected(id, links) {
  const back = links.map(([first, second]) => /** @type {[string, string]} */ ([second, first]));
  return [...new Set([...reached(id, links), ...reached(id, back)])];
}

/**
 * @param {string} id
 * @param {[string, string][]} links
 */
function reached(id, links) {
  const found = new Set([id]);
  for (const each of found) for (const [first, second] of links) if (first === each) found.add(second);
  return found;
}

/**
 * @param {Node[]} nodes
 * @param {[string, string][]} links
 * @returns {Node[][]} the columns that have nodes
 */
function layered(nodes, links) {
  const before = Map.groupBy(links, ([, second]) => second);
  const kinds = new Map(nodes.map((node) => [node.id, node.kind]));
  /** @type {Map<string, number>} */
  const layers = new Map();
  /** @type {(id: string) => number} */
  const layer = (id) => {
    const found = layers.get(id);
    if (found !== undefined) return found;
    const least = FIRST[/** @type {Node['kind']} */ (kinds.get(id))];
    layers.set(id, least); // a ring ends here
    const reads = (before.get(id) ?? []).map(([first]) => layer(first) + 1);
    layers.set(id, Math.max(least, ...reads));
    return /** @type {number} */ (layers.get(id));
  };
  const inner = nodes.filter(({ kind }) => !LAST.includes(kind));
  const end = Math.max(0, ...inner.map(({ id }) => layer(id) + 1));
  const columns = Map.groupBy(nodes, ({ id, kind }) => (LAST.includes(kind) ? end : layer(id)));
  return [...columns].sort(([one], [other]) => one - other).map(([, column]) => column.toSorted(byLabel));
}

/**
 * Puts what is connected side by side, so that few lines cross.
 * @param {Node[][]} columns
 * @param {[string, string][]} links
 */
function ordered(columns, links) {
  let found = columns;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const places = new Map(found.flatMap((column) => column.map(({ id }, place) => [id, place / Math.max(1, column.length - 1)])));
    const beside = sweep % 2 ? Map.groupBy(links, ([first]) => first) : Map.groupBy(links, ([, second]) => second);
    const rank = (/** @type {Node} */ { id }) => {
      const near = (beside.get(id) ?? []).map(([first, second]) => places.get(first === id ? second : first) ?? 0);
      return near.length ? near.reduce((sum, place) => sum + place, 0) / near.length : (places.get(id) ?? 0);
    };
    found = found.map((column) => column.toSorted((one, other) => rank(one) - rank(other) || byLabel(one, other)));
  }
  return found;
}

/**
 * @param {Card} from
 * @param {Card} to
 */
function line(from, to) {
  const [start, end] = [from.x + CARD.width, to.x];
  const [top, bottom] = [from.y + CARD.height / 2, to.y + CARD.height / 2];
  const bend = Math.max(GAP.across / 2, (end - start) / 2);
  return `M${start} ${top}C${start + bend} ${top} ${end - bend} ${bottom} ${end} ${bottom}`;
}

/** @type {(one: Node, other: Node) => number} */
function byLabel(one, other) {
  return one.label.localeCompare(other.label) || (one.id < other.id ? -1 : 1);
}
