"""How long records wait in a stage until they move on, where some dropped out and some still wait."""

from __future__ import annotations

import math

import numpy as np

from engine.kernels.arrays import Array
from saql.record import record

WAITS, MOVED, DROPPED = 0, 1, 2


@record(eq=False)
class Waiting:
    """Shares of records by the time since they entered a stage.

    Args:
        days: float64, ascending: the times at which something happened.
        moved: float64: the share that has moved on by then.
        dropped: float64: the share that has dropped out by then.
    """

    days: Array
    moved: Array
    dropped: Array

    def move_on(self) -> float:
        """Return the share that is to move on, of those whose fate can be told; NaN where that is nobody's."""
        told = self.moved[-1] + self.dropped[-1] if len(self.days) else 0.0
        return float(self.moved[-1] / told) if told > 0 else math.nan

    def days_to_move(self, fraction: float) -> float:
        """Return after how many days the fraction of those that move on has done so; NaN where none does."""
        if not len(self.days) or self.moved[-1] <= 0:
            return math.nan
        at = int(np.searchsorted(self.moved, fraction * self.moved[-1] * (1 - 1e-12)))
        return float(self.days[at])


def waiting(days: Array, fate: Array) -> Waiting:
    """Return how records leave a stage over time: cumulative incidence after Aalen and Johansen (1978).

    A record that still waits counts for as long as it has waited, and no longer: it is neither taken for one that never
    moves on, nor left out, by which the slow ones would be forgotten.

    Args:
        days: float64, one a record: from its entry until it moved on, dropped out, or now.
        fate: `WAITS`, `MOVED` or `DROPPED`, one a record.
    """
    times, at = np.unique(days, return_inverse=True)
    here = np.bincount(at, minlength=len(times)).astype(np.float64)
    moved = np.bincount(at[fate == MOVED], minlength=len(times))
    dropped = np.bincount(at[fate == DROPPED], minlength=len(times))
    waiting_before = len(days) - np.concatenate([[0.0], np.cumsum(here)])[: len(times)]
    stays = np.cumprod(1.0 - (moved + dropped) / np.maximum(waiting_before, 1.0))
    stays_before = np.concatenate([[1.0], stays])[: len(times)]
    hazard = stays_before / np.maximum(waiting_before, 1.0)
    told = (moved + dropped) > 0
    return Waiting(times[told], np.cumsum(hazard * moved)[told], np.cumsum(hazard * dropped)[told])
