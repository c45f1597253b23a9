"""Whether what texts say agrees with the scores that the same customers gave."""

from __future__ import annotations

import math

import numpy as np

from engine.analyses.sentiment.scoring import BANDS
from engine.analyses.statistics.proportions import NORMAL_95
from engine.kernels.arrays import Array
from saql.record import record

FEW = 30
"""Of fewer texts with a score nothing is said."""


@record(kw_only=True)
class Agreement:
    """How sentiment and scores go together.

    Args:
        compared: how many texts have both.
        correlation: Pearson's, from -1 to 1; NaN where one of the two is always the same.
        low: its lower bound with 95% certainty.
        high: its upper bound.
        counts: how many texts of each band (row) are of customers that are discontent, in between, content (column).
        same: the share whose band is that of the customer.
        baseline: the share that is right by always saying the most frequent.
    """

    compared: int
    correlation: float
    low: float
    high: float
    counts: tuple[tuple[int, ...], ...]
    same: float
    baseline: float

    @property
    def agrees(self) -> bool:
        """Whether more than chance makes positive texts come with high scores."""
        return self.low > 0


def agreement(sentiment: Array, band: Array, score: Array, discontent: float, content: float) -> Agreement | None:
    """Return how sentiment and scores go together, None where too few texts have both.

    Args:
        sentiment: float64 from -1 to 1, NaN where it is not known.
        band: int32: the place of its band, -1 where it is not known.
        score: float64: what the customers gave, NaN where nothing.
        discontent: scores up to this are those of discontent customers.
        content: scores from this on are those of content ones.
    """
    both = ~np.isnan(sentiment) & ~np.isnan(score)
    count = int(np.count_nonzero(both))
    if count < FEW:
        return None
    felt, given = sentiment[both], score[both]
    customer = np.where(given >= content, 2, np.where(given <= discontent, 0, 1))
    at = band[both].astype(np.int64) * len(BANDS) + customer
    counts = np.bincount(at, minlength=len(BANDS) ** 2).reshape(len(BANDS), len(BANDS))
    correlation, low, high = _correlation(felt, given)
    return Agreement(
        compared=count,
        correlation=correlation,
        low=low,
        high=high,
        counts=tuple(tuple(int(each) for each in row) for row in counts),
        same=float(np.trace(counts) / count),
        baseline=float(counts.sum(axis=0).max() / count),
    )


def _correlation(first: Array, second: Array) -> tuple[float, float, float]:
    """Return a correlation with its bounds by Fisher's transformation."""
    if first.std() == 0 or second.std() == 0:
        return math.nan, math.nan, math.nan
    found = float(np.corrcoef(first, second)[0, 1])
    middle, half = math.atanh(max(min(found, 1 - 1e-12), -1 + 1e-12)), NORMAL_95 / math.sqrt(len(first) - 3)
    return found, math.tanh(middle - half), math.tanh(middle + half)
