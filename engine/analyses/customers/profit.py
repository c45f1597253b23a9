"""What customers bring in: revenue less cost, how much of it a few of them bring, and who costs more than that."""

from __future__ import annotations

import numpy as np

from engine.analyses.customers.purchases import Purchases
from engine.kernels.arrays import Array
from saql.record import record


@record(eq=False, kw_only=True)
class Profits:
    """What customers brought in, the most profitable first, all (n,).

    Args:
        rows: the places of the customers among all.
        revenue: what they spent.
        cost: what was sold to them cost.
        serving: what it cost to serve them.
        profit: revenue less both.
        share: the profit of this and all better customers, of all profit; above 1 where others lose money.
    """

    rows: Array
    revenue: Array
    cost: Array
    serving: Array
    profit: Array
    share: Array


@record(kw_only=True)
class Concentration:
    """How profit is spread: the whale curve in numbers.

    Args:
        customers: how many there are.
        profit: their profit.
        tenth: the share of it that the best tenth brings.
        fifth: the share that the best fifth brings.
        half: how many customers bring half of it.
        peak: the profit of all who bring any, of all profit; 1 where nobody loses money.
        losing: how many cost more than they bring.
        lost: what they cost more than they bring.
    """

    customers: int
    profit: float
    tenth: float
    fifth: float
    half: int
    peak: float
    losing: int
    lost: float


def profits(purchases: Purchases, low: int, high: int, serving: Array) -> Profits:
    """Return what customers brought in from the day `low` to the day `high`.

    Args:
        purchases: the purchases.
        low: the first day, since 1970.
        high: the last.
        serving: what it cost to serve each customer in that time (customers,); who cost something counts, too.
    """
    revenue, cost = purchases.revenue(low, high), purchases.costs(low, high)
    rows = np.flatnonzero((purchases.counts(low, high) > 0) | (serving > 0))
    profit = (revenue - cost - serving)[rows]
    order = np.argsort(-profit, kind="stable")
    rows, profit = rows[order], profit[order]
    total = profit.sum()
    share = np.cumsum(profit) / total if total > 0 else np.full(len(profit), np.nan)
    return Profits(rows=rows, revenue=revenue[rows], cost=cost[rows], serving=serving[rows], profit=profit, share=share)


def concentration(found: Profits) -> Concentration | None:
    """Return how profit is spread; None where there is none in all."""
    count, total = len(found.rows), float(found.profit.sum())
    if total <= 0:
        return None
    losing = found.profit < 0
    return Concentration(
        customers=count,
        profit=total,
        tenth=_best(found, count / 10),
        fifth=_best(found, count / 5),
        half=int(np.argmax(found.share >= 0.5)) + 1,
        peak=float(found.share.max()),
        losing=int(losing.sum()),
        lost=float(-found.profit[losing].sum()),
    )


def _best(found: Profits, count: float) -> float:
    return float(found.share[max(round(count), 1) - 1])
