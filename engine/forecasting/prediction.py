"""What every model gives."""

from __future__ import annotations

import numpy as np

from engine.kernels.arrays import Array
from saql.record import record

_REACH = {80: 1.2815515655446004, 95: 1.959963984540054}
"""Standard deviations on either side of the mean that hold so many percent of a normal distribution."""


@record(eq=False)
class Prediction:
    """What a model says of a series of n values and of the periods after it.

    `fitted` (n,) is what it would have forecast one period before, NaN where it says nothing; `values` (steps,) is the
    forecast, and `deviations` (steps,) the standard deviations of its errors, NaN where they are not known.
    """

    fitted: Array
    values: Array
    deviations: Array

    def interval(self, percentage: int) -> tuple[Array, Array]:
        """Return the lower and upper ends between which 80 or 95 percent of values are expected; errors are normal."""
        reach = _REACH[percentage] * self.deviations
        return self.values - reach, self.values + reach


def nothing(count: int, steps: int) -> Prediction:
    """Return the prediction for a series of `count` values that says too little."""
    return Prediction(np.full(count, np.nan), np.full(steps, np.nan), np.full(steps, np.nan))
