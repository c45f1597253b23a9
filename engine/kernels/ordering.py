"""The order of rows by several keys: stable, with nulls where each key wants them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels import codes as texts
from engine.kernels.arrays import Array, validity, values
from engine.kernels.keys import first_texts
from saql.record import record


@record(eq=False)
class SortKey:
    """A column, its direction, and the place of its nulls."""

    column: Column
    descending: bool
    nulls_first: bool


def sorted_rows(keys: Sequence[SortKey], rows: int) -> npt.NDArray[np.int64]:
    """Return the positions that put rows in the order of the keys; rows with equal keys keep their order."""
    sequences: list[Array] = []
    for key in reversed(keys):
        sequences.extend(_sequences(key))
    if not sequences:
        return np.arange(rows)
    if len(sequences) == 1:
        return np.argsort(sequences[0], kind="stable")
    return np.lexsort(sequences)


def _sequences(key: SortKey) -> list[Array]:
    """Return what to sort by, least significant first: values, then whether they are null."""
    column = first_texts(key.column) if isinstance(key.column, MultivalueColumn) else key.column
    if isinstance(column, TextColumn):
        column = texts.compact(column)
        table = text_places(column.dictionary, key.descending, key.nulls_first)
        return [_narrow(table).take(column.codes)]
    numbers = values(column)
    if key.descending:
        numbers = -numbers if numbers.dtype.kind == "f" else ~numbers
    valid = validity(column)
    if valid is None:
        return [numbers]
    return [np.where(valid, numbers, numbers.dtype.type(0)), valid if key.nulls_first else ~valid]


def text_places(dictionary: pa.Array, descending: bool, nulls_first: bool) -> npt.NDArray[np.int64]:
    """Return for each code its place in an order of texts."""
    table = texts.ranks(dictionary)
    if descending:
        table = -table
    table[0] = -len(table) if nulls_first else len(table)
    return table


def _narrow(ranks: Array) -> Array:
    """Return small ranks as int16, which NumPy sorts by radix."""
    return ranks.astype(np.int16) if len(ranks) < np.iinfo(np.int16).max else ranks
