"""Zone maps: for each block of rows the least and greatest value and the nulls, so that scans can skip blocks."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels import arrays
from saql.record import record

BLOCK_ROWS = 65_536

Bound: TypeAlias = int | float | None
"""A number; a date's milliseconds or days since 1970; a text's code; None where a block has only nulls."""


@record
class ZoneMap:
    """What is in each block of `BLOCK_ROWS` rows of a column of a part, block by block (the last may be shorter)."""

    minimum: tuple[Bound, ...]
    maximum: tuple[Bound, ...]
    nulls: tuple[int, ...]


def zone_map(column: Column) -> ZoneMap:
    """Return the zone map of a column.

    Multivalue fields have no bounds, only their counts of nulls.
    """
    if isinstance(column, MultivalueColumn):
        nulls = _per_block(np.add, np.diff(column.offsets) == 0, np.int64)
        nothing = (None,) * len(nulls)
        return ZoneMap(nothing, nothing, tuple(nulls.tolist()))
    if isinstance(column, TextColumn):
        data: npt.NDArray[Any] = column.codes
        valid: npt.NDArray[np.bool_] | None = data != 0
    else:
        data, valid = arrays.values(column), arrays.validity(column)
    return _zone_map(data, valid)


def _zone_map(data: npt.NDArray[Any], valid: npt.NDArray[np.bool_] | None) -> ZoneMap:
    low, high, nulls = data, data, np.zeros(-(-len(data) // BLOCK_ROWS), np.int64)
    if valid is not None:
        least, greatest = _limits(data.dtype)
        low, high = np.where(valid, data, greatest), np.where(valid, data, least)
        nulls = _per_block(np.add, ~valid, np.int64)
    rows = [min(BLOCK_ROWS, len(data) - start) for start in range(0, len(data), BLOCK_ROWS)]
    some = [count > missing for count, missing in zip(rows, nulls.tolist(), strict=True)]
    return ZoneMap(
        _known(_per_block(np.minimum, low, data.dtype), some),
        _known(_per_block(np.maximum, high, data.dtype), some),
        tuple(nulls.tolist()),
    )


def _limits(kind: np.dtype[Any]) -> tuple[Any, Any]:
    if kind.kind == "f":
        return kind.type(-np.inf), kind.type(np.inf)
    return kind.type(np.iinfo(kind).min), kind.type(np.iinfo(kind).max)


def _per_block(combine: np.ufunc, data: npt.NDArray[Any], kind: Any) -> npt.NDArray[Any]:
    if not len(data):
        return np.zeros(0, kind)
    return combine.reduceat(data, np.arange(0, len(data), BLOCK_ROWS), dtype=kind)


def _known(bounds: npt.NDArray[Any], some: list[bool]) -> tuple[Bound, ...]:
    return tuple(bound if there else None for bound, there in zip(bounds.tolist(), some, strict=True))
