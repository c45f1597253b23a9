"""What a pass over rows keeps for the aggregates of one question.

Aggregates that need the same of a column share it: the average is of the sum and the counts.
"""

from __future__ import annotations

import copy
import functools
import operator
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.columns import Frame, MultivalueColumn
from engine.kernels.arrays import Array
from engine.kernels.keys import factorise
from engine.kernels.scan import REPLICAS, SMALL, Fold, Lookup, Measure, Question, Selector
from engine.physical.buffers import Buffers
from engine.physical.chunk import Chunk
from engine.physical.coding import Coder
from engine.physical.group_keys import GroupKeys
from engine.physical.percentiles import MOST_GROUPS, Bins, bins
from engine.physical.stored import Numbers, bounds_of, is_derived, stored_numbers
from engine.physical.totals import FOLDS, Totals
from engine.plan.expressions import without_spans
from saql.functions.registry import AGGREGATES
from saql.record import record
from saql.typed import expressions as typed
from saql.typed.expressions import Aggregate, Expression
from saql.types import Type

_EXACT = 1 << 53
"""Below this, float64 holds every integer."""

_BITS = 1 << 29
"""Bits in the states of a distinct count of one thread."""


class InexactError(Exception):
    """Whole numbers turned out to be too large for sums in float64."""


@record(eq=False)
class Places:
    """What a distinct count marks: the places of a lookup, by way of `codes` where several places are one value."""

    of: Lookup
    codes: Array | None
    size: int
    null: int

    def range(self, begin: int, end: int) -> Lookup:
        """Return the lookup of the rows from `begin` to before `end`."""
        of = self.of.range(begin, end)
        return of if self.codes is None else Lookup(self.codes.take(of.places()), 0, self.size)


