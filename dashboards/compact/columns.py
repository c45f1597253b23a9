"""What the columns of a compact query's result are made of: from it come their labels and formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.compact.compare import compare_columns
from dashboards.compact.form1 import measure_list
from dashboards.compact.form2 import source_columns
from dashboards.compact.groups import read_groups
from dashboards.compact.measures import Measure, read_measure
from dashboards.errors import CompactError
from dashboards.model.json import Json, JsonObject, as_list, as_text


@dataclass(frozen=True, slots=True)
class ColumnOrigin:
    """A column's aggregate (None: a field as it is), its field, and what the query says of its look."""

    function: str | None
    field: str | None
    label: str | None = None
    format: str | None = None


def origins(query: Mapping[str, Json]) -> dict[str, ColumnOrigin]:
    """Return the origin of each column of a compact query's result, as far as the query tells."""
    whole = dict(query)
    try:
        return {**_fields(whole), **_measured(whole)}
    except CompactError:  # the query says so when it runs
        return {}


def measured_field(known: Mapping[str, ColumnOrigin]) -> str | None:
    """Return the field of the first measure, or None where none has a field."""
    return next((each.field for each in known.values() if each.function and each.field not in (None, "*")), None)


def _fields(query: JsonObject) -> dict[str, ColumnOrigin]:
    sources = [each for each in as_list(query.get("sources")) if isinstance(each, dict)]
    keys = read_groups(query.get("groups") or (sources[0].get("groups") if sources else None))
    names = [each.name for each in keys] + [str(each) for each in as_list(query.get("values"))]
    return {each: ColumnOrigin(None, each) for each in names}


def _measured(query: JsonObject) -> dict[str, ColumnOrigin]:
    found: dict[str, ColumnOrigin] = {}
    for each in source_columns(query):
        measured, name = each.get("field"), as_text(each.get("name"))
        label = as_text(each.get("header")) or as_text(each.get("label")) or None
        if isinstance(measured, list):
            found[name] = _origin(read_measure(measured[:2]), label)
        else:
            found[name] = ColumnOrigin(None, measured if isinstance(measured, str) else None, label)
    for measure in (read_measure(each) for each in measure_list(query.get("measures"))):
        found[measure.name] = _origin(measure, measure.label)
    for column in compare_columns(query):
        own = None if column.formula else column.measure()
        origin = ColumnOrigin(None, None) if own is None else _origin(own, None)
        label = column.header or (found[column.name].label if column.name in found else None)
        found[column.name] = ColumnOrigin(origin.function, origin.field, label, column.format)
    return found


def _origin(measure: Measure, label: str | None) -> ColumnOrigin:
    return ColumnOrigin(measure.function, measure.field, label, measure.format)
