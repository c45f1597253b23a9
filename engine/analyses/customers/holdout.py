"""An honest test: a model learnt until a day, held against what customers bought after it."""

from __future__ import annotations

import numpy as np

from engine.analyses.customers import buying
from engine.analyses.customers.lifetime import Lifetime
from engine.analyses.customers.purchases import Purchases, history
from engine.kernels.arrays import Array
from saql.record import record

_GROUPS = ((0, 0), (1, 1), (2, 2), (3, 4), (5, 9), (10, 10**9))


@record(kw_only=True)
class Group:
    """Customers with equally many repeat purchases before the test, and the mean of each during it.

    `rate` is what they would have bought at their rate so far: the plain baseline.
    """

    low: int
    high: int
    customers: int
    bought: float
    expected: float
    rate: float


@record(kw_only=True)
class Holdout:
    """How a test went.

    Args:
        customers: those who bought before it.
        bought: what they bought during it, in all.
        expected: what the model expected, in all.
        rate: what they would have bought at the rate so far, in all.
        error: the root of the mean squared error of a customer, of the model.
        rate_error: the same of the baseline.
        groups: by repeat purchases.
    """

    customers: int
    bought: int
    expected: float
    rate: float
    error: float
    rate_error: float
    groups: tuple[Group, ...]

    @property
    def beaten(self) -> bool:
        """Whether the model's error is smaller than that of the baseline."""
        return self.error < self.rate_error


def test(model: Lifetime, purchases: Purchases, cut: int, until: int) -> Holdout:
    """Hold a model that was learnt until the day `cut` against the purchases from then to the day `until`."""
    seen, rows = history(purchases, cut)
    bought = purchases.counts(cut + 1, until)[rows].astype(np.float64)
    expected = buying.expected(model.buying, seen, until - cut)
    rate = seen.repeats / np.maximum(seen.age, 1) * (until - cut)
    return Holdout(
        customers=len(bought),
        bought=int(bought.sum()),
        expected=float(expected.sum()),
        rate=float(rate.sum()),
        error=_error(expected, bought),
        rate_error=_error(rate, bought),
        groups=tuple(_groups(seen.repeats, bought, expected, rate)),
    )


def _groups(repeats: Array, bought: Array, expected: Array, rate: Array) -> list[Group]:
    found = []
    for low, high in _GROUPS:
        rows = (repeats >= low) & (repeats <= high)
        if rows.any():
            means = (float(each[rows].mean()) for each in (bought, expected, rate))
            found.append(Group(low=low, high=high, customers=int(rows.sum()), **dict(zip(_MEANS, means, strict=True))))
    return found


_MEANS = ("bought", "expected", "rate")


def _error(expected: Array, bought: Array) -> float:
    return float(np.sqrt(np.mean((expected - bought) ** 2)))
