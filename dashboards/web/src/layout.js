/** Where widgets stand: the layout for a width, rows and columns, and one column for phones. No DOM. */

/** @typedef {import('./wire.d.ts').Layout} Layout */
/** @typedef {import('./wire.d.ts').Page} Page */
/** @typedef {import('./wire.d.ts').Placement} Placement */

/** Heights of a grid row in px. CRM Analytics does not publish them; these fit what exported dashboards put in rows. */
export const ROW_HEIGHTS = { normal: 48, fine: 24 };

/** Below this width a layout that was not made for it becomes one column. */
const STACK_BELOW = 600;

/** Heights in px of widgets in one column; what is not named is as high as its content. */
const STACKED_HEIGHTS = new Map([['chart', 280], ['table', 320], ['image', 160]]);

/**
 * @param {string} selector such as `maxWidth(599)`
 * @param {number} width of the window in px
 */
function fits(selector, width) {
  const matched = /^(min|max)Width\((\d+)\)$/.exec(selector.trim());
  if (!matched) return false;
  return matched[1] === 'max' ? width <= Number(matched[2]) : width >= Number(matched[2]);
}

/**
 * The first layout whose selectors all hold; else the one without selectors; else the first.
 * @param {Layout[]} layouts
 * @param {number} width of the window in px
 * @returns {Layout | null}
 */
export function chooseLayout(layouts, width) {
  const meant = layouts.find((one) => one.selectors.length > 0 && one.selectors.every((each) => fits(each, width)));
  return meant ?? layouts.find((one) => one.selectors.length === 0) ?? layouts[0] ?? null;
}

/**
 * @param {Layout} layout
 * @param {number} width of the window in px
 */
export function isStacked(layout, width) {
  return width < STACK_BELOW && layout.selectors.length === 0;
}

/** @param {Layout} layout */
export function rowHeight(layout) {
  return ROW_HEIGHTS[layout.rowHeight] ?? ROW_HEIGHTS.normal;
}

/**
 * @param {Layout} layout
 * @param {string | null} name
 * @returns {Page | null} the page of that name, else the first one that is not hidden
 */
export function choosePage(layout, name) {
  const named = layout.pages.find((page) => page.name === name);
  return named ?? layout.pages.find((page) => !page.hidden) ?? layout.pages[0] ?? null;
}

/**
 * Placements in reading order; containers first, since they are backgrounds of others.
 * @param {Page} page
 * @param {(widget: string) => string} typeOf
 * @param {boolean} stacked in one column, where a background has no place
 */
export function orderPlacements(page, typeOf, stacked) {
  const isBack = (/** @type {Placement} */ one) => (typeOf(one.widget) === 'container' ? 0 : 1);
  return page.placements
    .filter((one) => !stacked || isBack(one) === 1)
    .toSorted((a, b) => isBack(a) - isBack(b) || a.row - b.row || a.column - b.column);
}

/**
 * The container on which a widget stands: the last one whose cells hold all of the widget's.
 * @param {Page} page
 * @param {Placement} placement
 * @param {(widget: string) => string} typeOf
 * @returns {Placement | null}
 */
export function containerOf(page, placement, typeOf) {
  const holds = (/** @type {Placement} */ one) =>
    one !== placement &&
    typeOf(one.widget) === 'container' &&
    one.row <= placement.row &&
    one.column <= placement.column &&
    one.row + one.rowspan >= placement.row + placement.rowspan &&
    one.column + one.colspan >= placement.column + placement.colspan;
  return page.placements.findLast(holds) ?? null;
}

/**
 * The place of a widget as CSS properties.
 * @param {Placement} placement
 * @param {string} type of the widget
 * @param {boolean} stacked
 * @returns {Record<string, string>}
 */
export function placementStyle(placement, type, stacked) {
  if (stacked) {
    const height = STACKED_HEIGHTS.get(type);
    return height ? { height: `${height}px` } : {};
  }
  return {
    'grid-row': `${placement.row + 1} / span ${Math.max(1, placement.rowspan)}`,
    'grid-column': `${placement.column + 1} / span ${Math.max(1, placement.colspan)}`,
    'z-index': type === 'container' ? '0' : '1',
  };
}
