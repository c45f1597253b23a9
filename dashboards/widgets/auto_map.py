"""Which columns a chart shows where: by its `columnMap`, or by the columns' places where it has none that fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboards.model import Json, JsonObject
from dashboards.model.json import as_list, as_text
from dashboards.steps.result import StepResult
from dashboards.widgets.chart_kinds import KINDS, Kind

Columns = tuple[str, ...]

_AXES = ("dimensionAxis", "timeAxis", "dimension", "time", "location")
_MEASURES = ("plots", "measureAxis1", "measureAxis2", "measureAxes")
_OTHER = Kind()

_PLACED = {"scatter": ("x", "y", "size"), "dots": ("y", "size")}
"""The roles that measures take in their order, by the form of a chart."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """The columns on a chart's axis, those that split it into series, its measures, and what else it shows where.

    `roles` are `x`, `y`, `size`, `color`, `latitude`, `longitude`; `trellis` has columns with a chart a value.
    """

    dimensions: tuple[str, ...]
    split: tuple[str, ...]
    measures: tuple[str, ...]
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trellis: tuple[str, ...] = ()


def map_columns(chart: str, column_map: Mapping[str, Json], result: StepResult, *, trellis: bool = False) -> Mapped:
    """Return where the columns of a result go.

    What the map names and the result does not have is left out; a side that is then empty is filled by place: the first
    group goes on the axis, the second splits where the chart can be split, the last makes the small charts of a
    trellis, all measures are shown.

    Args:
        chart: the kind of chart.
        column_map: its map; empty for none.
        result: the columns that are there.
        trellis: whether there is a small chart for each value of a group.
    """
    kind, named = KINDS.get(chart, _OTHER), JsonColumns(column_map, result)
    small = named.of("trellis") if trellis else ()
    dimensions = named.of(*_AXES, *(() if trellis else ("trellis",)))
    # Under `plots` some kinds have their measures and others their groups, under `x` and `y` as well.
    dimensions += tuple(each for each in named.of("plots", "x", "y") if each not in (*result.measures, *dimensions))
    split = tuple(each for each in named.of("split") if each not in dimensions)
    measures = tuple(each for each in named.of(*_MEASURES, "x", "y", "r", "color") if each in result.measures)
    if not dimensions and not split:
        dimensions, split, small = _by_place(kind, result, small, trellis=trellis)
    elif trellis and not small:
        small = tuple(each for each in result.dimensions if each not in (*dimensions, *split))[-1:]
    shown = measures or result.measures
    if kind.form == "points":
        place = _location(named, result)
        shown = tuple(each for each in shown if each not in place) or result.measures
        dimensions = tuple(each for each in dimensions if each not in place)
    return Mapped(dimensions, split, shown, _roles(kind, named, result, dimensions, shown), small)


class JsonColumns:
    """The names in a `columnMap` that are columns of a result."""

    def __init__(self, column_map: Mapping[str, Json], result: StepResult) -> None:
        """Take the map and the result."""
        self._map = column_map
        self._names = set(result.names)

    def of(self, *keys: str) -> tuple[str, ...]:
        """Return the names under some keys, each once."""
        named = [as_text(each) for key in keys for each in as_list(self._map.get(key))]
        return tuple(dict.fromkeys(each for each in named if each in self._names))


def widget_column_map(parameters: JsonObject) -> Mapping[str, Json]:
    """Return a chart's map, or an empty one; bound charts have none."""
    found = parameters.get("columnMap")
    return found if isinstance(found, dict) else {}


def _by_place(kind: Kind, result: StepResult, small: Columns, *, trellis: bool) -> tuple[Columns, Columns, Columns]:
    groups = tuple(each for each in result.dimensions if each not in small)
    if trellis and not small and groups:
        groups, small = groups[:-1], groups[-1:]
    if kind.splits and len(groups) > 1:
        return groups[:-1], groups[-1:], small
    return groups, (), small


def _roles(
    kind: Kind, named: JsonColumns, result: StepResult, dimensions: Columns, measures: Columns
) -> dict[str, Columns]:
    """Return the roles of columns beyond axis, split and measures."""
    mapped = {"x": named.of("x"), "y": named.of("y"), "size": named.of("r"), "color": named.of("color")}
    if kind.form == "cells":
        across = tuple(each for each in mapped["x"] if each in dimensions)
        along = tuple(each for each in mapped["y"] if each in dimensions)
        if not across and not along:
            across, along = (dimensions[:-1], dimensions[-1:]) if len(dimensions) > 1 else (dimensions, ())
        return {**mapped, "x": across, "y": along, "color": mapped["color"] or measures[:1]}
    for role, measure in zip(_PLACED.get(kind.form, ()), measures, strict=False):
        mapped[role] = mapped[role] or (measure,)
    if kind.form in ("places", "points", "calendar"):
        mapped["color"] = mapped["color"] or measures[:1]
        mapped["size"] = mapped["size"] or measures[:1]
    if kind.form == "points":
        place = _location(named, result)
        mapped |= {"latitude": place[:1], "longitude": place[1:2]}
    return {role: columns for role, columns in mapped.items() if columns}


def _location(named: JsonColumns, result: StepResult) -> Columns:
    """Return the columns with latitude and longitude: the map's, else the first two measures."""
    return named.of("location") or result.measures[:2]
