"""Between Arrow arrays and NumPy: values and validity apart, without copies where the layout allows it."""

from __future__ import annotations

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
