"""Which rows of which parts stand together when parts become one, in order of the main date.

Each part is in that order already, so a range of dates is a run of rows in each. A step of the plan is such a range
with few enough rows to sort in memory; the plan's size goes by the number of steps, not of rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

from engine.store.array_file import Array
from engine.store.parts import Part, number_key
from saql.record import record

STEP_ROWS = 1 << 17
_SAMPLED = 1 << 11
"""One row in so many is looked at to find ranges of about `STEP_ROWS` rows."""


Run: TypeAlias = tuple[int, int]
"""Rows of a part, from the first to before the second."""


@record
class Step:
    """Runs of rows, one a part; `one_date` says that they need no sorting."""

    runs: tuple[Run, ...]
    one_date: bool


@record(eq=False)
class _Dates:
    """The main date of a part: `nulls` rows without one, then `ticks` in ascending order."""

    nulls: int
    ticks: Array


def plan_steps(parts: Sequence[Part], date: str | None) -> Iterator[Step]:
    """Yield the steps in which all rows of the parts are read."""
    if date is None:
        yield from _unordered([(0, each.rows) for each in parts])
        return
    dates = [_dates(each, date) for each in parts]
    yield from _unordered([(0, each.nulls) for each in dates])
    starts = [0] * len(parts)
    for bound, one_date in _bounds(dates):
        stops = [len(each.ticks) if bound is None else bisect_left(each.ticks, bound) for each in dates]
        runs = [(each.nulls + start, each.nulls + stop) for each, start, stop in zip(dates, starts, stops, strict=True)]
        if one_date:
            yield from _unordered(runs)
        elif stops != starts:
            yield Step(tuple(runs), one_date=False)
        starts = stops


def _unordered(runs: Sequence[tuple[int, int]]) -> Iterator[Step]:
    """Yield runs that need no sorting, one after the other."""
    for number, (start, stop) in enumerate(runs):
        for first in range(start, stop, STEP_ROWS):
            only = [(0, 0)] * len(runs)
            only[number] = first, min(first + STEP_ROWS, stop)
            yield Step(tuple(only), one_date=True)


def _dates(part: Part, date: str) -> _Dates:
    key = number_key(part.file, date)
    if key is None:
        return _Dates(part.rows, np.zeros(0, np.int8))
    nulls = sum(part.zones(date).nulls)
    return _Dates(nulls, part.file.fresh(key, nulls))


def _bounds(dates: Sequence[_Dates]) -> Iterator[tuple[Any, bool]]:
    """Yield the dates before which ranges end, ascending, None at last; and whether the range has but one date."""
    weights: dict[int, int] = {}
    for each in dates:
        rows = len(each.ticks)
        for start in range(0, rows, _SAMPLED):
            tick = int(each.ticks[start])
            weights[tick] = weights.get(tick, 0) + min(_SAMPLED, rows - start)
    filled = 0
    for tick in sorted(weights):
        if filled and filled + weights[tick] > STEP_ROWS:
            yield tick, False
            filled = 0
        filled += weights[tick]
        if weights[tick] >= STEP_ROWS:
            yield tick, False
            yield tick + 1, True
            filled = 0
    yield None, False
