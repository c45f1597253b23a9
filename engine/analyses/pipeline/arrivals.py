"""Deals that do not exist yet: how many will be made in the coming months, and how many of them won in these months."""

from __future__ import annotations

import numpy as np

from engine.analyses.pipeline.chances import MONTHS, Chances
from engine.analyses.pipeline.deals import Deals
from engine.analyses.pipeline.moments import Moments
from engine.analyses.pipeline.months import month_of, start_of
from engine.forecasting.smoothing import smooth
from engine.kernels.arrays import Array
from saql.record import record

_FEWEST = 6
"""A series of fewer months has no trend worth going on with."""

_SHARES_OF = 12
"""Segments' shares of what is made are those of so many months."""

_WEIGHT = 20.0


@record(eq=False)
class Cohorts:
    """Deals by segment and the month they were made in: how many, and how many were won how many months later.

    Args:
        first: the first of the months.
        made: (months, segments); `won` (months, segments, horizon).
        late_made, late_won: the same of those made after the place in the month at which now is in its own.
    """

    first: int
    made: Array
    won: Array
    late_made: Array
    late_won: Array


@record(eq=False)
class Arrivals:
    """What is expected of deals that do not exist yet.

    Args:
        made: deals made, by window (horizon,).
        won: of them won, by segment and window (segments, horizon); segment 0 is none.
    """

    made: Array
    won: Array


def count_cohorts(deals: Deals, moments: Moments, horizon: int) -> Cohorts:
    """Count what was made each month, from the month of the first moment to that of the last."""
    first, months, segments = int(moments.month[0]), len(moments), len(deals.segments) + 1
    made, closed = month_of(deals.created), month_of(deals.closed)
    chosen = (made >= first) & (made < first + months)
    place = (made[chosen] - first) * segments + deals.segment[chosen] + 1
    later = (closed - made)[chosen]
    won = deals.won[chosen] & (later < horizon)
    late = deals.created[chosen] - start_of(made[chosen]) >= moments.at[-1] - start_of(moments.month[-1:])[0]

    def counted(of: Array) -> tuple[Array, Array]:
        every = np.bincount(place[of], minlength=months * segments).reshape(months, segments)
        of_won = of & won
        size = months * segments * horizon
        ends = np.bincount(place[of_won] * horizon + later[of_won], minlength=size)
        return every.astype(np.float64), ends.reshape(months, segments, horizon).astype(np.float64)

    return Cohorts(first, *counted(np.ones(len(place), bool)), *counted(late))


def expect_arrivals(cohorts: Cohorts, chances: Chances, month: int) -> Arrivals:
    """Return what is expected at the moment in a month, from the months before it."""
    months = month - cohorts.first
    horizon, segments = cohorts.won.shape[2], cohorts.made.shape[1]
    made = _expected_made(cohorts, months, horizon)
    recent = cohorts.made[max(0, months - _SHARES_OF) : months].sum(axis=0)
    share = recent / max(recent.sum(), 1.0)
    first = _conversion(cohorts, cohorts.late_made, cohorts.late_won, chances, months, first_window=0)
    whole = _conversion(cohorts, cohorts.made, cohorts.won, chances, months, first_window=1)
    won = np.zeros((segments, horizon))
    for window in range(horizon):
        rates = whole[:, : horizon - window] if window else first
        won[:, window:] += made[window] * share[:, None] * rates
    season = (month + np.arange(horizon)) % MONTHS
    return Arrivals(made, won * chances.won_months[:, (np.arange(horizon) > 0).astype(np.int64), season])


def _expected_made(cohorts: Cohorts, months: int, horizon: int) -> Array:
    """Return how many are made in each window; the first is what is left of a month."""
    series = cohorts.made[:months].sum(axis=1)
    if months < _FEWEST:
        made = np.full(horizon, series.mean() if months else 0.0)
    else:
        made = smooth(series, horizon, None, MONTHS if months >= 2 * MONTHS else 0).values
        made = np.maximum(np.where(np.isfinite(made), made, series.mean()), 0.0)
    made[0] *= cohorts.late_made[:months].sum() / max(series.sum(), 1.0)
    return made


def _conversion(cohorts: Cohorts, made: Array, won: Array, chances: Chances, months: int, first_window: int) -> Array:
    """Return the part won so many months after deals were made, in months as good as the mean: (segments, horizon).

    `first_window` tells which factors of months those won at once have.
    """
    later = np.arange(won.shape[2])
    month = np.arange(months)[:, None] + later
    known = (month < months)[:, None, :]
    kind = np.minimum(later + first_window, 1)
    factors = chances.won_months[:, kind, (cohorts.first + month) % MONTHS].transpose(1, 0, 2)
    exposed = (made[:months, :, None] * factors * known).sum(axis=0)
    ended = (won[:months] * known).sum(axis=0)
    whole = ended.sum(axis=0) / np.maximum(exposed.sum(axis=0), 1e-9)
    found: Array = (ended + _WEIGHT * whole) / (exposed + _WEIGHT)
    return found
