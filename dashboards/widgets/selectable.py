"""What views of a step's rows have in common."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from dashboards.model import Json, JsonObject
from dashboards.model.json import as_text
from dashboards.steps.result import Column, StepResult
from dashboards.widgets.base import WidgetContext

_NESTED = frozenset((list, dict))


def selection_part(context: WidgetContext) -> JsonObject:
    """Return the members of a view that say whether and what is selected."""
    step = context.step
    mode = as_text(context.parameters.get("selectModeOverride")).lower()
    if mode not in ("none", "single", "multi", "singlerequired", "multirequired"):
        mode = step.select_mode
    return {
        "step": step.id,
        "selectMode": mode,
        "selectable": mode != "none" and bool(context.result.groups),
        "selected": [dict(row) for row in context.selected],
    }


def rows_part(result: StepResult, names: Sequence[str] | None = None) -> JsonObject:
    """Return the members of a view that hold columns and rows.

    Args:
        result: the result.
        names: the columns that are taken, in order (default: all).
    """
    columns = result.columns if names is None else tuple(_column(result, each) for each in names)
    whole = [*columns] == [*result.columns]
    places = [result.place(each.name) for each in columns]
    return {
        "columns": [each.to_json() for each in columns],
        "rows": _for_show(result.rows if whole else [[row[place] for place in places] for row in result.rows]),
        "truncated": None if result.limit is None else {"shown": len(result.rows), "limit": result.limit},
    }


def _column(result: StepResult, name: str) -> Column:
    found = result.column(name)
    assert found is not None  # callers take names from the result
    return found


def _for_show(rows: Sequence[Sequence[Json]]) -> list[Json]:
    """Return new rows whose cells can be shown; rows of a static step may hold lists and objects, which are not."""
    if _NESTED.isdisjoint(map(type, chain.from_iterable(rows))):  # as in all results of queries, which may be long
        return [*map(list, rows)]
    return [[_cell(each) for each in row] for row in rows]


def _cell(value: Json) -> Json:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return None if isinstance(value, dict) else value
