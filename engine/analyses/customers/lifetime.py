"""What customers are worth: the purchases, amounts and value that are expected of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.analyses.customers import buying, spending
from engine.analyses.customers.purchases import Purchases, history
from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from saql.record import record

YEAR = 365.25
"""Days."""

_MONTH = YEAR / 12
_TOO_FEW = "Learn from a longer time, or take the model out: without repeat purchases there is no lifetime to foretell."


@record(kw_only=True)
class Lifetime:
    """A fitted model: how customers buy, in days, and what they spend; None where too few amounts are known."""

    buying: buying.Buying
    spending: spending.Spending | None

    def to_json(self) -> dict[str, Any]:
        """Return its parameters as JSON."""
        spent = self.spending
        known = {"p": spent.p, "q": spent.q, "gamma": spent.gamma} if spent else None
        bought = self.buying
        return {"buying": {"r": bought.r, "alpha": bought.alpha, "a": bought.a, "b": bought.b}, "spending": known}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Lifetime:
        """Return the model that `to_json` wrote."""
        spent = value["spending"]
        return Lifetime(buying=buying.Buying(**value["buying"]), spending=spending.Spending(**spent) if spent else None)


@record(eq=False, kw_only=True)
class Outlook:
    """What is expected of customers.

    Args:
        rows: the places of these customers among all of the purchases (n,).
        alive: the probability that they still buy (n,).
        purchases: the purchases in the horizon (n,).
        amount: the amount of a purchase (n,); NaN where it is not known.
        value: purchases times amount (n,).
        lifetime: the same over the years of a lifetime, discounted (n,).
    """

    rows: Array
    alive: Array
    purchases: Array
    amount: Array
    value: Array
    lifetime: Array


def fit(purchases: Purchases, until: int) -> Lifetime:
    """Return the model of purchases up to a day.

    Args:
        purchases: the purchases.
        until: the last day, in days since 1970.

    Raises:
        ModelError: nobody bought again.
    """
    seen, _ = history(purchases, until)
    try:
        bought = buying.fit(seen)
    except ValueError:
        raise ModelError("No customer bought a second time.", hint=_TOO_FEW) from None
    counts, means = amounts(purchases.until(until))
    known = counts > 0
    spent = spending.fit(counts[known], means[known]) if known.sum() > 1 else None
    return Lifetime(buying=bought, spending=spent)


def amounts(purchases: Purchases) -> tuple[Array, Array]:
    """Return how many purchases of each customer have an amount above 0, and its mean; 0 where none has."""
    rows = purchases.amount > 0
    counts = np.bincount(purchases.who[rows], minlength=len(purchases.ids)).astype(np.float64)
    sums = np.bincount(purchases.who[rows], purchases.amount[rows], len(purchases.ids))
    return counts, sums / np.maximum(counts, 1)


def outlook(
    model: Lifetime, purchases: Purchases, today: int, *, horizon: int, years: float, discount: float
) -> Outlook:
    """Return what is expected of the customers who bought until today.

    Args:
        model: the model.
        purchases: the purchases.
        today: the present day, in days since 1970.
        horizon: the days ahead that purchases and value are of.
        years: the years that the lifetime value is of.
        discount: by how much money a year later is worth less: 0.1 for a tenth. Purchases count at the end of a month.
    """
    seen, known = history(purchases, today)
    counts, means = (each[known] for each in amounts(purchases.until(today)))
    amount = np.full(len(counts), np.nan)
    if model.spending is not None:
        amount = spending.expected(model.spending, counts, means)
    bought = buying.expected(model.buying, seen, horizon)
    discounted, before = np.zeros(len(counts)), np.zeros(len(counts))
    for month in range(1, round(years * 12) + 1):
        until = buying.expected(model.buying, seen, month * _MONTH)
        discounted += (until - before) * (1 + discount) ** (-month / 12)
        before = until
    return Outlook(
        rows=np.flatnonzero(known),
        alive=buying.alive(model.buying, seen),
        purchases=bought,
        amount=amount,
        value=bought * amount,
        lifetime=discounted * amount,
    )
