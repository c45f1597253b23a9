"""How each person and team stands in each period: from sums and targets to what a sales manager asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.analyses.goals.people import Tree
from engine.analyses.goals.periods import Calendar
from saql.record import record

State: TypeAlias = Literal["reached", "missed", "on pace", "a little behind", "behind", "to come", "no target"]
Level: TypeAlias = Literal["Company", "Team", "Person"]

A_LITTLE_BEHIND = 0.8
"""The least pace that is only a little behind."""

EARLY = 0.1
"""The share of a period that has to have gone before its run rate says anything."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@record(eq=False)
class Rows:
    """Rows that count: the position of their person in the tree, their day since 1970-01-01, and how much they are."""

    person: Integers
    day: Integers
    amount: Floats

    def sums(self, people: int, periods: Integers, first: int, count: int) -> Floats:
        """Return their sums, people by periods from `first` on; `periods` has the period of each row."""
        at = periods - first
        inside = (at >= 0) & (at < count)
        flat = np.bincount(
            self.person[inside] * count + at[inside], weights=self.amount[inside], minlength=people * count
        )
        sums: Floats = flat.astype(np.float64).reshape(people, count)
        return sums

    def before(self, day: int) -> Rows:
        """Return those that count before a day."""
        kept = self.day < day
        return Rows(self.person[kept], self.day[kept], self.amount[kept])


@record(kw_only=True)
class Standing:
    """How a person or team stands in a period. What can't be said is None.

    Args:
        place: the position of the person, or of who leads the team, in the tree.
        level: what it is.
        period: the period.
        is_current: whether today lies in it.
        target: what is to be reached.
        actual: what has been reached.
        attainment: `actual` as a share of `target`.
        gone: the share of the period's working days that lie before today.
        pace: `attainment` over `gone`: above 1 is ahead of time.
        gap: what is missing; below 0 where more than the target was reached.
        run_rate: what the whole period brings where it goes on as it went.
        pipeline: the open amount with a date in the period, each with its chance.
        forecast: `actual` and `pipeline`.
        last_year: what the same period brought a year before.
        last_year_to_date: what it had brought after as many working days.
        state: how that is, in a word.
    """

    place: int
    level: Level
    period: int
    is_current: bool
    target: float | None
    actual: float
    attainment: float | None
    gone: float
    pace: float | None
    gap: float | None
    run_rate: float | None
    pipeline: float
    forecast: float
    last_year: float
    last_year_to_date: float
    state: State


@record(eq=False)
class Sums:
    """What standings follow from: people by periods, the first of which is `first`.

    `actual` and `to_date` begin a year earlier than the others, so that there is something to compare with; `to_date`
    has of each period a year before one that is not over what had come by the same point.
    """

    first: int
    target: Floats
    pipeline: Floats
    actual: Floats
    to_date: Floats


def sums_of(tree: Tree, calendar: Calendar, targets: Rows, won: Rows, still_open: Rows, today: int) -> Sums:
    """Return the sums for all periods that anybody has a target for; there must be one."""
    of_targets = calendar.of(targets.day)
    first, count = int(of_targets.min()), int(of_targets.max() - of_targets.min()) + 1
    people, year = len(tree), calendar.a_year
    own = targets.sums(people, of_targets, first, count)
    has = Rows(targets.person, targets.day, np.ones(len(targets.day))).sums(people, of_targets, first, count) > 0
    actual = won.sums(people, calendar.of(won.day), first - year, count + year)
    to_date = actual.copy()
    for period in range(first, first + count):
        early = won.before(calendar.same_point(period, period - year, today))
        column = early.sums(people, calendar.of(early.day), period - year, 1)
        to_date[:, period - first] = column[:, 0]
    return Sums(
        first=first,
        target=tree.targets(np.where(has, own, np.nan)),
        pipeline=tree.summed(still_open.sums(people, calendar.of(still_open.day), first, count)),
        actual=tree.summed(actual),
        to_date=tree.summed(to_date),
    )


def standings(tree: Tree, calendar: Calendar, sums: Sums, today: int) -> Iterator[Standing]:
    """Yield how all stand who have a target or reached something, period by period, those above before those below."""
    leads, year = tree.leads, calendar.a_year
    current = int(calendar.of(np.array([today]))[0])
    for at in range(sums.target.shape[1]):
        period = sums.first + at
        gone = calendar.gone(period, today)
        for place in range(len(tree)):
            target, actual = float(sums.target[place, at]), float(sums.actual[place, at + year])
            if np.isnan(target) and actual == 0:
                continue
            yield _standing(
                place=place,
                level="Company" if tree.above[place] < 0 else "Team" if leads[place] else "Person",
                period=period,
                is_current=period == current,
                target=None if np.isnan(target) else target,
                actual=actual,
                gone=gone,
                pipeline=float(sums.pipeline[place, at]) if period >= current else 0.0,
                last_year=float(sums.actual[place, at]),
                last_year_to_date=float(sums.to_date[place, at]),
            )


def _standing(  # the figures that the others follow from
    *,
    place: int,
    level: Level,
    period: int,
    is_current: bool,
    target: float | None,
    actual: float,
    gone: float,
    pipeline: float,
    last_year: float,
    last_year_to_date: float,
) -> Standing:
    attainment = actual / target if target else None
    pace = attainment / gone if attainment is not None and gone > 0 else None
    return Standing(
        place=place,
        level=level,
        period=period,
        is_current=is_current,
        target=target,
        actual=actual,
        attainment=attainment,
        gone=gone,
        pace=pace,
        gap=None if target is None else target - actual,
        run_rate=actual / gone if gone >= EARLY else None,
        pipeline=pipeline,
        forecast=actual + pipeline,
        last_year=last_year,
        last_year_to_date=last_year_to_date,
        state=_state(attainment, pace, gone),
    )


def _state(attainment: float | None, pace: float | None, gone: float) -> State:
    if attainment is None:
        return "no target"
    if attainment >= 1:
        return "reached"
    if gone >= 1:
        return "missed"
    if pace is None:
        return "to come"
    return "on pace" if pace >= 1 else "a little behind" if pace >= A_LITTLE_BEHIND else "behind"
