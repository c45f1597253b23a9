"""`chart`: rows with the roles of their columns; the page draws them. A kind that is not there yet becomes a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboards.model import Json, JsonObject
from dashboards.model.json import as_count, as_flag, as_object, as_text
from dashboards.steps.result import StepResult
from dashboards.widgets.auto_map import Mapped, map_columns, widget_column_map
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.selectable import rows_part, selection_part

NATIVE = ("hbar", "vbar", "line", "time", "pie", "stackhbar", "stackvbar")
DEFAULT = "hbar"


class ChartWidget:
    """A chart."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the chart's rows, the roles of its columns, and its settings."""
        parameters = context.parameters
        result = context.result
        requested = _requested(context)
        mapped = map_columns(requested, widget_column_map(parameters), result)
        note = _note(requested, result, mapped)
        title = as_object(parameters.get("title"))
        return {
            "chart": requested if note is None else "table",
            "requested": requested,
            "note": note,
            "title": as_text(title.get("label")) or as_text(parameters.get("title")),
            "subtitle": as_text(title.get("subtitleLabel")),
            **rows_part(result),
            "dimensions": list(mapped.dimensions),
            "split": list(mapped.split),
            "measures": list(mapped.measures),
            **_settings(parameters),
            "axes": _axes(parameters, result, mapped),
            **selection_part(context),
        }


def _requested(context: WidgetContext) -> str:
    """Return the kind of chart: the widget's, else the one that its step suggests."""
    own = as_text(context.parameters.get("visualizationType"))
    return (own or as_text(context.step.visualization.get("visualizationType")) or DEFAULT).lower()


def _note(requested: str, result: StepResult, mapped: Mapped) -> str | None:
    """Return why a chart is shown as a table, or None where it is drawn."""
    if requested not in NATIVE:
        return f"The chart type {requested} is not available yet; this is its data."
    if not mapped.measures:
        return "There is no measure to draw; this is the data." if result.columns else "The step has no columns."
    return None


def _settings(parameters: JsonObject) -> JsonObject:
    legend = as_object(parameters.get("legend"))
    return {
        "legend": {
            "show": as_flag(legend.get("show"), True),
            "position": as_text(legend.get("position")) or "right-top",
        },
        "inner": min(90, max(0, as_count(parameters.get("inner"), 0))),
        "fill": as_flag(parameters.get("fillArea"), False),
        "normalize": as_flag(parameters.get("normalize"), False),
        "showValues": as_flag(parameters.get("showValues"), True),
        "showZero": as_flag(parameters.get("showZero"), True),
        "theme": as_text(parameters.get("theme")) or "wave",
    }


def _axes(parameters: JsonObject, result: StepResult, mapped: Mapped) -> JsonObject:
    dimension = as_object(parameters.get("timeAxis") or parameters.get("dimensionAxis"))
    measures = mapped.measures if len(mapped.measures) == 1 else ()  # one title can't name several
    return {
        "dimension": _axis(dimension, result, mapped.dimensions),
        "measure": _axis(as_object(parameters.get("measureAxis1")), result, measures),
    }


def _axis(axis: JsonObject, result: StepResult, names: Sequence[str]) -> Json:
    """Return whether an axis is shown, and its title: its own, else what its columns are called."""
    labels = [column.label for name in names if (column := result.column(name)) is not None]
    title = as_text(axis.get("title")) or ", ".join(labels)
    shown = as_flag(axis.get("showTitle"), True)
    return {"show": as_flag(axis.get("showAxis"), True), "title": title if shown and title else None}
