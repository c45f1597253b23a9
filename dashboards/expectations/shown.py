"""What a widget shows, as tests expect it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.model import Json
from dashboards.model.json import as_list, as_object, as_text
from dashboards.run import WidgetResult
from saql.record import record


@record
class Value:
    """A number or a text; None where there is nothing to show."""

    value: Json


@record
class Rows:
    """The rows that are drawn, with the names of their columns."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Json]]


@record
class Problem:
    """Why the widget can't be drawn."""

    text: str


@record
class Nothing:
    """A widget without data, such as a container."""


Shown = Value | Rows | Problem | Nothing


def shown(result: WidgetResult) -> Shown:
    """Return what a widget shows."""
    view = result.view or {}
    if result.problem is not None:
        return Problem(result.problem)
    if "empty" in view:
        return Value(None)
    if isinstance(view.get("rows"), list) and isinstance(view.get("columns"), list):
        names = tuple(as_text(as_object(each).get("name")) for each in as_list(view["columns"]))
        return Rows(names, [as_list(each) for each in as_list(view["rows"])])
    found = next((name for name in ("value", "text") if name in view), None)
    return Nothing() if found is None else Value(view[found])
