"""How likely differences are by chance alone.

Groups are given by arrays of one shape, a difference is looked at for each element. Normal tails are those of
`math.erfc`; where groups are small, counts are judged by their exact distribution instead.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

SMALL = 200
"""A group with fewer rows of either outcome is judged exactly."""

_NORMAL = NormalDist()
_SMALLEST = 1e-290
_LOOKED_AT = 0.01
"""Chances above this are of no interest, so nobody needs them exactly."""


def normal_chance(distances: Floats) -> Floats:
    """Return the chances that a normal variable is so many standard deviations away from its mean, on either side."""
    found = [math.erfc(each / math.sqrt(2)) for each in np.abs(distances).ravel().tolist()]
    return np.array(found, dtype=np.float64).reshape(distances.shape)


def student_distance(distances: Floats, freedom: Floats) -> Floats:
    """Return distances of Student's t as those of a normal variable with the same tails.

    D. L. Wallace, Bounds on Normal Approximations to Student's and the Chi-Square Distributions, Annals of Mathematical
    Statistics 30 (1959).
    """
    least = np.maximum(freedom, 1.0)
    factor = (8 * least + 1) / (8 * least + 3)
    found: Floats = np.sign(distances) * factor * np.sqrt(least * np.log1p(distances**2 / least))
    return found


def shares_differ(hits: Floats, rows: Floats, other_hits: Floats, other_rows: Floats) -> tuple[Floats, Floats]:
    """Compare the share of hits among rows with that among other rows.

    Returns:
        The distances in standard deviations, positive where the first share is larger, and the chances.
    """
    pooled = (hits + other_hits) / np.maximum(rows + other_rows, 1)
    step = 1 / np.maximum(rows, 1) + 1 / np.maximum(other_rows, 1)
    difference = hits / np.maximum(rows, 1) - other_hits / np.maximum(other_rows, 1)
    distances = _distance(difference, np.sqrt(pooled * (1 - pooled) * step), step / 2)
    chances = normal_chance(distances)
    total = hits + other_hits
    for at in _doubtful(chances, np.minimum(hits, rows - hits)):
        chances.flat[at] = _exact(hits.flat[at], rows.flat[at], other_rows.flat[at], total.flat[at], 1.0)
    return distances, chances


def shares_change(
    hits: tuple[Floats, Floats],
    rows: tuple[Floats, Floats],
    other_hits: tuple[Floats, Floats],
    other_rows: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Compare how the share of hits changed from before to after with how it changed among other rows.

    Args:
        hits: before and after.
        rows: before and after.
        other_hits: before and after.
        other_rows: before and after.

    Returns:
        The distances in standard deviations, positive where the first share rose more, and the chances.
    """
    change, variance, step = _change(hits, rows)
    other_change, other_variance, _ = _change(other_hits, other_rows)
    distances = _distance(change - other_change, np.sqrt(variance + other_variance), step / 2)
    chances = normal_chance(distances)
    total, misses = hits[0] + hits[1], rows[0] + rows[1] - hits[0] - hits[1]
    odds = _odds(other_hits[1], other_rows[1]) / _odds(other_hits[0], other_rows[0])
    for at in _doubtful(chances, np.minimum(total, misses)):
        exact = _exact(hits[1].flat[at], rows[1].flat[at], rows[0].flat[at], total.flat[at], float(odds.flat[at]))
        # The others' odds are not known exactly either: their part of the variance widens what chance may do.
        known = float(variance.flat[at] / (variance.flat[at] + other_variance.flat[at]))
        distance = -_NORMAL.inv_cdf(max(exact, _SMALLEST) / 2)
        chances.flat[at] = math.erfc(distance * math.sqrt(known / 2))
    return distances, chances


