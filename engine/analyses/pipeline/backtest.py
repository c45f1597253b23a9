"""Forecasts of past months, each from what was known on its first day, beside what came and what simpler ways said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

import numpy as np

from engine.analyses.pipeline.deals import Deals
from engine.analyses.pipeline.misses import FIRST, drift_at, earlier_outlooks, misses_of
from engine.analyses.pipeline.moments import DUE_NOW
from engine.analyses.pipeline.months import QUARTER, month_of, quarter_of
from engine.analyses.pipeline.outlook import Outlook, Past
from engine.analyses.pipeline.simulation import simulate
from engine.kernels.arrays import Array
from saql.record import record

MONTHS = 24
_SIMULATIONS = 2000
_YEAR = 12

_FEWEST = 12
"""Fewer months tell nothing of which way is nearer."""

_ONE_OF_TWENTY = 1.645


@record(kw_only=True)
class Trial:
    """A forecast of a past month, or of the quarter that it is in, made on its first day.

    Args:
        month: the month on whose first day it was made.
        of_quarter: whether it is of the quarter; what was won in it before counts as known.
        low, middle, high: between low and high it was to be with 80%.
        came: what was won.
        year_before: what was won in the same month, or quarter, of the year before; NaN if that is not known.
        weighted: the sum of amount times the share of deals of its stage that are won, of those due in the month.
    """

    month: int
    of_quarter: bool
    low: float
    middle: float
    high: float
    came: float
    year_before: float
    weighted: float

    @property
    def held(self) -> bool:
        """Whether what came was between low and high."""
        return self.low <= self.came <= self.high


@record(kw_only=True)
class Errors:
    """How good forecasts were: `held` of `count` were right; mean absolute errors are parts of what came, or NaN."""

    held: int
    count: int
    error: float
    year_before: float
    weighted: float


def back_test(past: Past, first_month: int = 1, seed: int = 1) -> tuple[Trial, ...]:
    """Forecast the last 24 months again, as far as there are months to learn from before them.

    Args:
        past: the past in moments that are first days of months; the last month may be unfinished and is not tried.
        first_month: begins the fiscal year.
        seed: of the random numbers.
    """
    outlooks, last = earlier_outlooks(past), len(past.moments) - 1
    misses = misses_of(past, outlooks)
    won = _won_by_month(past.deals)
    trials = []
    for moment in range(max(FIRST, last - MONTHS), last):
        outlook = outlooks[moment]
        futures = simulate(outlook, drift_at(misses, moment), past.deals, _SIMULATIONS, seed).total
        weighted = _weighted(past, outlook, moment)
        trials += _trials(won, futures, outlook.month, int(past.moments.month[-1]), first_month, weighted)
    return tuple(trials)


def trials_json(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """Return trials as JSON; what is not known is null."""
    return [
        {key: None if isinstance(value, float) and np.isnan(value) else value for key, value in asdict(each).items()}
        for each in trials
    ]


def trials_of(state: Sequence[Mapping[str, Any]]) -> tuple[Trial, ...]:
    """Return the trials that `trials_json` wrote."""
    known: list[dict[str, Any]] = [
        {key: float("nan") if value is None else value for key, value in each.items()} for each in state
    ]
    return tuple(Trial(**each) for each in known)


def errors_of(trials: Sequence[Trial], of_quarter: bool) -> Errors:
    """Return how good the forecasts of months, or of quarters, were."""
    chosen = [each for each in trials if each.of_quarter == of_quarter and each.came > 0]

    def error(name: str) -> float:
        apart = [abs(getattr(each, name) - each.came) / each.came for each in chosen]
        known = [each for each in apart if np.isfinite(each)]
        return float(np.mean(known)) if known else float("nan")

    return Errors(
        held=sum(each.held for each in chosen),
        count=len(chosen),
        error=error("middle"),
        year_before=error("year_before"),
        weighted=error("weighted"),
    )


def beaten(trials: Sequence[Trial], plain: Literal["year_before", "weighted"]) -> Literal["no", "perhaps", "yes"]:
    """Return whether a plainer way was nearer to what came in months.

    It is `perhaps` where the difference of their absolute errors is one that chance makes in one of twenty cases.
    """
    both = [each for each in trials if not each.of_quarter and np.isfinite(getattr(each, plain))]
    if len(both) < _FEWEST:
        return "no"
    came = np.array([each.came for each in both])
    of_plain = np.abs([getattr(each, plain) for each in both] - came)
    further = np.abs([each.middle for each in both] - came) - of_plain
    sure = further.mean() > _ONE_OF_TWENTY * further.std(ddof=1) / np.sqrt(len(both))
    return "no" if further.mean() <= 0 else "yes" if sure else "perhaps"


def _trials(
    won: dict[int, float], futures: Array, month: int, now: int, first_month: int, weighted: float
) -> list[Trial]:
    quarter = int(quarter_of(np.array([month]), first_month)[0])
    found = []
    for of_quarter, start, end in ((False, month, month + 1), (True, quarter, quarter + QUARTER)):
        if end > now or end - month > futures.shape[1]:
            continue
        so_far = sum(won.get(each, 0.0) for each in range(start, month))
        low, middle, high = so_far + np.percentile(futures[:, : end - month].sum(axis=1), (10, 50, 90))
        before = [won.get(each - _YEAR, 0.0) for each in range(start, end)]
        found.append(
            Trial(
                month=month,
                of_quarter=of_quarter,
                low=float(low),
                middle=float(middle),
                high=float(high),
                came=sum(won.get(each, 0.0) for each in range(start, end)),
                year_before=sum(before) if start - _YEAR > min(won, default=start) else float("nan"),
                weighted=float("nan") if of_quarter else weighted,
            )
        )
    return found


def _won_by_month(deals: Deals) -> dict[int, float]:
    chosen = deals.won & np.isfinite(deals.amount)
    months, place = np.unique(month_of(deals.closed[chosen]), return_inverse=True)
    return dict(zip(months.tolist(), np.bincount(place, deals.amount[chosen]).tolist(), strict=True))


def _weighted(past: Past, outlook: Outlook, moment: int) -> float:
    """Return what a spreadsheet says: amount times the share of wins of its stage, of the deals due in the month.

    Where no close dates are known, all deals count, times the share of open deals that end within a month.
    """
    rows, horizon = past.moments.rows, past.horizon
    ended = (rows.moment < moment) & (rows.moment + np.minimum(rows.won, rows.lost) < moment)
    size = len(past.deals.stages) + 1
    wins = np.bincount(rows.stage[ended & (rows.won < horizon * _YEAR)], minlength=size)
    share = wins / np.maximum(np.bincount(rows.stage[ended], minlength=size), 1)
    now = rows.moment == moment
    if rows.due[now].any():  # close dates were stated: those in the month count
        at_once = (rows.due[now] == DUE_NOW).astype(np.float64)
    else:
        before = rows.moment < moment
        ended_in_it = np.count_nonzero(before & (np.minimum(rows.won, rows.lost) == 0))
        at_once = np.full(int(now.sum()), ended_in_it / max(int(np.count_nonzero(before)), 1))
    return float((outlook.amount * share[rows.stage[now]] * at_once).sum())
