"""Numbers and dates as parts hold them: whole numbers in as few bytes as they need, amounts as whole hundredths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.kernels import arrays
from engine.kernels.arrays import Array, Mask
from saql.record import record
from saql.types import Type

FORMS: dict[str, int | None] = {"values": None, "units": 1, "hundredths": 100}
"""What a part calls the array of a field's numbers, and by what they are divided."""

_WHOLE = (np.int8, np.int16, np.int32, np.uint32)
_BLOCK = 1 << 15

Form: TypeAlias = tuple[np.dtype[Any], int | None]
"""The type and the divisor of stored numbers."""
_ARROW = {Type.DAY: arrays.DAY, Type.DATE: arrays.INSTANT}


@record(eq=False)
class Stored:
    """Numbers or dates as they are stored, 0 under nulls.

    Args:
        values: int8, int16, int32, uint32, int64 or float64: the numbers, or days or milliseconds since 1970.
        divisor: None: the values are the numbers. Otherwise these are float64, `values[i] / divisor` to the bit.
        validity: Arrow's bitmap of what is not null (bit `i % 8` of byte `i // 8`); None where nothing is null.
    """

    values: Array
    divisor: int | None
    validity: npt.NDArray[np.uint8] | None

    def __len__(self) -> int:
        return len(self.values)

    @property
    def valid(self) -> Mask | None:
        """What is not null, a boolean each; None where nothing is null."""
        if self.validity is None:
            return None
        return np.unpackbits(self.validity, count=len(self.values), bitorder="little").view(np.bool_)


def of(values: Array, divisor: int | None, valid: Mask | None) -> Stored:
    """Return numbers as they are stored; `valid` says which are not null."""
    some = valid is not None and not bool(valid.all())
    return Stored(values, divisor, np.packbits(valid, bitorder="little") if some and valid is not None else None)


def nothing(rows: int) -> Stored:
    """Return numbers that are all null."""
    return Stored(np.zeros(rows), None, np.zeros(-(-rows // 8), np.uint8))


def narrow(column: pa.Array) -> Stored:
    """Return a column of numbers or dates as it is stored. It has 0 under nulls."""
    data = arrays.values(column)
    valid = arrays.validity(column)
    if data.dtype.kind == "i":
        return of(_narrowest(data), None, valid)
    for divisor in (1, 100):
        scaled = _scaled(data, divisor)
        if scaled is not None and (small := _narrowest(scaled)).dtype.itemsize < data.dtype.itemsize:
            return of(small, divisor, valid)
    return of(data, None, valid)


def widen(stored: Stored, kind: Type) -> pa.Array:
    """Return stored numbers as a column of the type `kind`; without a copy where they are not narrow."""
    values = plain(stored)
    target = _ARROW.get(kind) or (pa.int64() if values.dtype.kind in "iu" else pa.float64())
    wide = values.astype({arrays.DAY: np.int32, pa.float64(): np.float64}.get(target, np.int64), copy=False)
    bitmap = None if stored.validity is None else pa.py_buffer(stored.validity)
    return pa.Array.from_buffers(target, len(wide), [bitmap, pa.py_buffer(wide)])


def select(stored: Stored, rows: Array) -> Stored:
    """Return rows by their places, or those where a mask is True."""
    valid = stored.valid
    return of(stored.values[rows], stored.divisor, None if valid is None else valid[rows])


def join(pieces: Sequence[Stored], form: Form) -> Stored:
    """Return numbers one after the other, in a form that holds them all."""
    kind, divisor = form
    values = [each.values if each.divisor == divisor else plain(each) for each in pieces]
    masks = [np.ones(len(each), np.bool_) if (valid := each.valid) is None else valid for each in pieces]
    return of(np.concatenate(values, dtype=kind, casting="unsafe"), divisor, np.concatenate(masks))


def common_form(pieces: Sequence[Form]) -> Form:
    """Return the type and divisor that hold numbers of all these types and divisors."""
    if not pieces:
        return np.dtype(np.float64), None
    divisors = {divisor for _, divisor in pieces}
    if len(divisors) > 1:
        return np.dtype(np.float64), None
    return np.result_type(*(kind for kind, _ in pieces)), divisors.pop()


def plain(stored: Stored) -> Array:
    """Return the numbers themselves."""
    return stored.values if stored.divisor is None else stored.values / np.float64(stored.divisor)


def _narrowest(data: Array) -> Array:
    low, high = int(data.min(initial=0)), int(data.max(initial=0))
    for kind in _WHOLE:
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return data.astype(kind, copy=False)
    return data


def _scaled(data: Array, divisor: int) -> Array | None:
    """Return the whole numbers that give `data` to the bit when they are divided, or None."""
    result = np.empty(len(data), np.int64)
    for start in range(0, len(data), _BLOCK):
        block = data[start : start + _BLOCK]
        with np.errstate(over="ignore"):
            scaled = block * divisor
        if not (np.abs(scaled) < np.iinfo(np.uint32).max).all():
            return None
        whole = np.rint(scaled, out=scaled).astype(np.int64)
        if not np.array_equal((whole / np.float64(divisor)).view(np.int64), block.view(np.int64)):
            return None
        result[start : start + _BLOCK] = whole
    return result
