"""The rows of a pass split into parts by the numbers of their groups, and columns that are asked for with them.

Two passes: the first counts the rows in each bin of numbers, so that the second knows the place of each row. The rows
of a part stay in their order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array
from engine.kernels.partition import Numbers, Parts
from engine.limits import Watch
from engine.physical.carried import Carried
from engine.physical.chunk import Chunk
from engine.physical.key_numbers import KeyNumbers
from engine.physical.passes import Pass
from engine.physical.setting import RunSetting
from engine.physical.spill import new_arrays
from engine.physical.workers import Rows, split
from saql.record import record

_CHUNK = 1 << 16
_MOST_CHUNKS = 1 << 10
_BINS = 1 << 12

_PART_ROWS = 1 << 17
"""Rows of a part, where memory allows: few enough that what is kept of them stays in the second cache."""

_PARTS_IN_MEMORY = 16
"""So many parts fit in the memory of a query."""


@record(eq=False)
class SplitRows:
    """Rows in parts: part `i` has the places from `ends[i]` to `ends[i + 1]` of each array.

    `local` are numbers of groups less `starts[i]`, all below `sizes[i]`.
    """

    starts: Numbers
    sizes: Numbers
    ends: Numbers
    local: Array
    arrays: list[Array]

    def __len__(self) -> int:
        return len(self.starts)


class Splitter:
    """Splits the rows of a pass."""

    def __init__(self, rows: Pass, keys: KeyNumbers, setting: RunSetting, watch: Watch) -> None:
        """Take the rows, the numbers of their groups, and what the run depends on."""
        self._pass = rows
        self._keys = keys
        self._setting = setting
        self._watch = watch
        most = max(_CHUNK, rows.frame.rows // _MOST_CHUNKS)
        self._chunks = split(rows.ranges, setting.workers.count, most)
        self._shift = max((keys.size - 1).bit_length() - _BINS.bit_length() + 1, 0)

    def split(self, columns: Sequence[Carried]) -> SplitRows:
        """Return the rows in parts, with the columns."""
        counts = self._count()
        bins = counts.sum(axis=0, dtype=np.int64)
        width = 8 + sum(each.kind.itemsize for each in columns)
        parts, first_bins = self._parts(bins, width)
        firsts = np.add.reduceat(counts, first_bins, axis=1, dtype=np.int64)  # rows of each chunk in each part
        sizes: Numbers = np.append(parts.starts[1:], np.int64(self._keys.size)) - parts.starts
        ends = np.concatenate([[0], np.cumsum(firsts.sum(axis=0))])
        cursors = ends[:-1] + np.cumsum(firsts, axis=0) - firsts
        is_wide = int(sizes.max()) > np.iinfo(np.int32).max
        kinds = [np.dtype(np.int64 if is_wide else np.int32), *(each.kind for each in columns)]
        local, *arrays = new_arrays(int(ends[-1]), kinds, self._setting.limits)

        def move(place: int) -> None:
            chunk, numbers, chosen = self._numbers(place)
            moved = [each.moved(chunk, array) for each, array in zip(columns, arrays, strict=True)]
            self._setting.kernels.partition.move(numbers, chosen, parts, cursors[place], local, moved)

        self._setting.workers.each(len(self._chunks), move)
        return SplitRows(parts.starts, sizes, ends, local, arrays)

    def _count(self) -> npt.NDArray[np.int32]:
        """Return the rows of each chunk in each bin."""
        counts = np.zeros((len(self._chunks), ((self._keys.size - 1) >> self._shift) + 1), np.int32)

        def count(place: int) -> None:
            _, numbers, _ = self._numbers(place)
            self._setting.kernels.partition.count_bins(numbers, self._shift, counts[place])

        self._setting.workers.each(len(self._chunks), count)
        return counts

    def _numbers(self, place: int) -> tuple[Chunk, Numbers, npt.NDArray[np.int32]]:
        self._watch.check()
        rows: Rows = self._chunks[place]
        chunk = Chunk(self._pass.frame, rows, self._setting.zone)
        return chunk, *self._keys.of(rows, chunk.selectors(self._pass.conditions), self._setting)

    def _parts(self, bins: Numbers, width: int) -> tuple[Parts, Numbers]:
        """Return parts of about equal rows, and the first bin of each."""
        memory = self._setting.limits.memory
        most = _PART_ROWS
        if memory is not None:
            most = max(min(most, memory // _PARTS_IN_MEMORY // self._setting.workers.count // width), 1)
        before = np.cumsum(bins) - bins
        part = before // most
        first_bins = np.flatnonzero(np.diff(part, prepend=-1))
        part_of_bin = np.repeat(np.arange(len(first_bins)), np.diff(np.append(first_bins, len(bins))))
        starts = first_bins.astype(np.int64) << np.int64(self._shift)
        return Parts(self._shift, part_of_bin.astype(np.int32), starts), first_bins
