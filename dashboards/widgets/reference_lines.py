"""Lines across a chart: values that are compared with, and moments on an axis of time."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.model import Json, JsonObject
from dashboards.model.json import as_list, as_number, as_object, as_text
from dashboards.widgets.base import WidgetContext
from engine.errors import SwellError
from saql import SaqlError

_AXES = (("", 1), ("measureAxis1", 1), ("measureAxis2", 2), ("x", 1), ("y", 2))
"""Where lines stand in the parameters, and on which axis of measures they are drawn."""


def reference_lines(context: WidgetContext) -> list[Json]:
    """Return the lines across the measures: `{"value": number, "label": text, "color": text or None, "axis": 1 or 2}`.

    A line whose value is no number, or comes from a step that has none, is left out, as CRM Analytics does.
    """
    found: list[Json] = []
    for name, axis in _AXES:
        for line in _written(context.parameters if not name else context.object(name)):
            value = as_number(_value(line.get("value"), context))
            made: JsonObject = {"value": value, **_label(line, context), "axis": axis}
            if value is not None and made not in found:
                found.append(made)
    return found


def time_lines(context: WidgetContext) -> list[Json]:
    """Return the lines at moments: `{"time": text, "label": text, "color": text or None, "forecast": bool}`."""
    axis = context.object("timeAxis")
    found: list[Json] = []
    predicted = axis.get("predictiveLine")
    for line, forecast in (*((each, False) for each in _written(axis)), (as_object(predicted), True)):
        moment = as_text(_value(line.get("time"), context)).strip()
        if moment:
            found.append({"time": moment, **_label(line, context), "forecast": forecast})
    return found


def _written(axis: JsonObject) -> Iterator[JsonObject]:
    lines = as_list(axis.get("referenceLines"))
    for each in lines or [axis.get("referenceLine")]:
        if isinstance(each, dict):
            yield each


def _label(line: JsonObject, context: WidgetContext) -> JsonObject:
    label = _value(line.get("label"), context)
    text = str(label) if isinstance(label, str | int | float) else ""
    return {"label": text, "color": as_text(line.get("color")) or None}


def _value(written: Json, context: WidgetContext) -> Json:
    """Return what is written, or stands in the first row of the step that is written."""
    if not isinstance(written, dict):
        return written
    data = written.get("data")
    if not isinstance(data, dict):
        return data
    step, column = as_text(data.get("step")), as_text(data.get("field"))
    try:
        result = context.resolver.result(step)
    except (SwellError, SaqlError):
        return None
    if not result.rows or result.column(column) is None:
        return None
    return result.rows[0][result.place(column)]