@record(eq=False)
class Kept:
    """A column or expression and what is kept of it for each group; without `numbers` it is computed by chunk.

    `counted` says whether it is asked how many values a group has. Of a sum it is enough to know whether there are any,
    which a sum other than 0 tells.
    """

    fold: Fold
    expression: Expression
    numbers: Numbers | None = None
    places: Places | None = None
    bins: Bins | None = None
    counted: bool = True

    @property
    def is_computed(self) -> bool:
        """Whether its values are computed chunk by chunk."""
        if self.places is not None:
            return self.places.codes is not None
        return self.numbers is None and self.fold not in (Fold.FIRST, Fold.LAST)

    def begin(self, groups: int, replicas: int, first: bool, buffers: Buffers) -> Array:
        """Return an empty state."""
        match self.fold:
            case Fold.SUM:
                return buffers.zeros((replicas, groups, 2) if first else (replicas, groups))
            case Fold.LEAST | Fold.GREATEST:
                return np.full(groups, np.inf if self.fold is Fold.LEAST else -np.inf)
            case Fold.FIRST | Fold.LAST:
                return np.full(groups, np.iinfo(np.int64).max if self.fold is Fold.FIRST else -1)
            case Fold.HISTOGRAM:
                return buffers.zeros((groups, 0 if self.bins is None else self.bins.count), np.uint32)
            case _:
                size = 0 if self.places is None else self.places.size
                return buffers.zeros((groups, (size + 63) // 64), np.uint64)

    def merge(self, states: Sequence[Array]) -> Array:
        """Return one state of several, without replicas."""
        match self.fold:
            case Fold.SUM:
                return _without_replicas(states)
            case Fold.LEAST | Fold.FIRST:
                return np.asarray(np.minimum.reduce(states))
            case Fold.GREATEST | Fold.LAST:
                return np.asarray(np.maximum.reduce(states))
            case Fold.HISTOGRAM:
                return np.asarray(sum(each.astype(np.int64) for each in states))
            case _:
                return self._counted(np.bitwise_or.reduce(states))

    def _counted(self, bitmap: Array) -> Array:
        """Return the bits that are set in each group's bitmap, but for that of null."""
        if self.places is not None:
            bitmap[:, self.places.null // 64] &= ~(np.uint64(1) << np.uint64(self.places.null % 64))
        return np.asarray(np.bitwise_count(bitmap).sum(axis=1, dtype=np.int64))


@record(eq=False)
class State:
    """What a thread has kept: a state for each `Kept`, the nulls of its column, and the rows of each group.

    `fractions` has the places of the columns of which a chunk was not of integers.
    """

    kept: tuple[Array, ...]
    nulls: tuple[npt.NDArray[np.int64] | None, ...]
    rows: npt.NDArray[np.int64] | None
    fractions: set[int]


class Accumulator:
    """The groups of one question while rows are passed over."""

    def __init__(self, keys: GroupKeys, kept: Sequence[Kept], rows: int) -> None:
        """Take the keys, what is to be kept, and how many rows there are at most."""
        self.keys = keys
        self._rows = rows
        self.kept = tuple(sorted(kept, key=lambda each: each.fold))  # sums first: they count rows
        self._replicas = REPLICAS if keys.groups <= SMALL else 1
        self._counts_nulls = True

    @property
    def columns(self) -> list[Array]:
        """The columns that a pass reads for it."""
        numbers = [each.numbers.values for each in self.kept if each.numbers is not None]
        places = [each.places.of.values for each in self.kept if each.places is not None]
        return [*(key.of.values for key in self.keys.keys), *numbers, *places]

    def guessing(self) -> Accumulator:
        """Return one for passes that are made again and again, which counts no nulls of mere sums."""
        made = copy.copy(self)
        made._counts_nulls = False
        return made

    def count_nulls(self) -> None:
        """Count the nulls of all columns from the next pass on: a sum of 0 may be of no value."""
        self._counts_nulls = True

    def begin(self, buffers: Buffers) -> State:
        """Return the state of a thread that has seen no row."""
        groups = self.keys.groups
        kept = tuple(each.begin(groups, self._replicas, place == 0, buffers) for place, each in enumerate(self.kept))
        nulls = tuple(
            buffers.zeros((groups,), np.int64) if _may_be_null(each) and (each.counted or self._counts_nulls) else None
            for each in self.kept
        )
        counted = bool(self.kept) and self.kept[0].fold is Fold.SUM
        return State(kept, nulls, None if counted else buffers.zeros((self._replicas, groups), np.int64), set())

    def question(self, chunk: Chunk, state: State, where: Sequence[Selector] = ()) -> Question:
        """Return what a kernel needs to add the rows at hand, those that satisfy `where`, to a state."""
        begin, end = chunk.rows.begin, chunk.rows.end
        measures = tuple(self._measure(place, chunk, state) for place in range(len(self.kept)))
        keys = tuple(key.range(begin, end) for key in self.keys.keys)
        return Question(self.keys.groups, self._replicas, keys, measures, tuple(where), state.rows)

    def _measure(self, place: int, chunk: Chunk, state: State) -> Measure:
        each, kept = self.kept[place], state.kept[place]
        if each.places is not None:
            return Measure(each.places.range(chunk.rows.begin, chunk.rows.end), each.fold, kept)
        if each.fold in (Fold.FIRST, Fold.LAST):
            return Measure(_NOTHING, each.fold, kept)
        if each.numbers is not None:
            known = each.numbers.range(chunk.rows.begin, chunk.rows.end)
        else:
            known = chunk.numbers(each.expression)
            self._check(known.values)
        if not known.are_whole:
            state.fractions.add(place)
        nulls = None if known.valid is None else state.nulls[place]
        found = each.bins or _NO_BINS
        return Measure(Lookup(known.values), each.fold, kept, known.valid, nulls, found.first, found.shift)

    def _check(self, numbers: Array) -> None:
        if numbers.dtype.kind == "f" or not len(numbers):
            return
        if max(abs(int(numbers.min())), abs(int(numbers.max()))) * max(self._rows, 1) >= _EXACT:
            raise InexactError

    def merge(self, states: Sequence[State]) -> Totals:
        """Return what all threads together have kept."""
        kept = [[state.kept[place] for state in states] for place in range(len(self.kept))]
        nulls = [_sum([state.nulls[place] for state in states]) for place in range(len(self.kept))]
        if states[0].rows is not None:
            rows = _without_replicas([each.rows for each in states if each.rows is not None])
        else:
            rows = _without_replicas([each[..., 1] for each in kept[0]]).astype(np.int64)
            kept[0] = [each[..., 0] for each in kept[0]]
        merged = [each.merge(states) for each, states in zip(self.kept, kept, strict=True)]
        places = {(each.fold, without_spans(each.expression)): place for place, each in enumerate(self.kept)}
        fractions = set[int]().union(*(each.fractions for each in states))
        divisors = [None if each.numbers is None else each.numbers.divisor for each in self.kept]
        guessed = tuple(place for place, each in enumerate(self.kept) if _may_be_null(each) and nulls[place] is None)
        return Totals(rows, merged, nulls, fractions, divisors, places, guessed)


_NOTHING = Lookup(np.zeros(0, np.uint8))
_NO_BINS = Bins(0, 0, 0)


def _may_be_null(kept: Kept) -> bool:
    return kept.places is None and (kept.numbers is None or kept.numbers.valid is not None)


def _sum(parts: Sequence[npt.NDArray[np.int64] | None]) -> npt.NDArray[np.int64] | None:
    counted = [each for each in parts if each is not None]
    return _added(counted) if len(counted) == len(parts) else None


def _without_replicas(states: Sequence[Array]) -> Array:
    """Return the sum of states and of the replicas in each."""
    parts: list[Array] = [each.sum(axis=0) if len(each) > 1 else each[0] for each in states]
    return functools.reduce(operator.add, parts)


def _added(states: Sequence[Array]) -> Array:
    """Return the sum of states that nobody needs any more: the first holds it."""
    for each in states[1:]:
        np.add(states[0], each, out=states[0])
    return states[0]


def keep(call: Aggregate, groups: int, frame: Frame, coder: Coder) -> Kept | None:
    """Return what a pass over rows keeps for an aggregate but `count()`; None where it can't do that aggregate."""
    fold = FOLDS.get(AGGREGATES[call.function].kernel)
    if fold is None or call.order is not None:
        return None
    argument = call.arguments[0]
    if fold is Fold.DISTINCT:
        places = _places(argument, coder)
        return None if places is None or groups * places.size > _BITS else Kept(fold, argument, None, places)
    if not isinstance(argument, typed.Column):
        is_number = argument.type is Type.NUMBER and fold not in (Fold.FIRST, Fold.LAST)
        return Kept(fold, argument) if is_number else None
    if fold in (Fold.FIRST, Fold.LAST):
        return Kept(fold, argument)
    if argument.type is Type.NUMBER and is_derived(frame, argument.name):
        return Kept(fold, argument)  # chunk by chunk: looked up for all rows at once, it would take memory for all
    stored = _stored(argument.name, frame)
    return None if stored is None else Kept(fold, argument, stored)


def keep_histogram(argument: Expression, groups: int, frame: Frame) -> Kept | None:
    """Return what a pass keeps for percentiles of a stored column of numbers; None where there is no other way."""
    if not isinstance(argument, typed.Column) or argument.type is not Type.NUMBER or groups > MOST_GROUPS:
        return None
    stored = _stored(argument.name, frame)
    bounds = None if stored is None else bounds_of(frame, argument.name)
    if stored is None or bounds is None:
        return None
    if stored.divisor is not None:
        bounds = tuple(round(each * stored.divisor) for each in bounds)
    return Kept(Fold.HISTOGRAM, argument, stored, None, bins(*bounds, groups))


def _stored(name: str, frame: Frame) -> Numbers | None:
    """Return a column of numbers or dates; None where it is none, or its sums are not exact in float64."""
    stored = stored_numbers(frame, name)
    if stored is not None and stored.are_whole:
        bounds = bounds_of(frame, name)
        if bounds is not None and max(abs(bounds[0]), abs(bounds[1])) * max(frame.rows, 1) >= _EXACT:
            return None
    return stored


def _places(argument: Expression, coder: Coder) -> Places | None:
    coded = coder.code(argument)
    if coded is None or isinstance(coded.values, MultivalueColumn):
        return None
    factor = factorise(coded.values)
    if factor.size == coded.of.size and bool((factor.codes == np.arange(factor.size)).all()):
        return Places(coded.of, None, factor.size, factor.null)
    return Places(coded.of, factor.codes, factor.size, factor.null)
