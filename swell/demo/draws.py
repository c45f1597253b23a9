"""Random draws that every object needs: weighted choices, days with a season, times of a working day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from swell.demo.table import Booleans, Floats, Integers

DAY_MILLISECONDS = 86_400_000

# January to December: quarters end high, July and August are quiet.
_MONTHS = np.array([0.90, 0.96, 1.12, 0.94, 1.00, 1.12, 0.80, 0.70, 1.10, 1.00, 1.06, 1.22])
# From Monday to Sunday. 1970-01-01 was a Thursday.
_WEEKDAYS = np.array([1.0, 1.08, 1.08, 1.04, 0.92, 0.04, 0.03])
_QUARTER_DAYS = 91.3


def pick(random: np.random.Generator, weights: Sequence[float] | Floats, count: int) -> Integers:
    """Return `count` positions in `weights`, each drawn in proportion to its weight."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    found: Integers = np.searchsorted(edges[:-1] / edges[-1], random.random(count), side="right").astype(np.int64)
    return found


def pick_by_row(random: np.random.Generator, weights: Floats) -> Integers:
    """Return one position for each row of `weights` (rows by options), drawn by the weights of that row."""
    edges = np.cumsum(weights, axis=1)
    drawn = random.random(len(weights)) * edges[:, -1]
    positions: Integers = np.sum(drawn[:, None] >= edges[:, :-1], axis=1, dtype=np.int64)
    return positions


def chance(random: np.random.Generator, probability: float | Floats, count: int) -> Booleans:
    """Return `count` yes or no; `probability` of yes is one number, or one a row."""
    return random.random(count) < probability


def lognormal(random: np.random.Generator, median: Floats, spread: float) -> Floats:
    """Return one draw for each median; `spread` is the standard deviation of the logarithm."""
    return median * np.exp(spread * random.standard_normal(len(median)))


def season(days: Integers, growth: float, quarter_end: float) -> Floats:
    """Return how much business falls on each day.

    Args:
        days: consecutive days since 1970-01-01.
        growth: rise from one year to the next, 0.2 for 20%.
        quarter_end: how much more the last day of a quarter has than its first, 3.0 for four times as much.
    """
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    quarters = (months.astype(np.int64) // 3 * 3).astype("datetime64[M]").astype("datetime64[D]")
    place = (dates - quarters).astype(np.int64) / _QUARTER_DAYS
    ramp = 1.0 + quarter_end * place**5
    trend = (1.0 + growth) ** ((days - days[0]) / 365.25)
    weights: Floats = _MONTHS[months.astype(np.int64) % 12] * _WEEKDAYS[(days + 3) % 7] * ramp * trend
    return weights


def seasonal_days(
    random: np.random.Generator, first: int, end: int, count: int, *, growth: float, quarter_end: float = 0.0
) -> Integers:
    """Return `count` days from `first` to `end` (exclusive), distributed as `season` says."""
    days = np.arange(first, end, dtype=np.int64)
    return days[pick(random, season(days, growth, quarter_end), count)]


def working_times(random: np.random.Generator, days: Integers) -> Integers:
    """Return an instant of each day in milliseconds since 1970-01-01: mostly within office hours, to the second."""
    hours = np.clip(random.normal(13.0, 2.6, len(days)), 6.0, 21.9)
    seconds = np.round(hours * 3600).astype(np.int64)
    instants: Integers = days * DAY_MILLISECONDS + seconds * 1000
    return instants


def group_starts(sizes: Integers) -> Integers:
    """Return where each group starts when groups of these sizes lie one after the other."""
    starts: Integers = np.cumsum(sizes) - sizes
    return starts


def place_in_group(sizes: Integers) -> Integers:
    """Return 0, 1, 2.. for the members of each group, for all groups one after the other."""
    places: Integers = np.arange(sizes.sum(), dtype=np.int64) - np.repeat(group_starts(sizes), sizes)
    return places
