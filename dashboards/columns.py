"""The columns of a query's result with what people read of them: labels and number formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboards.cells import column_type
from dashboards.compact import ColumnOrigin
from dashboards.datasets import Datasets
from dashboards.formats import pattern_of
from dashboards.labels import column_label, origin_of
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
            formatting=_formatting(field.name, known, datasets, read),
        )
        for field in schema
        for known in ((origins or {}).get(field.name),)
    )


def _colors(name: str, origin: ColumnOrigin | None, datasets: Datasets, read: Sequence[str]) -> dict[str, str]:
    """Return the colours that the dataset says for values of a column; none where the column is computed."""
    known = origin or origin_of(name, datasets, read)
    stored = None if known.field is None or known.function else datasets.field(read, known.field)
    return {} if stored is None else {each.value: each.color for each in stored.members if each.color}


def _formatting(name: str, origin: ColumnOrigin | None, datasets: Datasets, read: Sequence[str]) -> str | None:
    """Return the rules that the dataset has for the values of a column, where they are those of a field."""
    known = origin or origin_of(name, datasets, read)
    stored = None if known.field is None or known.function not in _KEEPING else datasets.field(read, known.field)
    return None if stored is None else stored.formatting


def _format(name: str, origin: ColumnOrigin | None, datasets: Datasets, read: Sequence[str]) -> str | None:
    known = origin or origin_of(name, datasets, read)
    if known.format:
        return _NAMED_FORMATS.get(known.format.casefold(), known.format if set("0#") & set(known.format) else None)
    if known.field is None or known.function not in _KEEPING:
        return None
    return pattern_of(datasets.field(read, known.field))
