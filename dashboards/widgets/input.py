"""`input`: a value that people type, or slide to; bindings read it."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.formats import number_text
from dashboards.model import Json
from dashboards.model.json import as_flag, as_text
from dashboards.steps.input import COLUMN, bounds
from dashboards.widgets.base import WidgetContext

_STYLE = (
    "titleAlignment",
    "titleFontSize",
    "titleColor",
    "activeValueColor",
    "valuesRangeColor",
    "inputBackgroundColor",
    "inputBorderColor",
)
_SIGNS = {"currency": ("$", ""), "percent": ("", "%")}
"""What stands before and after a number: `25` as a percentage is 25 %, not 2,500 %."""


class InputWidget:
    """A value to enter."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the value, its bounds, and how it is entered."""
        parameters = context.parameters
        title = as_text(parameters.get("title"))
        style: Json = {each: parameters[each] for each in _STYLE if each in parameters}
        step, selection = context.step, context.selected
        limits = bounds(context.result)
        value = selection[0].get(COLUMN) if selection else None
        before, after = _SIGNS.get(as_text(parameters.get("displayFormat")).lower(), ("", ""))
        kind = step.value_type if step.value_type in ("text", "date") else "number"
        slider = as_text(parameters.get("inputType")).lower() == "slider" and kind == "number"
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        written = "" if number is None else number_text(number, None, context.resolver.locale)
        return {
            "step": step.id,
            "title": title,
            "label": title or step.label,
            "form": "slider" if slider and None not in (limits.least, limits.greatest) else "typed",
            "kind": kind,
            "value": value,
            "text": as_text(value) if number is None else f"{before}{written}{after}",
            "min": limits.least,
            "max": limits.greatest,
            "increment": _increment(parameters.get("increments")),
            "before": before,
            "after": after,
            "showValue": as_flag(parameters.get("showCurrentValue"), True),
            "showRange": as_flag(parameters.get("showValuesRange"), True),
            "style": style,
        }


def _increment(value: Json) -> float | None:
    """Return the step of a slider; None where any number will do."""
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    return number if number is not None and number > 0 else None
