"""One pass over rows: which of them count, which group each is in, what is kept of them for each group.

The records here are what a pass needs, as arrays of one range of rows; `ScanKernels` is who does it: `scan_numpy`
always, `scan_native` where the C kernels were built. Both change the states of the measures in place.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array
from saql.record import record

if TYPE_CHECKING:
    from engine.kernels.partition import PartitionKernels

RANGE_STEP = 2048
"""Ranges of rows are cut at multiples of it, and so of the rows that kernels take at a time."""

SMALL = 4096
"""Up to so many groups, sums have several states, so that neighbouring rows of a group do not wait for each other."""

REPLICAS = 4


@record(eq=False)
class Lookup:
    """Values (rows,), integers or float64, and how each is a place in a table.

    The place is `(value - low) // divisor`; what lies outside of the `size` places is in the last one, which stands for
    null. `clamped` says whether there may be such values. A size of 0 says that the values are numbers, not places.
    """

    values: Array
    low: int = 0
    size: int = 0
    divisor: int = 1
    clamped: bool = False

    def range(self, begin: int, end: int) -> Lookup:
        """Return the lookup of the rows from `begin` to before `end`."""
        return Lookup(self.values[begin:end], self.low, self.size, self.divisor, self.clamped)

    def places(self) -> Array:
        """Return the place of each row."""
        if self.divisor == 1 and not self.clamped:
            return self.values if self.low == 0 else self.values.astype(np.int64) - self.low
        places = (self.values.astype(np.int64) - self.low) // self.divisor
        places[(places < 0) | (places >= self.size)] = self.size - 1
        return places


@record(eq=False)
class Selector:
    """A condition: the flag (uint8) of a value's place is set, or without flags, the value is in `least..greatest`.

    `valid` is the bitmap of the values that are not null, None where that needs no look. The values are those of the
    column times `divisor`.
    """

    of: Lookup
    flags: Array | None = None
    valid: Array | None = None
    least: float = -np.inf
    greatest: float = np.inf
    divisor: int = 1

    def range(self, begin: int, end: int) -> Selector:
        """Return the condition on the rows from `begin` (a multiple of 8) to before `end`."""
        return Selector(
            self.of.range(begin, end),
            self.flags,
            bitmap_range(self.valid, begin, end),
            self.least,
            self.greatest,
            self.divisor,
        )


@record(eq=False)
class Key:
    """A part of the number of a row's group: `codes[place] * stride`, or the place itself times `stride`."""

    of: Lookup
    codes: npt.NDArray[np.int32] | None
    stride: int

    def range(self, begin: int, end: int) -> Key:
        """Return the key of the rows from `begin` to before `end`."""
        return Key(self.of.range(begin, end), self.codes, self.stride)


class Fold(enum.IntEnum):
    """What is kept of a column for each group, and the state that holds it."""

    SUM = 0
    """float64 [replicas, groups, 2], sum and rows, for the first sum of a question; the next [replicas, groups]."""
    LEAST = 1
    """float64 [groups], infinite where there is no value."""
    GREATEST = 2
    """float64 [groups], -infinite where there is no value."""
    FIRST = 3
    """int64 [groups]: the number of the first row."""
    LAST = 4
    """int64 [groups]: the number of the last row."""
    DISTINCT = 5
    """uint64 [groups, width]: a bit for each place of the lookup that the group has."""
    HISTOGRAM = 6
    """uint32 [groups, width]: how many values have the upper bits `first_bin + i` (see `percentiles`)."""


@record(eq=False)
class Measure:
    """A column and what is kept of it; numbers have 0 under null. `nulls` int64 [groups] counts nulls."""

    of: Lookup
    fold: Fold
    state: Array
    valid: Array | None = None
    nulls: npt.NDArray[np.int64] | None = None
    first_bin: int = 0
    shift: int = 0


@record(eq=False)
class Question:
    """The groups of one question. `rows` int64 [replicas, groups] counts rows, None where a sum does it."""

    groups: int
    replicas: int
    keys: tuple[Key, ...]
    measures: tuple[Measure, ...] = ()
    where: tuple[Selector, ...] = ()
    rows: npt.NDArray[np.int64] | None = None


Scanner: TypeAlias = Callable[[int, int], None]
"""Adds the rows from the first number, a multiple of 64, to before the second."""


class ScanKernels(Protocol):
    """Who passes over rows. Arrays are of the range of rows at hand; `base` is the number of its first row."""

    name: str
    """What `doctor` calls it."""

    @property
    def partition(self) -> PartitionKernels:
        """Who splits rows by their groups."""

    def scan(self, rows: int, base: int, where: Sequence[Selector], questions: Sequence[Question]) -> None:
        """Add `rows` rows to the states of the questions, as far as they satisfy all conditions."""

    def scanner(self, where: Sequence[Selector], questions: Sequence[Question]) -> Scanner:
        """Return what does so for ranges of the rows, of which the arrays have all."""

    def select(self, rows: int, where: Sequence[Selector]) -> npt.NDArray[np.int32]:
        """Return the positions of the rows that satisfy all conditions, ascending."""

    def top(
        self, rows: int, where: Sequence[Selector], values: Array, valid: Array | None, order: TopOrder
    ) -> npt.NDArray[np.int64]:
        """Return the positions of the `order.count` rows that come first by a number, in any order."""

    def fetch(
        self,
        rows: int,
        where: Sequence[Selector],
        question: Question,
        wanted: npt.NDArray[np.int32],
        found: npt.NDArray[np.float64],
        cursors: npt.NDArray[np.int64],
    ) -> None:
        """Put the values in wanted bins of the question's one histogram into lists.

        `wanted` [groups, width] has the list of each bin, from 1, or 0; a list's next value goes to its cursor.
        """


@record(eq=False)
class TopOrder:
    """How many rows come first, by a number: `descending`, and where nulls are. Of equal ones the earlier row."""

    count: int
    descending: bool
    nulls_first: bool


def bitmap_range(bitmap: Array | None, begin: int, end: int) -> Array | None:
    """Return the bytes of a validity bitmap from row `begin`, a multiple of 8, to before `end`."""
    return None if bitmap is None else bitmap[begin // 8 : (end + 7) // 8]


def question_range(question: Question, begin: int, end: int) -> Question:
    """Return the question about the rows from `begin` to before `end`, with the same states."""
    return replace(
        question,
        keys=tuple(each.range(begin, end) for each in question.keys),
        where=tuple(each.range(begin, end) for each in question.where),
        measures=tuple(
            replace(each, of=each.of.range(begin, end), valid=bitmap_range(each.valid, begin, end))
            for each in question.measures
        ),
    )


def slots(keys: Sequence[Key], chosen: Array | None, rows: int) -> npt.NDArray[np.int64]:
    """Return the number of the group of each row, or of the rows at the positions `chosen`."""
    result = np.zeros(rows if chosen is None else len(chosen), np.int64)
    for key in keys:
        of = key.of if chosen is None else replace(key.of, values=key.of.values.take(chosen))
        places = of.places()
        part = places if key.codes is None else key.codes.take(places)
        result += part.astype(np.int64) * key.stride if key.stride != 1 else part
    return result
