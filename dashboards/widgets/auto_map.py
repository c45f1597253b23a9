"""Which columns a chart shows where: by its `columnMap`, or by the columns' places where it has none that fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.model import Json, JsonObject
from dashboards.model.json import as_list, as_text
from dashboards.steps.result import StepResult

_AXES = ("dimensionAxis", "timeAxis", "dimension", "trellis")
_MEASURES = ("plots", "measureAxis1", "measureAxis2", "measureAxes")
_SPLITTING = ("stackhbar", "stackvbar", "line", "time")


@dataclass(frozen=True, slots=True)
class Mapped:
    """The columns on the axis of a chart, those that split it into series, and its measures."""

    dimensions: tuple[str, ...]
    split: tuple[str, ...]
    measures: tuple[str, ...]


def map_columns(chart: str, column_map: Mapping[str, Json], result: StepResult) -> Mapped:
    """Return where the columns of a result go.

    What the map names and the result does not have is left out; a side that is then empty is filled by place: the first
    group goes on the axis, the second splits where the chart can be split, all measures are shown.
    """
    mapped = JsonColumns(column_map, result)
    dimensions, split = mapped.of(*_AXES), mapped.of("split")
    measures = mapped.of(*_MEASURES)
    if not dimensions and not split:
        dimensions, split = _by_place(chart, result)
    shown = tuple(each for each in measures if each in result.measures) or result.measures
    return Mapped(dimensions, tuple(each for each in split if each not in dimensions), shown)


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


def _by_place(chart: str, result: StepResult) -> tuple[tuple[str, ...], tuple[str, ...]]:
    groups = result.dimensions
    if chart in _SPLITTING and len(groups) > 1:
        return groups[:-1], groups[-1:]
    return groups, ()
