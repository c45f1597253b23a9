"""Values of some rows, as answers and terminals show them."""

from __future__ import annotations

from typing import TypeAlias

from engine.columns import MultivalueColumn, TextColumn
from engine.kernels import arrays
from engine.kernels.arrays import Array
from engine.kernels.rows import take
from engine.store import Dataset
from engine.store.profile import shown

Cell: TypeAlias = str | int | float | list[str] | None


def cells(dataset: Dataset, field: str, rows: Array) -> list[Cell]:
    """Return what a field has in some rows: texts, numbers, lists of texts, dates as ISO texts.

    Args:
        dataset: the rows.
        field: a stored field.
        rows: their places.
    """
    column = take(dataset.column(field), rows)
    if isinstance(column, TextColumn):
        return [column.dictionary[int(code) - 1].as_py() if code else None for code in column.codes]
    if isinstance(column, MultivalueColumn):
        return [
            [column.dictionary[int(code) - 1].as_py() for code in column.codes[start:end]] or None
            for start, end in zip(column.offsets[:-1], column.offsets[1:], strict=True)
        ]
    kind, valid = dataset.field(field).type, arrays.validity(column)
    values = arrays.values(column)
    return [shown(kind, each.item()) if valid is None or valid[place] else None for place, each in enumerate(values)]
