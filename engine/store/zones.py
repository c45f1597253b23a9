"""Zone maps: for each block of rows the least and greatest value and the nulls, so that scans can skip blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.store.array_file import Array, ArrayFile, ArrayFileWriter
from engine.store.narrow import FORMS
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


class ZoneBuilder:
    """Takes the rows of a column as they are written; all but the last time a whole number of blocks."""

    def __init__(self) -> None:
        self._minima: list[Array] = []
        self._maxima: list[Array] = []
        self._nulls: list[Array] = []

    def add(self, data: Array | None, valid: npt.NDArray[np.bool_] | None, rows: int) -> None:
        """Add rows: what they hold as it is stored (None: it has no bounds), and which are not null (None: all)."""
        starts = np.arange(0, rows, BLOCK_ROWS)
        if not rows:
            return
        if valid is not None and bool(valid.all()):
            valid = None
        nothing = np.zeros(len(starts), np.uint32)
        self._nulls.append(nothing if valid is None else np.add.reduceat(~valid, starts, dtype=np.uint32))
        if data is None:
            return
        low, high = data, data
        if valid is not None:
            least, greatest = _limits(data.dtype)
            low, high = np.where(valid, data, greatest), np.where(valid, data, least)
        self._minima.append(np.minimum.reduceat(low, starts))
        self._maxima.append(np.maximum.reduceat(high, starts))

    def write(self, writer: ArrayFileWriter, field: str) -> None:
        """Write the zone map of a field."""
        for what, pieces in (("minimum", self._minima), ("maximum", self._maxima), ("nulls", self._nulls)):
            if pieces:
                writer.put((field, what), np.concatenate(pieces))


def read_zones(file: ArrayFile, field: str, rows: int) -> ZoneMap:
    """Return the zone map of a field of a part; a field that the part does not have is null in all rows."""
    lengths = [min(BLOCK_ROWS, rows - start) for start in range(0, rows, BLOCK_ROWS)]
    if not rows:
        return ZoneMap((), (), ())
    if (field, "nulls") not in file:
        nothing = (None,) * len(lengths)
        return ZoneMap(nothing, nothing, tuple(lengths))
    nulls = file.array((field, "nulls")).tolist()
    some = [count > missing for count, missing in zip(lengths, nulls, strict=True)]
    divisor = next((divisor for form, divisor in FORMS.items() if (field, form) in file), None)
    bounds = [_bounds(file, (field, what), divisor, some) for what in ("minimum", "maximum")]
    return ZoneMap(bounds[0], bounds[1], tuple(nulls))


def _bounds(file: ArrayFile, key: tuple[str, str], divisor: int | None, some: Sequence[bool]) -> tuple[Bound, ...]:
    if key not in file:
        return (None,) * len(some)
    bounds = file.array(key)
    numbers = (bounds if divisor is None else bounds / np.float64(divisor)).tolist()
    return tuple(bound if there else None for bound, there in zip(numbers, some, strict=True))


def _limits(kind: np.dtype[Any]) -> tuple[Any, Any]:
    if kind.kind == "f":
        return kind.type(-np.inf), kind.type(np.inf)
    return kind.type(np.iinfo(kind).min), kind.type(np.iinfo(kind).max)
