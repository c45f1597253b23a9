"""`number`: the first row's value of a measure."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.errors import WidgetError
from dashboards.formats import compact_text, number_text
from dashboards.formatting import band_rule, column_rules, painted
from dashboards.model import Json, JsonObject
from dashboards.model.json import as_flag, as_list, as_text
from dashboards.steps.result import StepResult
from dashboards.widgets.base import WidgetContext

_STYLE = ("numberColor", "numberSize", "titleColor", "titleSize", "textAlignment")
_OLD_STYLE = {"fontSize": "numberSize", "textColor": "numberColor"}
"""What parameters of the number were called before titles had theirs."""

NO_RESULT = "\N{EN DASH}"


class NumberWidget:
    """A number with a title."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the number, its short and its long form."""
        result, parameters, locale = context.result, context.parameters, context.resolver.locale
        name = _measure(result, as_text(parameters.get("measureField")))
        value = result.rows[0][result.place(name)] if result.rows else None
        column = result.column(name)
        pattern = None if column is None else column.format
        nothing = as_text(parameters.get("noResultsLabel")) or NO_RESULT
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        full = nothing if number is None else number_text(number, pattern, locale)
        if number is None and isinstance(value, str):
            full = value
        short = as_flag(parameters.get("compact"), False) and number is not None
        return {
            "title": as_text(parameters.get("title")),
            "value": number,
            "text": compact_text(number, pattern, locale) if short and number is not None else full,
            "full": full,
            "format": pattern,
            "style": {
                **{ours: parameters[old] for old, ours in _OLD_STYLE.items() if old in parameters},
                **{each: parameters[each] for each in _STYLE if each in parameters},
                **_formatted(context, result, name),
            },
        }


def _formatted(context: WidgetContext, result: StepResult, name: str) -> JsonObject:
    """Return the colour that conditional formatting gives the number, where it gives one."""
    own = band_rule(context.parameters, name, "ink")
    found = painted(
        (*own, *column_rules(context.resolver.dashboard.xmd, result.column(name))), result.names, result.rows[:1]
    )
    color = as_list(found.get("ink"))[:1]
    return {"numberColor": color[0]} if color and color[0] else {}


def _measure(result: StepResult, wanted: str) -> str:
    """Return the column to show: the one that is named, else the first measure."""
    if wanted and result.column(wanted) is not None:
        return wanted
    if wanted:
        raise WidgetError(
            f"The step has no column '{wanted}'.", hint=f"Its columns: {', '.join(result.names[:8]) or 'none'}."
        )
    if not result.measures:
        raise WidgetError("The step has no measure to show.")
    return result.measures[0]
