"""Rows split by the number of their group into parts, so that each part has few groups, and all of them to itself.

`PartitionKernels` is who does it: `NumpyPartition` here always, `partition_native` where the C kernels were built.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array
from engine.kernels.scan import Key, Selector, slots
from saql.record import record

Numbers = npt.NDArray[np.int64]


@record(eq=False)
class Moved:
    """A column of the rows at hand and where it goes: `mark` stands for null in the target, which has no bitmap."""

    values: Array
    valid: Array | None
    target: Array
    mark: int = 0


@record(eq=False)
class Parts:
    """How numbers are parts: bins of 2^`shift` numbers, each in a part, and the first number of each part."""

    shift: int
    part_of_bin: npt.NDArray[np.int32]
    starts: Numbers


class PartitionKernels(Protocol):
    """Who splits rows. Every array is of the range of rows at hand."""

    def numbers(
        self, rows: int, where: Sequence[Selector], keys: Sequence[Key]
    ) -> tuple[Numbers, npt.NDArray[np.int32]]:
        """Return the numbers of the groups of the rows that satisfy all conditions, and these rows, ascending."""

    def count_bins(self, numbers: Numbers, shift: int, bins: npt.NDArray[np.int32]) -> None:
        """Add to each bin how many numbers are in it."""

    def move(
        self,
        numbers: Numbers,
        chosen: npt.NDArray[np.int32],
        parts: Parts,
        cursors: Numbers,
        local: Array,
        columns: Sequence[Moved],
    ) -> None:
        """Put each row to the place at the cursor of its part, and move the cursor on.

        `local`, int32 or int64, gets the numbers less the first of their part.
        """

    def rank(self, numbers: npt.NDArray[np.int32], size: int, /) -> tuple[npt.NDArray[np.int32], Array]:
        """Return the ranks of numbers below `size` among the different ones, and these, ascending."""


class NumpyPartition:
    """`PartitionKernels` in NumPy."""

    def numbers(
        self, rows: int, where: Sequence[Selector], keys: Sequence[Key]
    ) -> tuple[Numbers, npt.NDArray[np.int32]]:
        """Return the numbers of the groups of rows, and these rows."""
        from engine.kernels.scan_numpy import NumpyKernels

        chosen = NumpyKernels().select(rows, where) if where else np.arange(rows, dtype=np.int32)
        return slots(keys, chosen if where else None, rows), chosen

    def count_bins(self, numbers: Numbers, shift: int, bins: npt.NDArray[np.int32]) -> None:
        """Add to each bin how many numbers are in it."""
        bins += np.bincount(numbers >> shift, minlength=len(bins)).astype(np.int32)

    def move(
        self,
        numbers: Numbers,
        chosen: npt.NDArray[np.int32],
        parts: Parts,
        cursors: Numbers,
        local: Array,
        columns: Sequence[Moved],
    ) -> None:
        """Put each row to the place at the cursor of its part."""
        part = parts.part_of_bin.take(numbers >> parts.shift)
        order = np.argsort(part.astype(np.uint16), kind="stable")  # 16 bits are sorted by radix
        part = part[order]
        counts = np.bincount(part, minlength=len(cursors))
        firsts = np.cumsum(counts) - counts
        target = np.arange(len(part)) + (cursors - firsts)[part]
        cursors += counts
        local[target] = numbers[order] - parts.starts[part]
        rows = chosen[order]
        for each in columns:
            values = each.values.take(rows)
            if each.valid is not None:
                missing = each.valid[rows >> 3] >> (rows & 7).astype(np.uint8) & 1 == 0
                values.view(f"i{values.itemsize}")[missing] = each.mark
            each.target[target] = values

    def rank(self, numbers: npt.NDArray[np.int32], _size: int, /) -> tuple[npt.NDArray[np.int32], Array]:
        """Return the ranks of numbers among the different ones, and these, ascending."""
        distinct, ranks = np.unique(numbers, return_inverse=True)
        return ranks.astype(np.int32), distinct
