"""How long until deals are won, with those that are still open counted rightly: cumulative incidence.

A deal that is open has lasted at least as long as it is old; a deal that is lost can't be won any more. The share won
by an age is estimated from both (Aalen and Johansen, 1978), see Kalbfleisch and Prentice, "The Statistical Analysis
of Failure Time Data" (2002), chapter 8. Without losses it is one minus the estimate of Kaplan and Meier.
"""

from __future__ import annotations

import numpy as np

from engine.kernels.arrays import Array
from saql.record import record

OPEN, WON, LOST = 0, 1, 2


@record(eq=False)
class Curve:
    """Shares of deals by age.

    Args:
        ages: the ages in days at which any ended (k,), rising.
        won, lost: the shares won, and lost, by then.
        at_risk: how many were open just before.
        count: how many deals it is of.
    """

    ages: Array
    won: Array
    lost: Array
    at_risk: Array
    count: int

    def at(self, ages: Array) -> tuple[Array, Array]:
        """Return the shares won and lost by some ages."""
        place = np.searchsorted(self.ages, ages, side="right")
        return np.append(0.0, self.won)[place], np.append(0.0, self.lost)[place]

    @property
    def ever_won(self) -> float:
        """The share won by the highest age that any ended at."""
        return float(self.won[-1]) if len(self.won) else 0.0

    def age_of(self, part: float) -> float:
        """Return the age by which a part of those that are ever won are won, NaN where none is."""
        if not self.ever_won:
            return float("nan")
        # A part of a sum of rounded numbers may miss its last digit.
        return float(self.ages[int(np.argmax(self.won >= part * self.ever_won * (1 - 1e-12)))])


def incidence(age: Array, outcome: Array) -> Curve:
    """Return the shares won and lost by age.

    Args:
        age: how old each deal was when it ended, or is now (n,), in days.
        outcome: OPEN, WON or LOST (n,).
    """
    ages, place = np.unique(age, return_inverse=True)
    won = np.bincount(place[outcome == WON], minlength=len(ages))
    lost = np.bincount(place[outcome == LOST], minlength=len(ages))
    every = np.bincount(place, minlength=len(ages))
    at_risk = np.cumsum(every[::-1])[::-1]
    left = np.cumprod(1 - (won + lost) / np.maximum(at_risk, 1))
    before = np.append(1.0, left)[:-1]
    ends = (won + lost) > 0
    return Curve(
        ages=ages[ends],
        won=np.cumsum(before * won / np.maximum(at_risk, 1))[ends],
        lost=np.cumsum(before * lost / np.maximum(at_risk, 1))[ends],
        at_risk=at_risk[ends],
        count=len(age),
    )
