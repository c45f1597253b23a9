"""The columns of a query's result with what people read of them: labels and number formats."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from dashboards.cells import column_type
from dashboards.compact import ColumnOrigin
from dashboards.datasets import Datasets
from dashboards.formats import pattern_of
from dashboards.labels import column_label, origin_of
from dashboards.model import Json
from dashboards.steps.result import Column
from saql.schema import Schema

_KEEPING = (None, "sum", "avg", "average", "min", "max", "median", "first", "last")
"""Aggregates whose result is of the field's own kind, so that its format fits; None is the field itself."""

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
    return tuple(
        Column(
            name=field.name,
            label=column_label(field.name, known, datasets, read),
            type=column_type(field.type),
            format=_format(field.name, known, datasets, read),
            colors=_colors(field.name, known, datasets, read),
        )
        for field in schema
        for known in ((origins or {}).get(field.name),)
    )


def with_shown_colors(columns: Sequence[Column], rows: Sequence[Sequence[Json]]) -> tuple[Column, ...]:
    """Return columns with the colours of values that rows have: those of others tell which values there are."""
    return tuple(
        replace(column, colors=_shown(column, {row[place] for row in rows})) if column.colors else column
        for place, column in enumerate(columns)
    )


def _shown(column: Column, values: Collection[Json]) -> dict[str, str]:
    return {value: color for value, color in column.colors.items() if value in values}


def _colors(name: str, origin: ColumnOrigin | None, datasets: Datasets, read: Sequence[str]) -> dict[str, str]:
    """Return the colours that the dataset says for values of a column; none where the column is computed."""
    known = origin or origin_of(name, datasets, read)
    stored = None if known.field is None or known.function else datasets.field(read, known.field)
    return {} if stored is None else {each.value: each.color for each in stored.members if each.color}


def _format(name: str, origin: ColumnOrigin | None, datasets: Datasets, read: Sequence[str]) -> str | None:
    known = origin or origin_of(name, datasets, read)
    if known.format:
        return _NAMED_FORMATS.get(known.format.casefold(), known.format if set("0#") & set(known.format) else None)
    if known.field is None or known.function not in _KEEPING:
        return None
    return pattern_of(datasets.field(read, known.field))
