"""Which records are learnt from, which set the level, and which tell how good it is: the newest."""

from __future__ import annotations

import numpy as np

from engine.analyses.scorecards.records import Booleans, Days
from engine.models.errors import ModelError
from saql.record import record

_SHARES = (0.6, 0.8)
_FEWEST_DAYS = 3


@record
class Periods:
    """The first days of the second and of the third period; the first has what is before."""

    second: int
    third: int

    def learning(self, days: Days) -> Booleans:
        """Return which records are of the first period."""
        return days < self.second

    def levelling(self, days: Days) -> Booleans:
        """Return which are of the second."""
        return (days >= self.second) & (days < self.third)

    def testing(self, days: Days) -> Booleans:
        """Return which are of the third."""
        return days >= self.third


def split(days: Days) -> Periods:
    """Return three periods with about 60, 20 and 20% of the records; no day falls into two.

    Raises:
        ModelError: all records are of one day, or of two.
    """
    distinct, counts = np.unique(days, return_counts=True)
    if len(distinct) < _FEWEST_DAYS:
        raise ModelError(
            f"The records whose outcome is known are of {len(distinct)} days; it takes three to learn from the older "
            "and test with the newer.",
            hint="Name the date that puts them in order: when",
        )
    share = (np.cumsum(counts) - counts) / counts.sum()
    second = int(np.argmin(np.abs(share - _SHARES[0])))
    second = min(max(second, 1), len(distinct) - 2)
    third = int(np.argmin(np.abs(share - _SHARES[1])))
    third = min(max(third, second + 1), len(distinct) - 1)
    return Periods(int(distinct[second]), int(distinct[third]))
