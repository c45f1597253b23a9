"""`chart`: rows with the roles of their columns; the page draws them. A kind that is not known becomes a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dashboards.formatting import column_rules, painted
from dashboards.model import Json, JsonObject
from dashboards.model.json import as_count, as_flag, as_number, as_object, as_text
from dashboards.steps.result import StepResult
from dashboards.widgets.auto_map import Mapped, map_columns, widget_column_map
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.chart_kinds import KINDS, TABLES, shortage
from dashboards.widgets.chart_settings import settings
from dashboards.widgets.reference_lines import reference_lines, time_lines
from dashboards.widgets.selectable import rows_part, selection_part

DEFAULT = "hbar"
_MAPS = re.compile(r"^(?!custom).*(world|countr|states|\bus\b)", re.IGNORECASE)


class ChartWidget:
    """A chart."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the chart's rows, the roles of its columns, and its settings."""
        parameters = context.parameters
        result = context.result
        requested = _requested(context)
        trellis = as_flag(context.object("trellis").get("enable"), False)
        mapped = map_columns(requested, widget_column_map(parameters), result, trellis=trellis)
        note = _note(requested, result, mapped) or _map_note(requested, as_text(parameters.get("map")))
        title = as_object(parameters.get("title"))
        return {
            "chart": requested if note is None and requested not in TABLES else "table",
            "requested": requested,
            "note": note,
            "title": as_text(title.get("label")) or as_text(parameters.get("title")),
            "subtitle": as_text(title.get("subtitleLabel")),
            **rows_part(result),
            "dimensions": list(mapped.dimensions),
            "split": list(mapped.split),
            "measures": list(mapped.measures),
            "trellis": list(mapped.trellis),
            "roles": {role: list(columns) for role, columns in mapped.roles.items()},
            **_settings(parameters),
            "settings": {
                **settings(parameters, requested),
                "lines": reference_lines(context),
                "times": time_lines(context),
            },
            "axes": _axes(parameters, result, mapped),
            "paints": _paints(context, [*mapped.measures, *mapped.dimensions, *mapped.split]),
            **selection_part(context),
        }


def _paints(context: WidgetContext, names: Sequence[str]) -> Json:
    """Return the colours of marks by conditional formatting, one a row, where the chart takes it; else None."""
    if not as_flag(context.parameters.get("applyConditionalFormatting"), False):
        return None
    result, xmd = context.result, context.resolver.dashboard.xmd
    rules = [rule for name in names for rule in column_rules(xmd, result.column(name)) if rule.place == "mark"]
    return painted(rules, result.names, result.rows).get("mark")


def _requested(context: WidgetContext) -> str:
    """Return the kind of chart: the widget's, else the one that its step suggests."""
    own = as_text(context.parameters.get("visualizationType"))
    return (own or as_text(context.step.visualization.get("visualizationType")) or DEFAULT).lower()


def _note(requested: str, result: StepResult, mapped: Mapped) -> str | None:
    """Return why a chart is shown as a table, or None where it is drawn."""
    if requested in TABLES:
        return None
    kind = KINDS.get(requested)
    if kind is None:
        return f"There is no chart of the type {requested}; this is its data."
    if not result.columns:
        return "The step has no columns."
    missing = shortage(kind, len({*mapped.dimensions, *mapped.split}), len(mapped.measures))
    return None if missing is None else f"A chart of the type {requested} needs {missing}; this is the data."


def _map_note(requested: str, name: str) -> str | None:
    """Return why a map can't be drawn, or None: there are shapes of countries and of the states of the US."""
    kind = KINDS.get(requested)
    if kind is None or kind.form not in ("places", "points") or not name or _MAPS.search(name):
        return None
    return f"There are no shapes for the map {name}; this is the data."


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
    """Return the axes of groups and measures, the second axis of measures, and those of a chart with `x` and `y`."""
    dimension = as_object(parameters.get("timeAxis") or parameters.get("dimensionAxis"))
    measures = mapped.measures if len(mapped.measures) == 1 else ()  # one title can't name several
    x, y = (mapped.roles.get(each, ()) for each in "xy")
    return {
        "dimension": _axis(dimension, result, mapped.dimensions),
        "measure": _axis(as_object(parameters.get("measureAxis1")), result, measures),
        "second": _axis(as_object(parameters.get("measureAxis2")), result, mapped.measures[1:2]),
        "x": _axis(as_object(parameters.get("x")), result, x),
        "y": _axis(as_object(parameters.get("y") or parameters.get("measureAxis1")), result, y),
    }


def _axis(axis: JsonObject, result: StepResult, names: Sequence[str]) -> JsonObject:
    """Return whether an axis is shown, its title (its own, else what its columns are called), its range and scale."""
    labels = [column.label for name in names if (column := result.column(name)) is not None]
    title = as_text(axis.get("title")) or ", ".join(labels)
    shown = as_flag(axis.get("showTitle"), True)
    domain = as_object(axis.get("customDomain"))
    limits: list[Json] = [as_number(domain.get(each)) for each in ("low", "high")]
    return {
        "show": as_flag(axis.get("showAxis"), True),
        "title": title if shown and title else None,
        **({"domain": limits} if as_flag(domain.get("showDomain"), False) else {}),
        **({"root": True} if as_flag(axis.get("sqrtScale"), False) else {}),
        **({"zero": False} if not as_flag(axis.get("showZero"), True) else {}),
    }
