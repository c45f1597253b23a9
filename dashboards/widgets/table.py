"""`table` and its forerunners `valuestable` and `comparetable`: the rows of a step."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dashboards.model import Json, JsonObject
from dashboards.model.json import as_flag, as_list, as_object, as_text
from dashboards.steps.result import StepResult
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.selectable import rows_part, selection_part

_STYLE = (
    "header",
    "cell",
    "borderColor",
    "borderWidth",
    "innerMajorBorderColor",
    "innerMinorBorderColor",
    "evenRowColor",
    "oddRowColor",
    "verticalPadding",
    "numberOfLines",
    "mode",
    "showRowIndexColumn",
)


class TableWidget:
    """A table."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the rows, and the totals of their numbers where they are wanted and can be told."""
        parameters = context.parameters
        result = context.result
        names = _shown(parameters, result)
        return {
            **rows_part(result, names),
            "totals": _totals(result, names) if as_flag(parameters.get("totals"), False) else None,
            **selection_part(context),
            "style": {each: parameters[each] for each in _STYLE if each in parameters},
        }


def _shown(parameters: JsonObject, result: StepResult) -> Sequence[str]:
    """Return the columns to show: those that are listed and there, in that order, else all."""
    listed = [as_text(as_object(each).get("name")) or as_text(each) for each in as_list(parameters.get("columns"))]
    return [each for each in dict.fromkeys(listed) if each in result.names] or result.names


def _totals(result: StepResult, names: Sequence[str]) -> list[Json] | None:
    """Return the sums of the columns that may be summed, null for others; None where rows are missing."""
    if result.limit is not None or not result.rows:
        return None
    return [_total(result, name) for name in names]


def _total(result: StepResult, name: str) -> Json:
    column = result.column(name)
    additive = result.plain_rows or name.startswith("sum_") or name == "count"
    if column is None or column.type != "number" or not additive:
        return None
    place = result.place(name)
    values = [row[place] for row in result.rows]
    return math.fsum(each for each in values if isinstance(each, int | float))
