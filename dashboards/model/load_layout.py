"""JSON to the layouts of a dashboard: grids with pages, where the widgets stand."""

from __future__ import annotations

from dashboards.model.dashboard import Layout, Page, Placement
from dashboards.model.json import Json, JsonObject, as_count, as_flag, as_list, as_object, as_text, field

DEFAULT_COLUMNS = 12


def load_layout(value: JsonObject) -> Layout:
    """Read one of the `gridLayouts`."""
    width = field(value, "maxWidth")
    return Layout(
        name=as_text(field(value, "name"), "Default"),
        columns=max(1, as_count(field(value, "numColumns"), DEFAULT_COLUMNS)),
        row_height="fine" if as_text(field(value, "rowHeight")).lower() == "fine" else "normal",
        max_width=None if width is None else as_count(width, 0) or None,
        selectors=tuple(each for each in map(as_text, as_list(field(value, "selectors"))) if each),
        style=as_object(field(value, "style")),
        pages=tuple(_page(as_object(each), place) for place, each in enumerate(as_list(field(value, "pages")))),
    )


def _page(value: JsonObject, place: int) -> Page:
    name = as_text(field(value, "name"), f"page_{place + 1}")
    return Page(
        name=name,
        label=as_text(field(value, "label")) or name,
        hidden=as_flag(field(value, "navigationHidden"), False),
        placements=tuple(_placement(as_object(each)) for each in as_list(field(value, "widgets"))),
    )


def _placement(value: JsonObject) -> Placement:
    def cells(name: str, least: int) -> int:
        number: Json = field(value, name)
        return max(least, as_count(number, least))

    return Placement(
        widget=as_text(field(value, "name")),
        row=cells("row", 0),
        column=cells("column", 0),
        rowspan=cells("rowspan", 1),
        colspan=cells("colspan", 1),
        style=as_object(field(value, "widgetStyle")),
    )
