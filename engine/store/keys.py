"""Which rows of older parts have the keys of rows that change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array, Mask
from engine.store import narrow
from engine.store.blocks import code_block, number_block
from engine.store.fields import DatasetField
from engine.store.parts import Part

_BLOCK = 1 << 16
_LARGEST_TABLE = 1 << 26


class KeySet:
    """A set of keys of one or more columns."""

    def __init__(self, columns: Sequence[Array]) -> None:
        """Take the columns of the keys: codes, numbers or dates, without nulls."""
        self._levels: list[tuple[_Places, _Places | None]] = []
        dense = np.zeros(len(columns[0]), np.int64)
        for number, values in enumerate(columns):
            distinct, places = np.unique(values, return_inverse=True)
            pairs: Array | None = None
            if number:
                pairs, places = np.unique(dense * len(distinct) + places, return_inverse=True)
            self._levels.append((_Places(distinct), None if pairs is None else _Places(pairs)))
            dense = places
        self._numbers = dense

    @property
    def numbers(self) -> npt.NDArray[np.int64]:
        """The number of the key of each row that it was made from; equal keys have equal numbers."""
        return self._numbers

    def places(self, columns: Sequence[Array]) -> npt.NDArray[np.int64]:
        """Return the number of the key of each row of the columns, -1 where it is not in the set."""
        found = np.zeros(len(columns[0]), np.int64)
        for (distinct, pairs), values in zip(self._levels, columns, strict=True):
            places = distinct.of(values).astype(np.int64)
            if pairs is not None:
                places = np.where((found < 0) | (places < 0), -1, pairs.of(found * len(distinct) + places))
            found = places
        return found


def rows_with_keys(
    part: Part, fields: Sequence[DatasetField], keys: KeySet
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the rows of a part that count and have a key of the set, and the number of the key of each.

    Args:
        part: the part.
        fields: those of the key.
        keys: the set.
    """
    rows, numbers = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, part.rows, _BLOCK):
        stop = min(start + _BLOCK, part.rows)
        blocks = [_block(part, each, start, stop) for each in fields]
        places = keys.places([values for values, _ in blocks])
        hits = places >= 0
        for _, valid in blocks:
            if valid is not None:
                hits &= valid
        if part.live is not None:
            hits &= part.live[start:stop]
        found = np.flatnonzero(hits)
        rows.append(found + start)
        numbers.append(places[found])
    return np.concatenate(rows), np.concatenate(numbers)


def _block(part: Part, field: DatasetField, start: int, stop: int) -> tuple[Array, Mask | None]:
    if field.role == "dimension":
        return code_block(part, field.name, start, stop), None  # the code of null is in no key
    block = number_block(part, field.name, start, stop)
    return narrow.plain(block), block.valid


class _Places:
    """The places of values among distinct ones, which are ascending."""

    def __init__(self, distinct: Array) -> None:
        self._distinct = distinct
        self._table: Array | None = None
        if len(distinct) and distinct.dtype.kind == "u" and int(distinct[-1]) < _LARGEST_TABLE:
            self._table = np.full(int(distinct[-1]) + 2, -1, np.int32)
            self._table[distinct] = np.arange(len(distinct))

    def __len__(self) -> int:
        return len(self._distinct)

    def of(self, values: Array) -> npt.NDArray[Any]:
        """Return the place of each value, or -1."""
        if not len(self._distinct):
            return np.full(len(values), -1)
        if self._table is not None:
            return self._table.take(values, mode="clip")  # the last place stands for all values above
        places = np.searchsorted(self._distinct, values)
        places[places == len(self._distinct)] = 0
        return np.where(self._distinct[places] == values, places, -1)
