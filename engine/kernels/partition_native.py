"""Rows split by the C kernels in `native/partition.c`."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array
from engine.kernels.partition import Moved, Numbers, Parts
from engine.kernels.scan import Key, Selector
from engine.kernels.scan_native import Structs

_MOVED = np.dtype(
    [("values", "u8"), ("valid", "u8"), ("target", "u8"), ("mark", "i8"), ("width", "i4"), ("unused", "i4")]
)


class NativePartition:
    """`PartitionKernels` in C."""

    def __init__(self, library: ctypes.CDLL) -> None:
        """Take the library with its functions declared."""
        self._library = library

    def numbers(
        self, rows: int, where: Sequence[Selector], keys: Sequence[Key]
    ) -> tuple[Numbers, npt.NDArray[np.int32]]:
        """Return the numbers of the groups of rows, and these rows."""
        numbers, chosen = np.empty(rows, np.int64), np.empty(rows, np.int32)
        passed = Structs()
        count = self._library.swell_numbers(
            rows,
            passed.selectors(where),
            len(where),
            passed.keys(keys),
            len(keys),
            numbers.ctypes.data,
            chosen.ctypes.data,
        )
        return numbers[:count], chosen[:count]

    def count_bins(self, numbers: Numbers, shift: int, bins: npt.NDArray[np.int32]) -> None:
        """Add to each bin how many numbers are in it."""
        self._library.swell_count_bins(len(numbers), numbers.ctypes.data, shift, bins.ctypes.data)

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
        passed = Structs()
        moved = [
            (
                passed.data(each.values),
                passed.data(each.valid),
                each.target.ctypes.data,
                each.mark,
                each.values.itemsize,
                0,
            )
            for each in columns
        ]
        self._library.swell_move(
            len(numbers),
            numbers.ctypes.data,
            chosen.ctypes.data,
            parts.shift,
            parts.part_of_bin.ctypes.data,
            parts.starts.ctypes.data,
            cursors.ctypes.data,
            local.ctypes.data,
            local.itemsize == 8,
            passed.structs(moved, _MOVED),
            len(moved),
        )

    def rank(self, numbers: npt.NDArray[np.int32], size: int, /) -> tuple[npt.NDArray[np.int32], Array]:
        """Return the ranks of numbers below `size` among the different ones, and these, ascending."""
        words = (size + 63) // 64
        bitmap, before = np.zeros(words, np.uint64), np.empty(words, np.int32)
        ranks, distinct = np.empty(len(numbers), np.int32), np.empty(min(len(numbers), size), np.int32)
        count = self._library.swell_rank(
            len(numbers),
            numbers.ctypes.data,
            size,
            bitmap.ctypes.data,
            before.ctypes.data,
            ranks.ctypes.data,
            distinct.ctypes.data,
        )
        return ranks, distinct[:count]
