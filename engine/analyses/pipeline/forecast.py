"""The forecast of coming months and quarters: between which amounts they end, in all, by owner and by segment."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator
from typing import Literal

import numpy as np

from engine.analyses.pipeline.deals import Deals, Steps
from engine.analyses.pipeline.misses import drift_at, earlier_outlooks, misses_of
from engine.analyses.pipeline.months import QUARTER, month_of, quarter_of, start_of
from engine.analyses.pipeline.outlook import look_ahead, look_back
from engine.analyses.pipeline.simulation import Futures, simulate
from engine.kernels.arrays import Array
from saql.record import record

Scope = Literal["All", "Owner", "Segment"]
Length = Literal["Month", "Quarter"]


@record(kw_only=True)
class Period:
    """A month or a quarter: its length, its first month and the month after it, as months since January 1970."""

    length: Length
    start: int
    end: int

    @property
    def name(self) -> str:
        """What people call it: 2026-11, or 2026-Q4 where quarters are those of the calendar."""
        if self.length == "Month":
            return _month_name(self.start)
        if self.start % QUARTER == 0:
            return f"{1970 + self.start // 12}-Q{self.start % 12 // QUARTER + 1}"
        return f"{_month_name(self.start)} to {_month_name(self.end - 1)}"

    @property
    def words(self) -> str:
        """The same in a sentence: November 2026, or the quarter with the months that it has."""
        if self.length == "Month":
            return f"{month_name[self.start % 12 + 1]} {1970 + self.start // 12}"
        first, last = month_name[self.start % 12 + 1], month_name[(self.end - 1) % 12 + 1]
        return f"the quarter from {first} to {last} {1970 + (self.end - 1) // 12}"


@record(kw_only=True)
class Expected:
    """What is expected of a period in one scope.

    Args:
        period: the period.
        scope: of whom it is; `who` is the owner or the segment, None in all or where a deal has none.
        won: won in it so far.
        low, middle, high: what will be won in it in all: below `low` with 10%, below `middle` with 50%, `high` 90%.
        mean: the mean of what will be won; means of owners add up to that of all.
        committed: open deals that their owners commit to and expect to close in it.
        open: all open deals that are expected to close in it.
    """

    period: Period
    scope: Scope
    who: str | None
    won: float
    low: float
    middle: float
    high: float
    mean: float
    committed: float
    open: float


def forecast(
    deals: Deals, steps: Steps, now: float, *, months: int, first_month: int = 1, simulations: int = 10_000, seed: int
) -> tuple[Expected, ...]:
    """Forecast this month and those after it, and the quarters that they fill.

    Args:
        deals: the deals as they are now.
        steps: what is known of their past.
        now: the present moment, in days since 1970-01-01.
        months: how many months, this one among them.
        first_month: begins the fiscal year.
        simulations: how many futures are drawn.
        seed: of the random numbers.
    """
    past = look_back(deals, steps, now, months)
    moment = len(past.moments) - 1
    drift = drift_at(misses_of(past, earlier_outlooks(past)), moment)
    futures = simulate(look_ahead(past, moment), drift, deals, simulations, seed)
    month = int(past.moments.month[-1])
    return tuple(
        each for period in periods_of(month, months, first_month) for each in _in_period(deals, futures, period, month)
    )


def periods_of(month: int, months: int, first_month: int) -> tuple[Period, ...]:
    """Return the months from one on, then the quarters that end with them at the latest."""
    every = [Period(length="Month", start=each, end=each + 1) for each in range(month, month + months)]
    quarter = int(quarter_of(np.array([month]), first_month)[0])
    while quarter + QUARTER <= month + months:
        every.append(Period(length="Quarter", start=quarter, end=quarter + QUARTER))
        quarter += QUARTER
    return tuple(every)


def _in_period(deals: Deals, futures: Futures, period: Period, month: int) -> Iterator[Expected]:
    windows = slice(max(period.start - month, 0), period.end - month)
    closed, stated = month_of(deals.closed), month_of(deals.stated)
    amount = np.nan_to_num(deals.amount)
    start, end = period.start, period.end
    won = amount * (deals.won & (closed >= start) & (closed < end))
    awaited = amount * (np.isinf(deals.closed) & (stated >= start) & (stated < end))
    committed = awaited * deals.committed

    def expected(scope: Scope, who: str | None, total: Array, of: Array | slice) -> Expected:
        so_far = float(won[of].sum())
        ends = so_far + total[:, windows].sum(axis=1)
        low, middle, high = np.percentile(ends, (10, 50, 90))
        return Expected(
            period=period,
            scope=scope,
            who=who,
            won=so_far,
            low=float(low),
            middle=float(middle),
            high=float(high),
            mean=float(ends.mean()),
            committed=float(committed[of].sum()),
            open=float(awaited[of].sum()),
        )

    yield expected("All", None, futures.total, slice(None))
    for scope, names, codes, parts in (
        ("Owner", deals.owners, deals.owner, futures.owners),
        ("Segment", deals.segments, deals.segment, futures.segments),
    ):
        nothing = np.zeros_like(futures.total)
        there = set(parts) | set(np.unique(codes[won > 0]).tolist())
        for code in sorted(there):
            who = names[code] if code >= 0 else None
            yield expected(scope, who, parts.get(code, nothing), codes == code)  # type: ignore[arg-type]


def first_day(month: int) -> int:
    """Return the first day of a month, in days since 1970-01-01."""
    return int(start_of(np.array([month]))[0])


def _month_name(month: int) -> str:
    return f"{1970 + month // 12}-{month % 12 + 1:02}"
