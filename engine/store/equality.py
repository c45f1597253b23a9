"""Which rows of two columns have the same values; texts are codes into the same dictionary."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels import arrays
from engine.kernels.arrays import Array, Mask


def equal_rows(one: Column, other: Column) -> Mask:
    """Return which rows are equal; null equals null."""
    if isinstance(one, TextColumn) and isinstance(other, TextColumn):
        return np.equal(one.codes, other.codes)
    if isinstance(one, MultivalueColumn) and isinstance(other, MultivalueColumn):
        return _equal_lists(one, other)
    assert isinstance(one, pa.Array)
    assert isinstance(other, pa.Array)
    return _equal_numbers(arrays.values(one), arrays.values(other)) & np.equal(null_rows(one), null_rows(other))


def null_rows(column: Column) -> Mask:
    """Return which rows are null."""
    if isinstance(column, TextColumn):
        return np.equal(column.codes, 0)
    if isinstance(column, MultivalueColumn):
        return np.equal(np.diff(column.offsets), 0)
    valid = arrays.validity(column)
    return np.zeros(len(column), np.bool_) if valid is None else ~valid


def _equal_numbers(one: Array, other: Array) -> Mask:
    if one.dtype.kind == "f" or other.dtype.kind == "f":  # -0.0 is another number than 0.0
        one, other = (each.astype(np.float64, copy=False).view(np.int64) for each in (one, other))
    return np.equal(one, other)


def _equal_lists(one: MultivalueColumn, other: MultivalueColumn) -> Mask:
    lengths = np.diff(one.offsets)
    same: Mask = np.equal(lengths, np.diff(other.offsets))
    rows = np.repeat(np.flatnonzero(same), lengths[same])
    within = np.arange(len(rows)) - np.repeat(np.cumsum(lengths[same]) - lengths[same], lengths[same])
    differ = one.codes[one.offsets[rows] + within] != other.codes[other.offsets[rows] + within]
    same[rows[differ]] = False
    return same
