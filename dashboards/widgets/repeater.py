"""`repeater`: a card for each row of a step, with texts, numbers, pictures and charts of that row on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dashboards.errors import WidgetError
from dashboards.model import Json, JsonObject, Widget
from dashboards.model.json import as_count, as_object, as_text
from dashboards.steps.result import StepResult
from dashboards.widgets.base import WidgetContext, WidgetType
from dashboards.widgets.chart import ChartWidget
from dashboards.widgets.image import ImageWidget
from dashboards.widgets.number import NumberWidget
from dashboards.widgets.selectable import rows_part, selection_part
from dashboards.widgets.text import TextWidget

_CELLS: Mapping[str, WidgetType] = {
    "chart": ChartWidget(),
    "image": ImageWidget(),
    "number": NumberWidget(),
    "text": TextWidget(),
}
MOST = 200
"""Cards that are drawn; a step has up to 10,000 rows."""

_COLUMNS = 12


class RepeaterWidget:
    """Cards of rows."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the grid of a card, where its cells stand, and for each row what they show."""
        parameters, result = context.parameters, context.result
        shown = replace(result, rows=result.rows[:MOST], limit=MOST if len(result.rows) > MOST else result.limit)
        card = as_object(parameters.get("cardProperties"))
        cells = {name: as_object(each) for name, each in context.object("cellProperties").items()}
        return {
            "perRow": min(12, max(1, as_count(parameters.get("itemsPerRow"), 1))),
            "grid": _grid(card),
            "places": {name: _place(each) for name, each in cells.items()},
            "cards": [_card(context, cells, replace(shown, rows=[row], limit=None)) for row in shown.rows],
            **rows_part(shown),
            **selection_part(context),
        }


def _grid(card: JsonObject) -> JsonObject:
    def pixels(name: str) -> int:
        return min(32, max(0, as_count(card.get(name), 0)))

    return {
        "columns": max(1, as_count(card.get("numColumns"), _COLUMNS)),
        "rowHeight": "fine" if as_text(card.get("rowHeight")).lower() == "fine" else "normal",
        "gapX": pixels("cellSpacingX"),
        "gapY": pixels("cellSpacingY"),
        "style": as_object(card.get("styles")),
        "selectedStyle": as_object(card.get("selectedStyles")),
    }


def _place(cell: JsonObject) -> JsonObject:
    position = as_object(cell.get("position"))
    return {
        "type": as_text(cell.get("type")).lower(),
        "row": max(0, as_count(position.get("row"), 0)),
        "column": max(0, as_count(position.get("column"), 0)),
        "rowspan": max(1, as_count(position.get("rowspan"), 1)),
        "colspan": max(1, as_count(position.get("colspan"), 1)),
        "style": as_object(position.get("widgetStyle")),
    }


def _card(context: WidgetContext, cells: Mapping[str, JsonObject], row: StepResult) -> JsonObject:
    """Return what the cells of a card show, from a result that is its row alone."""
    resolver = context.resolver.narrowed(context.step.id, row)
    parts = {name: _part(f"{context.widget.id}/{name}", context.step.id, cell) for name, cell in cells.items()}
    return {name: _cell(WidgetContext.of(part, resolver)) for name, part in parts.items()}


def _part(name: str, step: str, cell: JsonObject) -> Widget:
    kind, parameters = as_text(cell.get("type")).lower(), as_object(cell.get("parameters"))
    return Widget(id=name, type=kind, step=step, parameters=parameters)


def _cell(context: WidgetContext) -> JsonObject:
    kind, row = context.widget.type, context.result
    if kind not in _CELLS:
        raise WidgetError(f"The cards have cells of the type {kind or 'none'}, which are not available yet.")
    if kind != "image":
        return dict(_CELLS[kind].view(context))
    column = row.column(as_text(context.parameters.get("source")))  # in a card a column has the picture's address
    value = None if column is None else row.rows[0][row.place(column.name)]
    return {"source": None, "alt": as_text(value) or ("" if column is None else column.label)}
