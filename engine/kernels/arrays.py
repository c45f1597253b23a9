"""Between Arrow arrays and NumPy: values and validity apart, without copies where the layout allows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.kernels import arrow
from saql.types import Type

Array: TypeAlias = npt.NDArray[Any]
Mask: TypeAlias = npt.NDArray[np.bool_]

INSTANT = pa.timestamp("ms", tz="UTC")
DAY = pa.date32()

ARROW_TYPES: dict[Type, pa.DataType] = {
    Type.TEXT: pa.string(),
    Type.NUMBER: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: INSTANT,
    Type.DAY: DAY,
    Type.MULTIVALUE: pa.list_(pa.string()),
    Type.NULL: pa.null(),
}

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND = dt.timedelta(milliseconds=1)

_STORED: dict[pa.DataType, type[Any]] = {
    pa.float64(): np.float64,
    pa.int64(): np.int64,
    pa.int32(): np.int32,
    pa.uint64(): np.uint64,
    INSTANT: np.int64,
    DAY: np.int32,
}


def validity(array: pa.Array) -> Mask | None:
    """Return which values are not null, or None where all are not."""
    if not array.null_count:
        return None
    bitmap = array.buffers()[0]
    if bitmap is None:  # an array of type null has no buffers and only nulls
        return np.zeros(len(array), np.bool_)
    return _bits(bitmap, array.offset, len(array))


def values(array: pa.Array) -> Array:
    """Return the values of a number, date or boolean array; what stands under nulls is arbitrary."""
    buffer = array.buffers()[1] if array.type != pa.null() else None
    if array.type == pa.bool_():
        return np.zeros(0, np.bool_) if buffer is None else _bits(buffer, array.offset, len(array))
    kind = _STORED.get(array.type, np.float64)
    if buffer is None:
        return np.zeros(len(array), kind)
    itemsize = np.dtype(kind).itemsize
    return np.frombuffer(buffer, kind, len(array), array.offset * itemsize)


def array(numbers: Array, valid: Mask | None = None, kind: pa.DataType | None = None) -> pa.Array:
    """Return an Arrow array over NumPy values, null where `valid` is False.

    Args:
        numbers: Values; booleans, float64, int64, or the integers that stand for dates.
        valid: As long as `numbers`, or None where there is no null.
        kind: Arrow type of the result, that of `numbers` by default.
    """
    kind = kind or pa.from_numpy_dtype(numbers.dtype)
    if kind == pa.bool_():
        data = pa.py_buffer(np.packbits(numbers, bitorder="little"))
    else:
        data = pa.py_buffer(np.ascontiguousarray(numbers, _STORED.get(kind, numbers.dtype)))
    if valid is None or bool(valid.all()):
        return pa.Array.from_buffers(kind, len(numbers), [None, data], null_count=0)
    bitmap = pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(kind, len(numbers), [bitmap, data])


def from_list(items: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return an Arrow array of Python values, None being null.

    `pa.array` and `pa.scalar` do the same, and import pandas on the way where it is installed.
    """
    if kind == pa.string():
        builder = pa.lib.StringBuilder()
        builder.append_values(items)
        return builder.finish()
    if not items or pa.types.is_list(kind) or kind == pa.null():
        return pa.nulls(len(items), kind)
    stored = _STORED.get(kind, np.bool_)
    known = np.array([each is not None for each in items], np.bool_)
    numbers = [0 if each is None else _number(each, kind) for each in items]
    return array(np.array(numbers, stored), known, kind)


def scalar(value: Any, kind: pa.DataType) -> pa.Scalar:
    """Return a Python value as an Arrow scalar; None is null."""
    return from_list([value], kind)[0]


def _number(value: Any, kind: pa.DataType) -> Any:
    if kind == INSTANT:
        return (value - _EPOCH) // _MILLISECOND
    return value.toordinal() - _EPOCH.toordinal() if kind == DAY else value


def is_true(array: pa.Array) -> Mask:
    """Return where a boolean array is true; null is not true."""
    true = values(array)
    valid = validity(array)
    return true if valid is None else true & valid


def repeat(scalar: pa.Scalar, rows: int) -> pa.Array:
    """Return an array with the scalar in every row."""
    return pa.repeat(scalar, rows)


def as_float(array: pa.Array) -> Array:
    """Return the values of a number array as float64."""
    return values(array).astype(np.float64, copy=False)


def concat(arrays: list[pa.Array]) -> pa.Array:
    """Return the arrays one after the other, as float64 where some are float64 and some int64."""
    kinds = {each.type for each in arrays if each.type != pa.null()}
    if not kinds:
        return pa.concat_arrays(arrays)
    kind = kinds.pop() if len(kinds) == 1 else pa.float64()
    return pa.concat_arrays([arrow.cast(each, kind) for each in arrays])


def _bits(buffer: pa.Buffer, offset: int, length: int) -> Mask:
    first = offset // 8
    packed = np.frombuffer(buffer, np.uint8, offset=first)
    skipped = offset - first * 8
    return np.unpackbits(packed, count=skipped + length, bitorder="little")[skipped:].view(np.bool_)
