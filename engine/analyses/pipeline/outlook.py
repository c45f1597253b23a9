"""What is to be expected at a moment, from what was known until then: of open deals, and of those still to come."""

from __future__ import annotations

import numpy as np

from engine.analyses.pipeline.arrivals import Cohorts, count_cohorts, expect_arrivals
from engine.analyses.pipeline.chances import Cells, Counts, chances_of, count_ends, learn
from engine.analyses.pipeline.deals import Deals, Steps
from engine.analyses.pipeline.moments import Moments, Rows, moments_until
from engine.analyses.pipeline.months import month_of
from engine.kernels.arrays import Array
from saql.record import record

_POOL_MONTHS = 12
_MONTH_DAYS = 30.44


@record(eq=False)
class Past:
    """Deals, the moments up to one of them, and how deals ended: counted once, learnt from up to any moment."""

    deals: Deals
    moments: Moments
    cells: Cells
    counts: Counts
    cohorts: Cohorts
    horizon: int
    amounts_known: bool


@record(eq=False)
class Outlook:
    """What is expected at a moment.

    Args:
        month: the month that the moment is in.
        deal: the open deals (d,), as positions.
        amount: what each is worth to the forecast; where nobody said, the mean of what its segment won lately.
        won: how likely each is won in each window (d, horizon).
        arriving: deals not yet made that are won, by segment and window (segments, horizon); segment 0 is none.
        pool: for each segment, won deals of late that the arriving ones are like, as positions.
        changes: by what amounts of deals were multiplied until they were won.
        wins: how many wins it was learnt from.
    """

    month: int
    deal: Array
    amount: Array
    won: Array
    arriving: Array
    pool: tuple[Array, ...]
    changes: Array
    wins: int


def look_back(deals: Deals, steps: Steps, now: float, horizon: int) -> Past:
    """Return the past up to now, in moments at the same place in each month."""
    moments = moments_until(deals, steps, now)
    cells = Cells(deals, moments.rows)
    counts, cohorts = count_ends(moments, cells, horizon), count_cohorts(deals, moments, horizon)
    return Past(deals, moments, cells, counts, cohorts, horizon, steps.has_amounts)


def look_ahead(past: Past, moment: int) -> Outlook:
    """Return what is to be expected at a moment, from what was known at it."""
    deals, moments = past.deals, past.moments
    chances = learn(moments, deals, past.cells, past.counts, moment)
    rows = moments.rows.of(moments.rows.moment == moment)
    month = int(moments.month[moment])
    won, _ = chances_of(chances, past.cells, deals, rows, np.full(len(rows.deal), month))
    arriving = expect_arrivals(past.cohorts, chances, month).won
    pool = _pool(deals, month, past.horizon)
    worth = np.array([deals.amount[each].mean() if len(each) else 0.0 for each in pool])
    amount = np.where(np.isfinite(rows.amount), rows.amount, worth[deals.segment[rows.deal] + 1])
    changes = _changes(past, moment) if past.amounts_known else np.ones(1)
    return Outlook(month, rows.deal, amount, won, arriving, pool, changes, chances.wins)


def _pool(deals: Deals, month: int, horizon: int) -> tuple[Array, ...]:
    """Return by segment the deals won in the year before a month as fast as one that comes within the horizon."""
    closed = month_of(deals.closed)
    fast = deals.closed <= deals.created + horizon * _MONTH_DAYS
    chosen = deals.won & fast & np.isfinite(deals.amount) & (closed < month) & (closed >= month - _POOL_MONTHS)
    every = np.flatnonzero(chosen)
    parts = [every[deals.segment[every] == each] for each in range(-1, len(deals.segments))]
    return tuple(each if len(each) else every for each in parts)


def _changes(past: Past, moment: int) -> Array:
    """Return the amounts of won deals over what they were at moments before."""
    rows: Rows = past.moments.rows
    known = (rows.moment + rows.won < moment) & (rows.won < past.horizon) & (rows.amount > 0)
    final = past.deals.amount[rows.deal[known]]
    changes: Array = (final / rows.amount[known])[np.isfinite(final)]
    return changes if len(changes) else np.ones(1)


def expected(outlook: Outlook, amounts: Array) -> tuple[Array, Array]:
    """Return the mean of what is won in each window and its standard deviation, were chances exact: (horizon,) each.

    Args:
        outlook: what is expected.
        amounts: of all deals.
    """
    change, squared = outlook.changes.mean(), np.square(outlook.changes).mean()
    amount, won = outlook.amount[:, None], outlook.won
    means = np.array([amounts[each].mean() if len(each) else 0.0 for each in outlook.pool])[:, None]
    squares = np.array([np.square(amounts[each]).mean() if len(each) else 0.0 for each in outlook.pool])[:, None]
    mean = (won * amount).sum(axis=0) * change + (outlook.arriving * means).sum(axis=0)
    variance = (won * squared - np.square(won * change)) * np.square(amount)
    return mean, np.sqrt(variance.sum(axis=0) + (outlook.arriving * squares).sum(axis=0))


def won_after(past: Past, moment: int) -> Array:
    """Return what was really won in each window after a moment (horizon,); NaN where the window has not ended."""
    deals, moments = past.deals, past.moments
    window = month_of(deals.closed) - moments.month[moment]
    chosen = deals.won & (deals.closed > moments.at[moment]) & (window < past.horizon) & np.isfinite(deals.amount)
    total = np.bincount(window[chosen], deals.amount[chosen], past.horizon)
    ended = moments.month[moment] + np.arange(past.horizon) < moments.month[-1]
    return np.where(ended, total, np.nan)
