"""The columns of a recipe as the store takes them: numbers as they are stored where they pass unchanged."""

from __future__ import annotations

from collections.abc import Sequence

from engine.columns import Column, Columns, Frame
from engine.store.computed import ComputedColumns
from engine.store.fields import FieldSpec
from engine.store.narrow import Stored
from saql.typed import statements as typed


def computed_columns(query: typed.Query, specs: Sequence[FieldSpec], rows: Frame) -> ComputedColumns:
    """Return the columns of a result.

    Args:
        query: the checked query.
        specs: what is known of the fields of its result, in order.
        rows: the result.
    """
    columns = rows.columns

    def read(name: str) -> Column | Stored:
        if not isinstance(columns, Columns):
            return columns[name]
        narrow = columns.narrow(name)
        return columns.once(name) if narrow is None else Stored(narrow.values, narrow.divisor, narrow.valid)

    kinds = (each.type for each in query.schema)
    return ComputedColumns(tuple(zip(specs, kinds, strict=True)), rows.rows, read)
