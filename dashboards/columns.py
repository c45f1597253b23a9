"""The columns of a query's result with what people read of them: labels and number formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboards.cells import column_type
from dashboards.compact import ColumnOrigin
from dashboards.datasets import Datasets
from dashboards.date_patterns import is_date_pattern
from dashboards.formats import pattern_of
from dashboards.labels import column_label, origin_of
from dashboards.metadata import ShownField
from dashboards.model import Json
from dashboards.steps.result import Column, ColumnType
from saql.schema import Field, Schema

_KEEPING = (None, "sum", "avg", "average", "min", "max", "median", "first", "last")
"""Aggregates whose result is of the field's own kind, so that its format fits; None is the field itself."""

_LONG = 200
"""So many values of a field are told of whether rows have them or not, as a choice among them may come later."""

_NAMED_FORMATS = {
    "currencycents": "$#,##0.00",
    "currencydollars": "$#,##0",
    "number": "#,##0.##",
    "percentage": "0.0%",
    "percent": "0.0%",
}


def result_columns(
    schema: Schema, datasets: Datasets, read: Sequence[str], origins: Mapping[str, ColumnOrigin] | None = None
) -> tuple[Column, ...]:
    """Return the columns of a result.

    Args:
        schema: its fields.
        datasets: where labels and formats are found.
        read: the names of the datasets that the query reads.
        origins: what columns are made of, as far as the query tells.
    """
    known = origins or {}
    return tuple(_column(each, known.get(each.name), datasets, read) for each in schema)


def told(columns: Sequence[Column], rows: Sequence[Sequence[Json]]) -> tuple[Column, ...]:
    """Return columns that say of long lists of values only what rows need."""
    return tuple(
        replace(each, labels=_there(each.labels, rows, place), colors=_there(each.colors, rows, place))
        if max(len(each.labels), len(each.colors)) > _LONG
        else each
        for place, each in enumerate(columns)
    )


def _there(said: Mapping[str, str], rows: Sequence[Sequence[Json]], place: int) -> dict[str, str]:
    values = dict.fromkeys(value for row in rows if isinstance(value := row[place], str))
    return {each: said[each] for each in values if each in said}


def _column(field: Field, origin: ColumnOrigin | None, datasets: Datasets, read: Sequence[str]) -> Column:
    """Return a column: what is said of a column of its name counts before what is said of the field it is made of."""
    known = origin or origin_of(field.name, datasets, read)
    derived = datasets.derived(read, field.name)
    stored = None if known.field is None or known.function not in _KEEPING else datasets.field(read, known.field)
    said = [each for each in (derived, stored) if each is not None]
    plain = said if known.function is None else said[: derived is not None]
    linked = next((each for each in plain if each.links), None)
    kind = column_type(field.type)
    return Column(
        name=field.name,
        label=column_label(field.name, origin, datasets, read),
        type=kind,
        format=_format(known, kind, said),
        colors=next((found for each in plain if (found := each.colors)), {}),
        formatting=next((each.formatting for each in said if each.formatting), None),
        labels=next((found for each in plain if (found := each.labels)), {}),
        links={} if linked is None else linked.links,
        organization=None if linked is None else linked.organization,
        tooltip=None if linked is None else linked.tooltip,
    )


def _format(known: ColumnOrigin, kind: ColumnType, said: Sequence[ShownField]) -> str | None:
    if known.format:
        return _NAMED_FORMATS.get(known.format.casefold(), known.format if set("0#") & set(known.format) else None)
    pattern = next((pattern for each in said if (pattern := pattern_of(each)) is not None), None)
    if kind == "date":
        return pattern if pattern is not None and is_date_pattern(pattern) else None
    return pattern