def means_change(
    rows: tuple[Floats, Floats],
    sums: tuple[Floats, Floats],
    squares: Floats,
    other_rows: tuple[Floats, Floats],
    other_sums: tuple[Floats, Floats],
    other_squares: Floats,
) -> tuple[Floats, Floats]:
    """Compare how a mean changed from before to after with how it changed among other rows.

    Args:
        rows: before and after.
        sums: of the values, before and after. Values with long tails are to be ranks, else one of them decides.
        squares: sums of the squares of the values, of both periods.
        other_rows: before and after.
        other_sums: before and after.
        other_squares: of both periods.

    Returns:
        The distances in standard deviations, positive where the first mean rose more, and the chances.
    """
    change, variance = _mean_change(rows, sums, squares)
    other_change, other_variance = _mean_change(other_rows, other_sums, other_squares)
    distances = _distance(change - other_change, np.sqrt(variance + other_variance), np.zeros_like(change))
    smaller = np.minimum(np.minimum(rows[0], rows[1]), np.minimum(other_rows[0], other_rows[1]))
    distances = student_distance(distances, 2 * smaller - 2)
    return distances, normal_chance(distances)


def means_differ(values: Floats, other_values: Floats) -> float:
    """Return the chance that the means of values and of other values are so far apart."""
    rows, other_rows = len(values), len(other_values)
    deviation = math.sqrt(float(values.var()) / rows + float(other_values.var()) / other_rows)
    difference = float(values.mean() - other_values.mean())
    return math.erfc(abs(difference) / deviation / math.sqrt(2)) if deviation else 1.0


def _distance(difference: Floats, deviation: Floats, correction: Floats) -> Floats:
    """Return differences in standard deviations, brought nearer to 0 by a correction for counts being whole."""
    size = np.maximum(np.abs(difference) - correction, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(deviation > 0, np.sign(difference) * size / deviation, 0.0)
    return np.nan_to_num(found)


def _change(hits: tuple[Floats, Floats], rows: tuple[Floats, Floats]) -> tuple[Floats, Floats, Floats]:
    before, after = np.maximum(rows[0], 1), np.maximum(rows[1], 1)
    share = (hits[0] + hits[1]) / (before + after)
    step = 1 / before + 1 / after
    return hits[1] / after - hits[0] / before, share * (1 - share) * step, step


def _mean_change(rows: tuple[Floats, Floats], sums: tuple[Floats, Floats], squares: Floats) -> tuple[Floats, Floats]:
    before, after = np.maximum(rows[0], 1), np.maximum(rows[1], 1)
    within = squares - sums[0] ** 2 / before - sums[1] ** 2 / after
    variance = np.maximum(within, 0) / np.maximum(before + after - 2, 1)
    return sums[1] / after - sums[0] / before, variance * (1 / before + 1 / after)


def _odds(hits: Floats, rows: Floats) -> Floats:
    return (hits + 0.5) / (rows - hits + 0.5)


def _doubtful(chances: Floats, rarer: Floats) -> npt.NDArray[np.int64]:
    return np.flatnonzero((chances < _LOOKED_AT) & (rarer < SMALL))


def _exact(hits: float, rows: float, other_rows: float, total: float, odds: float) -> float:
    """Return the chance of as many hits or more among rows, or as many or fewer, twice the smaller of both.

    `total` hits are among all rows, and each row's odds to have one are `odds` times those of the other rows: Fisher's
    noncentral hypergeometric distribution (his exact test where `odds` is 1).
    """
    least, most = int(max(0, total - other_rows)), int(min(rows, total))
    places = np.arange(least, most + 1, dtype=np.float64)
    logs = _choose(rows, places) + _choose(other_rows, total - places) + places * math.log(odds)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    here = int(hits) - least
    return float(min(1.0, 2 * min(weights[: here + 1].sum(), weights[here:].sum())))


def _choose(rows: float, places: Floats) -> Floats:
    """Return the logarithm of in how many ways `places` can be chosen of `rows`."""
    found: Floats = _log_factorial(np.array([rows])) - _log_factorial(places) - _log_factorial(rows - places)
    return found


_EXACT_BELOW = 20
_SMALL_FACTORIALS = np.array([math.lgamma(number + 1.0) for number in range(_EXACT_BELOW)])


def _log_factorial(numbers: Floats) -> Floats:
    """Return the logarithms of the factorials of whole numbers, by Stirling's series where they are not small."""
    large = np.maximum(numbers, _EXACT_BELOW)
    series = (
        (large + 0.5) * np.log(large) - large + 0.5 * math.log(2 * math.pi) + 1 / (12 * large) - 1 / (360 * large**3)
    )
    small = _SMALL_FACTORIALS[np.minimum(numbers, _EXACT_BELOW - 1).astype(np.int64)]
    return np.where(numbers < _EXACT_BELOW, small, series)
