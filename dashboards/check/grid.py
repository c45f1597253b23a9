"""Where widgets stand: outside of the grid, on each other, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from dashboards.check.finding import Document, Finding, meant
from dashboards.model import Layout, Page, Placement
from dashboards.model.located import Node

_GROUNDS = ("container", "box", "image")
"""Types of widgets on which others may stand."""

_COVERS = ("link",)
"""Types of widgets that may stand on others: links without words make what is below clickable."""


def check_grid(document: Document) -> Iterator[Finding]:
    """Yield what is wrong with the layouts."""
    placed = set(_in_tooltips(document.part("widgets")))
    for number, layout in enumerate(document.dashboard.layouts):
        for place, page in enumerate(layout.pages):
            node = document.part("gridLayouts", number, "pages", place, "widgets")
            placed |= {each.widget for each in page.placements}
            yield from _page(document, layout, page, node)
    for name in document.dashboard.widgets if document.dashboard.layouts else ():
        if name not in placed:
            offset = document.part("widgets").keys[name].offsets[0]
            yield document.warning(offset, f"Widget '{name}' stands on no page.")


def _in_tooltips(widgets: Node) -> Iterator[str]:
    for path, node in widgets.walk():
        if path[-3:] == ("content", "widget", "name") and isinstance(node.value, str):
            yield node.value


def _page(document: Document, layout: Layout, page: Page, node: Node) -> Iterator[Finding]:
    for placement, item in zip(page.placements, node.items, strict=False):
        yield from _placement(document, layout, page, placement, item)
    overlapping: dict[str, list[str]] = {}
    nodes = dict(zip((each.widget for each in page.placements), node.items, strict=False))
    for first, second in combinations(page.placements, 2):
        if _overlap(first, second) and _distinct(document, first, second):
            overlapping.setdefault(second.widget, []).append(f"'{first.widget}'")
    for widget, others in overlapping.items():
        message = f"Widget '{widget}' stands on {', '.join(others)} on page '{page.label}'."
        yield document.warning(nodes[widget].start, message)


def _placement(document: Document, layout: Layout, page: Page, placement: Placement, node: Node) -> Iterator[Finding]:
    name = placement.widget
    if name not in document.dashboard.widgets:
        message = f"Page '{page.label}' has a place for widget '{name}', which is not there."
        named = node.get("name") or node
        yield document.mistake(named.start, message, meant(name, document.dashboard.widgets, "Widgets"))
    for each in ("row", "column"):
        value = node.get(each)
        if value and isinstance(value.value, int | float) and value.value < 0:
            yield document.mistake(value.start, f"Widget '{name}' stands at {each} {value.value}, before the first.")
    for each in ("rowspan", "colspan"):
        value = node.get(each)
        if value and isinstance(value.value, int | float) and value.value < 1:
            message = f"Widget '{name}' has no size on page '{page.label}': its {each} is {value.value}."
            yield document.mistake(value.start, message, "It is drawn as 1.")
    end = placement.column + placement.colspan
    if end > layout.columns:
        message = f"Widget '{name}' goes up to column {end} of page '{page.label}'; its grid has {layout.columns}."
        yield document.mistake(node.start, message, "Make it narrower, or the grid wider (numColumns).")


def _overlap(first: Placement, second: Placement) -> bool:
    return (
        first.row < second.row + second.rowspan
        and second.row < first.row + first.rowspan
        and first.column < second.column + second.colspan
        and second.column < first.column + first.colspan
    )


def _distinct(document: Document, first: Placement, second: Placement) -> bool:
    """Whether two widgets are of the kinds that should not stand on each other."""
    widgets = document.dashboard.widgets
    if first.widget == second.widget or first.widget not in widgets or second.widget not in widgets:
        return False
    types = {widgets[first.widget].type, widgets[second.widget].type}
    return types.isdisjoint((*_GROUNDS, *_COVERS))
