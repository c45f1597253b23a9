"""Shares: how sure they are, and whether two of them differ by more than chance."""

from __future__ import annotations

import math
from collections.abc import Sequence

NORMAL_95 = 1.959963984540054


def interval(successes: float, trials: float) -> tuple[float, float]:
    """Return between which shares the true one lies, with 95% certainty: the score interval of Wilson (1927).

    Args:
        successes: how many of the trials had the outcome.
        trials: how many there were; none gives 0 and 1.
    """
    if trials <= 0:
        return 0.0, 1.0
    square = NORMAL_95**2 / trials
    share = successes / trials
    middle = (share + square / 2) / (1 + square)
    half = math.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def chance_of_difference(first: tuple[int, int], second: tuple[int, int]) -> float | None:
    """Return how likely two shares are to differ so much if nothing but chance made them differ.

    The test of two proportions with a pooled variance, two-sided. None where fewer than five successes or failures are
    to be expected in one of them: there the test says nothing (Cochran 1954).

    Args:
        first: successes and trials.
        second: successes and trials of others.
    """
    trials = first[1] + second[1]
    least = min(first[1], second[1])
    if least == 0:
        return None
    pooled = (first[0] + second[0]) / trials
    if min(pooled, 1 - pooled) * least < 5:
        return None
    spread = math.sqrt(pooled * (1 - pooled) * (1 / first[1] + 1 / second[1]))
    distance = abs(first[0] / first[1] - second[0] / second[1]) / spread
    return math.erfc(distance / math.sqrt(2))


def corrected(chances: Sequence[float]) -> list[float]:
    """Return chances corrected for that many were looked at (Holm 1979): one in twenty finds anything at all by chance.

    Args:
        chances: of each look, how likely chance alone makes it.

    Returns:
        The same, each raised, in their order.
    """
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    raised, worst = [0.0] * len(chances), 0.0
    for rank, at in enumerate(order):
        worst = max(worst, min(1.0, chances[at] * (len(chances) - rank)))
        raised[at] = worst
    return raised
