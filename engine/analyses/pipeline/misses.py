"""How far earlier forecasts were from what came, beyond what chance explains: it moves all deals together.

A good or bad quarter, a new price, a campaign: such things are in no deal. Earlier forecasts show their size, so a
forecast is corrected by their mean and widened by their spread.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.analyses.pipeline.outlook import Outlook, Past, expected, look_ahead, won_after
from engine.kernels.arrays import Array
from saql.record import record

FIRST = 6
"""Months of learning before the first forecast is made."""

_HALF_LIFE = 12.0
"""An error of so many months ago counts half."""

_SUPPOSED = 0.07
_SUPPOSED_COUNT = 4.0
"""Before there are errors, the spread is supposed to be this; it counts like so many errors."""

_NONE_COUNT = 8.0
"""The mean error is pulled towards none as if there were so many errors of nothing."""


@record(eq=False)
class Drift:
    """By what all amounts of a window are multiplied: the logarithm's mean and standard deviation (horizon,)."""

    mean: Array
    spread: Array


@record(eq=False)
class Misses:
    """Forecasts of moments and what came: logarithms of came over expected, and the variance that chance explains.

    Both are (moments, horizon), NaN where there was no forecast or the window has not ended.
    """

    logs: Array
    chance: Array


def earlier_outlooks(past: Past) -> dict[int, Outlook]:
    """Return what was to be expected at each moment before the last, from what was known then."""
    return {moment: look_ahead(past, moment) for moment in range(FIRST, len(past.moments) - 1)}


def misses_of(past: Past, outlooks: Mapping[int, Outlook]) -> Misses:
    """Return how far what was expected was from what came."""
    shape = (len(past.moments), past.horizon)
    logs, chance = np.full(shape, np.nan), np.full(shape, np.nan)
    for moment, outlook in outlooks.items():
        mean, deviation = expected(outlook, past.deals.amount)
        came = won_after(past, moment)
        with np.errstate(divide="ignore", invalid="ignore"):
            fine = (mean > 0) & (came > 0)
            logs[moment] = np.where(fine, np.log(came / mean), np.nan)
            chance[moment] = np.where(fine, np.log1p(np.square(deviation / mean)), np.nan)
    return Misses(logs, chance)


def drift_at(misses: Misses, moment: int) -> Drift:
    """Return what the misses that were known at a moment say: those of windows that had ended."""
    horizon = misses.logs.shape[1]
    mean, spread = np.zeros(horizon), np.zeros(horizon)
    for window in range(horizon):
        until = max(moment - window, 0)
        logs, chance = misses.logs[:until, window], misses.chance[:until, window]
        known = np.isfinite(logs)
        age = (until - 1 - np.arange(until))[known]
        weight = 0.5 ** (age / _HALF_LIFE)
        mean[window] = logs[known].sum() / (known.sum() + _NONE_COUNT)
        beyond = (weight * (np.square(logs[known] - mean[window]) - chance[known])).sum()
        variance = (beyond + _SUPPOSED_COUNT * _SUPPOSED**2) / (weight.sum() + _SUPPOSED_COUNT)
        spread[window] = np.sqrt(max(variance, 0.0))
    return Drift(mean, spread)
