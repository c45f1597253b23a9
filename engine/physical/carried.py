"""Columns that go with rows to another place: as one array each, in which a mark stands for null."""

from __future__ import annotations

from typing import Any, Protocol, cast

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.kernels.arrays import Array, array, as_float, validity, values
from engine.kernels.bitmaps import bitmap
from engine.kernels.partition import Moved
from engine.kernels.rows import take
from engine.physical.accumulate import InexactError
from engine.physical.chunk import Chunk
from saql.record import record
from saql.typed.expressions import Expression

_EXACT = 1 << 53

_NO_NUMBER = 0x7FF8_5357_454C_4C00
"""The bits of a NaN that no computation gives."""


class Carried(Protocol):
    """A column that goes with the rows."""

    @property
    def kind(self) -> np.dtype[Any]:
        """The type of its array."""

    def moved(self, chunk: Chunk, target: Array) -> Moved:
        """Return what of the rows at hand goes into the target."""

    def column(self, found: Array) -> Column:
        """Return a part of the target as a column; numbers have 0 under null."""


def carried(column: Column) -> Carried:
    """Return a stored column as one that goes with the rows."""
    if isinstance(column, TextColumn):
        return _Texts(column)
    if isinstance(column, MultivalueColumn) or column.type == pa.null():
        return _RowNumbers(column)
    return _Stored(column, _mark(column))


def _mark(column: pa.Array) -> int:
    if column.type == pa.bool_():
        return 2
    if column.type == pa.float64():
        return _NO_NUMBER
    numbers = values(column)
    mark = int(np.iinfo(numbers.dtype).min) if numbers.dtype.kind == "i" else int(np.iinfo(numbers.dtype).max)
    valid = validity(column)
    if valid is not None and bool((valid & (numbers == mark)).any()):
        raise InexactError
    return mark if numbers.dtype.kind == "i" else -1


@record(eq=False)
class _Texts:
    source: TextColumn

    @property
    def kind(self) -> np.dtype[Any]:
        return self.source.codes.dtype

    def moved(self, chunk: Chunk, target: Array) -> Moved:
        return Moved(self.source.codes[chunk.rows.begin : chunk.rows.end], None, target)

    def column(self, found: Array) -> Column:
        return TextColumn(cast(Codes, found), self.source.dictionary)


@record(eq=False)
class _RowNumbers:
    """A column whose values are of no fixed size: the rows' numbers go instead."""

    source: MultivalueColumn | pa.Array

    @property
    def kind(self) -> np.dtype[Any]:
        return np.dtype(np.int64)

    def moved(self, chunk: Chunk, target: Array) -> Moved:
        return Moved(np.arange(chunk.rows.begin, chunk.rows.end), None, target)

    def column(self, found: Array) -> Column:
        return take(self.source, found)


@record(eq=False)
class _Stored:
    source: pa.Array
    mark: int

    @property
    def kind(self) -> np.dtype[Any]:
        numbers = values(self.source.slice(0, 0))
        return np.dtype(np.uint8) if numbers.dtype == np.bool_ else numbers.dtype

    def moved(self, chunk: Chunk, target: Array) -> Moved:
        some = self.source.slice(chunk.rows.begin, len(chunk.rows))
        return Moved(values(some).view(target.dtype), bitmap(some), target, self.mark)

    def column(self, found: Array) -> Column:
        kind = self.source.type
        if not self.source.null_count:
            return array(found.view(np.bool_) if kind == pa.bool_() else found, None, kind)
        return _known(found, self.mark, kind)


class Computed:
    """The numbers of an expression, computed chunk by chunk."""

    kind = np.dtype(np.float64)

    def __init__(self, expression: Expression) -> None:
        """Take the expression."""
        self._expression = expression
        self._has_fractions = False

    def moved(self, chunk: Chunk, target: Array) -> Moved:
        """Return the numbers of the rows at hand; those of whole numbers have to be exact."""
        column = chunk.evaluator.column(self._expression)
        assert isinstance(column, pa.Array)
        if column.type == pa.null():
            return Moved(np.full(len(column), _NO_NUMBER).view(np.float64), None, target)
        if column.type == pa.float64():
            self._has_fractions = True
        elif np.abs(as_float(column)).max(initial=0) >= _EXACT:
            raise InexactError
        return Moved(as_float(column), bitmap(column), target, _NO_NUMBER)

    def column(self, found: Array) -> Column:
        """Return a part of the target as a column: whole numbers where all are."""
        return _known(found, _NO_NUMBER, pa.float64() if self._has_fractions else pa.int64())


def _known(found: Array, mark: int, kind: pa.DataType) -> pa.Array:
    missing = found.view(f"i{found.itemsize}") == mark
    if missing.any():
        numbers = np.where(missing, found.dtype.type(0), found)
        return array(numbers == 1 if kind == pa.bool_() else numbers, ~missing, kind)
    return array(found.view(np.bool_) if kind == pa.bool_() else found, None, kind)
