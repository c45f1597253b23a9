"""A layout for dashboards that have none: from the positions in px of old ones, else one widget after the other."""

from __future__ import annotations

import math
from collections.abc import Mapping

from dashboards.model.dashboard import Layout, Page, Placement, Widget
from dashboards.model.json import Json, JsonObject, as_count, as_object

_COLUMN, _ROW = 10, 24
"""px of a cell, where widgets stand by px; 24 is the height of a fine row on the page."""

_SIZES = {
    "chart": (400, 290),
    "container": (300, 100),
    "image": (120, 100),
    "listselector": (200, 50),
    "number": (160, 60),
    "table": (600, 290),
    "text": (240, 30),
}
"""px of a widget that says nothing of its size, by type."""

_OTHER = (200, 40)
_OF_OLD = {"box": "container", "comparetable": "table", "valuestable": "table"}
"""What types of widgets are called today."""

_BOX = ("backgroundColor", "borderColor")
_CLEAR: JsonObject = {"backgroundColor": "rgba(255, 255, 255, 0)"}
"""Widgets that stand by px stand on boxes."""

_COLUMNS = 12
_CELLS = {"chart": (6, 12), "table": (12, 12), "number": (3, 4), "filterpanel": (12, 4), "navigation": (12, 2)}
"""Columns and fine rows of a widget without any place."""


def made_layout(widgets: Mapping[str, Widget], raw: Mapping[str, Json]) -> Layout | None:
    """Return a layout with one page for the widgets, or None where there are none.

    Args:
        widgets: the widgets, by id.
        raw: their JSON, which holds the positions.
    """
    positions = {each: as_object(as_object(raw.get(each)).get("position")) for each in widgets}
    placed = {name: each for name, each in positions.items() if "x" in each and "y" in each}
    if not widgets:
        return None
    return _by_pixels(widgets, placed) if placed else _one_by_one(widgets)


def _by_pixels(widgets: Mapping[str, Widget], positions: Mapping[str, JsonObject]) -> Layout:
    placements = [_at_pixels(widgets[name], each) for name, each in positions.items()]
    columns = max(each.column + each.colspan for each in placements)
    return _layout(columns, columns * _COLUMN, placements, {"cellSpacingX": 0, "cellSpacingY": 0})


def _at_pixels(widget: Widget, position: JsonObject) -> Placement:
    kind = _OF_OLD.get(widget.type, widget.type)
    wide, high = _SIZES.get(kind, _OTHER)
    return Placement(
        widget=widget.id,
        row=max(0, as_count(position.get("y"), 0)) // _ROW,
        column=max(0, as_count(position.get("x"), 0)) // _COLUMN,
        rowspan=max(1, math.ceil(as_count(position.get("h"), high) / _ROW)),
        colspan=max(1, math.ceil(as_count(position.get("w"), wide) / _COLUMN)),
        style=_box_style(widget) if kind == "container" else _CLEAR,
    )


def _box_style(box: Widget) -> JsonObject:
    """Return the style of a box, which has its colours among its parameters."""
    colors: JsonObject = {each: box.parameters[each] for each in _BOX if each in box.parameters}
    return {**colors, "borderEdges": ["all"], "borderWidth": 1} if "borderColor" in colors else colors


def _one_by_one(widgets: Mapping[str, Widget]) -> Layout:
    """Fill rows from the left; the highest widget of a row says where the next begins."""
    placements, row, column, highest = [], 0, 0, 0
    for each in widgets.values():
        kind = _OF_OLD.get(each.type, each.type)
        if kind == "container":  # nothing says what stands on it
            continue
        colspan, rowspan = _CELLS.get(kind, (4, 3))
        if column + colspan > _COLUMNS:
            row, column, highest = row + highest, 0, 0
        placements.append(Placement(widget=each.id, row=row, column=column, rowspan=rowspan, colspan=colspan, style={}))
        column, highest = column + colspan, max(highest, rowspan)
    return _layout(_COLUMNS, None, placements, {})


def _layout(columns: int, width: int | None, placements: list[Placement], style: JsonObject) -> Layout:
    page = Page(name="page_1", label="page_1", hidden=False, placements=tuple(placements))
    return Layout(
        name="Default",
        columns=columns,
        row_height="fine",
        max_width=width,
        selectors=(),
        style=style,
        pages=(page,),
    )
