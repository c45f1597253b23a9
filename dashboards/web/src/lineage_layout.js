/** Where the cards of a lineage stand: by layers, each a column, so that all lines run onwards and none behind a card. */

/** @typedef {import('./wire.d.ts').LineageNode} Node */
/** @typedef {{node: Node, layer: number, x: number, y: number}} Card */
/** @typedef {{cards: Card[], lines: string[], width: number, height: number}} Drawing */
/** @typedef {[string, string]} Link */
/** A place in a column: a node, or (`node` null) the room for lines that pass. @typedef {{id: string, node: Node | null}} Slot */

export const CARD = { width: 184, height: 48 };
const THREAD = 8;
const GAP = { across: 56, down: 12 };
const SWEEPS = 6;

/** The columns that come first for each kind; dashboards and queries stand behind all others. */
const FIRST = { connection: 0, object: 1, dataset: 2, recipe: 3, model: 3, dashboard: 0, query: 0 };
const LAST = ['dashboard', 'query'];

/**
 * @param {Node[]} nodes
 * @param {Link[]} links pairs of ids
 * @returns {Drawing}
 */
export function draw(nodes, links) {
  const layers = layersOf(nodes, links);
  const shown = links.filter(([first, second]) => (layers.get(first) ?? Infinity) < (layers.get(second) ?? -1));
  const ways = shown.map((link) => passing(link, layers));
  const columns = ordered(columnsOf(nodes, ways, layers), ways);
  /** @type {Map<string, {layer: number, x: number, y: number, middle: number}>} */
  const places = new Map();
  const heights = columns.map((column, layer) => {
    let y = 0;
    for (const { id, node } of column) {
      const height = node ? CARD.height : THREAD;
      places.set(id, { layer, x: layer * (CARD.width + GAP.across), y, middle: y + height / 2 });
      y += height + GAP.down;
    }
    return y - GAP.down;
  });
  return {
    cards: columns.flat().flatMap(({ id, node }) => {
      const place = places.get(id);
      return node && place ? [{ node, layer: place.layer, x: place.x, y: place.y }] : [];
    }),
    lines: ways.map((way) => line(way.flatMap((id) => places.get(id) ?? []))),
    width: Math.max(0, columns.length * (CARD.width + GAP.across) - GAP.across),
    height: Math.max(0, ...heights),
  };
}

/**
 * The ids of a node, of all that it is made of, near and far, and of all that is made of it.
 * @param {string} id
 * @param {Link[]} links
 */
export function connected(id, links) {
  const back = links.map(([first, second]) => /** @type {Link} */ ([second, first]));
  return [...new Set([...reached(id, links), ...reached(id, back)])];
}

/**
 * @param {string} id
 * @param {Link[]} links
 */
function reached(id, links) {
  const found = new Set([id]);
  for (const each of found) for (const [first, second] of links) if (first === each) found.add(second);
  return found;
}

/**
 * The number of each node's column; columns without nodes are left out.
 * @param {Node[]} nodes
 * @param {Link[]} links
 */
function layersOf(nodes, links) {
  const before = Map.groupBy(links, ([, second]) => second);
  const kinds = new Map(nodes.map((node) => [node.id, node.kind]));
  /** @type {Map<string, number>} */
  const layers = new Map();
  /** @type {(id: string) => number} */
  const layer = (id) => {
    const kind = kinds.get(id);
    if (!kind) return -1;
    const found = layers.get(id);
    if (found !== undefined) return found;
    layers.set(id, FIRST[kind]); // a ring ends here
    layers.set(id, Math.max(FIRST[kind], ...(before.get(id) ?? []).map(([first]) => layer(first) + 1)));
    return /** @type {number} */ (layers.get(id));
  };
  const end = Math.max(0, ...nodes.filter(({ kind }) => !LAST.includes(kind)).map(({ id }) => layer(id) + 1));
  for (const { id, kind } of nodes) if (LAST.includes(kind)) layers.set(id, end);
  const used = [...new Set(layers.values())].sort((one, other) => one - other);
  return new Map([...layers].map(([id, number]) => [id, used.indexOf(number)]));
}

/**
 * The slots of a link, one in each column from its start to its end: links of one start pass together.
 * @param {Link} link
 * @param {Map<string, number>} layers
 */
function passing([first, second], layers) {
  const [start, end] = [layers.get(first) ?? 0, layers.get(second) ?? 0];
  const between = Array.from({ length: end - start - 1 }, (_, number) => `${first}>${start + number + 1}`);
  return [first, ...between, second];
}

/**
 * @param {Node[]} nodes
 * @param {string[][]} ways
 * @param {Map<string, number>} layers
 * @returns {Slot[][]}
 */
function columnsOf(nodes, ways, layers) {
  const count = Math.max(-1, ...layers.values()) + 1;
  /** @type {Slot[][]} */
  const columns = Array.from({ length: count }, () => []);
  for (const node of nodes.toSorted(byLabel)) columns[layers.get(node.id) ?? 0].push({ id: node.id, node });
  const threads = new Set(ways.flatMap((way) => way.slice(1, -1)));
  for (const id of threads) columns[Number(id.slice(id.lastIndexOf('>') + 1))].push({ id, node: null });
  return columns;
}

/**
 * Puts what is connected side by side, so that few lines cross.
 * @param {Slot[][]} columns
 * @param {string[][]} ways
 */
function ordered(columns, ways) {
  const steps = ways.flatMap((way) => way.slice(1).map((id, number) => /** @type {Link} */ ([way[number], id])));
  const [before, behind] = [Map.groupBy(steps, ([, second]) => second), Map.groupBy(steps, ([first]) => first)];
  let found = columns;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const beside = sweep % 2 ? behind : before;
    const places = new Map(found.flatMap((column) => column.map(({ id }, place) => [id, place / Math.max(1, column.length - 1)])));
    const rank = (/** @type {Slot} */ { id }) => {
      const near = (beside.get(id) ?? []).map(([first, second]) => places.get(first === id ? second : first) ?? 0);
      return near.length ? near.reduce((sum, place) => sum + place, 0) / near.length : (places.get(id) ?? 0);
    };
    found = found.map((column) => column.toSorted((one, other) => rank(one) - rank(other)));
  }
  return found;
}

/** @param {{x: number, middle: number}[]} places of the slots that a line goes through */
function line(places) {
  return places.map(({ x, middle }, number) => {
    const end = x + CARD.width;
    if (number === 0) return `M${end} ${middle}`;
    const [start, height] = [places[number - 1].x + CARD.width, places[number - 1].middle];
    const bend = (x - start) / 2;
    const through = number < places.length - 1 ? `H${end}` : '';
    return `C${start + bend} ${height} ${x - bend} ${middle} ${x} ${middle}${through}`;
  }).join('');
}

/** @type {(one: Node, other: Node) => number} */
function byLabel(one, other) {
  return one.label.localeCompare(other.label) || (one.id < other.id ? -1 : 1);
}
