"""The columns of a frame as passes over rows read them: as they are stored, where the frame is that of a scan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from engine.columns import Column, Columns, Frame
from engine.kernels.arrays import Array, Mask, validity, values
from engine.kernels.bitmaps import bitmap
from saql.record import record


@record(eq=False)
class Numbers:
    """Numbers with 0 under null, and the bitmap of those that are not null (None: none is).

    With a `divisor` they are `values / divisor`, else `values`.
    """

    values: Array
    valid: Array | None
    divisor: int | None = None

    @property
    def are_whole(self) -> bool:
        """Whether these are integers, not only numbers that happen to be whole."""
        return self.divisor is None and self.values.dtype.kind in "iu"

    def mask(self) -> Mask:
        """Return which are not null, a boolean each."""
        if self.valid is None:
            return np.ones(len(self.values), np.bool_)
        return np.unpackbits(self.valid, count=len(self.values), bitorder="little").view(np.bool_)

    def range(self, begin: int, end: int) -> Numbers:
        """Return the numbers from `begin`, a multiple of 8, to before `end`."""
        valid = None if self.valid is None else self.valid[begin // 8 : (end + 7) // 8]
        return Numbers(self.values[begin:end], valid, self.divisor)


def frame_columns(frame: Frame) -> Columns:
    """Return the columns of a frame as such that are made when they are asked for."""
    columns = frame.columns
    if isinstance(columns, Columns):
        return columns
    return Columns(tuple(columns), columns.__getitem__, {}, lambda _: None)


def numbers_of(column: Column, filled: bool) -> Numbers:
    """Return a column of numbers, dates or booleans.

    Args:
        column: An Arrow array.
        filled: Whether it has 0 under null already.
    """
    if not isinstance(column, pa.Array):
        raise TypeError(f"numbers were expected, not {type(column).__name__}")
    if column.type == pa.null():
        return Numbers(np.zeros(len(column)), np.zeros((len(column) + 7) // 8, np.uint8))
    numbers = values(column)
    valid = None if filled else validity(column)
    if valid is not None:
        numbers = np.where(valid, numbers, numbers.dtype.type(0))
    return Numbers(numbers, bitmap(column))


def stored_numbers(frame: Frame, name: str) -> Numbers | None:
    """Return a column of numbers or dates, as it is stored where that is known; None of other columns."""
    columns = frame.columns
    narrow = columns.narrow(name) if isinstance(columns, Columns) else None
    if narrow is not None:
        return Numbers(narrow.values, narrow.valid, narrow.divisor)
    column = columns[name]
    if not isinstance(column, pa.Array) or column.type == pa.null():
        return None
    return numbers_of(column, is_filled(frame, name))


def base_of(frame: Frame, name: str) -> str:
    """Return the column that another derives from in the end, or itself."""
    columns = frame.columns
    while isinstance(columns, Columns) and name in columns.derived:
        name = columns.derived[name].base
    return name


def is_derived(frame: Frame, name: str) -> bool:
    """Return whether a column follows from another: it is made when somebody reads it."""
    return isinstance(frame.columns, Columns) and name in frame.columns.derived


def is_filled(frame: Frame, name: str) -> bool:
    """Return whether a column of numbers or dates has 0 under null, as those have that are stored."""
    columns = frame.columns
    return isinstance(columns, Columns) and columns.filled and name not in columns.derived


def bounds_of(frame: Frame, name: str) -> tuple[Any, Any] | None:
    """Return the least and the greatest value of a column of numbers or dates, None where it has no value."""
    zones = frame.columns.zones(name) if isinstance(frame.columns, Columns) else None
    if zones is not None and len(zones.least):
        low, high = zones.least.min().item(), zones.greatest.max().item()
        return (low, high) if low <= high else None
    column = frame.columns[name]
    if not isinstance(column, pa.Array) or column.type == pa.null():
        return None
    numbers: Array = values(column)
    valid = validity(column)
    some = numbers if valid is None else numbers[valid]
    return (some.min().item(), some.max().item()) if len(some) else None
