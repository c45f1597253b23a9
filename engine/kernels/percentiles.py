"""Which of a group's sorted values a percentile is, or between which two it lies."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array
from saql.record import record

_Places = npt.NDArray[np.int64]


@record(eq=False)
class Ranks:
    """Places among the sorted values of each group, from 0: `weight` of the way from `below` to `above`."""

    below: _Places
    above: _Places
    weight: npt.NDArray[np.float64]

    def between(self, low: Array, high: Array) -> Array:
        """Return the percentiles from the values at `below` and those at `above`."""
        if self.below is self.above:
            return low
        low, high = low.astype(np.float64), high.astype(np.float64)
        return low + (high - low) * self.weight


def continuous(counts: _Places, fraction: float, descending: bool = False) -> Ranks:
    """Return what lies at `fraction` of the way through the values, between two of them by their distance."""
    last = np.maximum(counts - 1, 0)
    position = (1 - fraction if descending else fraction) * last
    below = np.floor(position).astype(np.int64)
    return Ranks(below, np.minimum(below + 1, last), position - below)


def discrete(counts: _Places, fraction: float, descending: bool = False) -> Ranks:
    """Return the first of the values whose share of the group reaches `fraction`."""
    # 1e-9 undoes the error of a product that should be whole: 0.07 * 100 is above 7
    place = np.maximum(np.ceil(fraction * counts - 1e-9).astype(np.int64), 1) - 1
    if descending:
        place = counts - 1 - place
    place = np.maximum(place, 0)
    return Ranks(place, place, np.zeros(len(place)))


KINDS = {"percentile_cont": continuous, "percentile_disc": discrete}
"""Percentiles by the names that `saql.functions` has for them."""
