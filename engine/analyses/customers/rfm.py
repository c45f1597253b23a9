"""RFM: customers by how recently they bought, how often, and for how much, each scored from 1 to 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine.analyses.customers.purchases import Purchases
from engine.kernels.arrays import Array
from saql.record import record


@record
class Named:
    """A segment: the scores of recency it takes, those of worth (frequency and money), what it is, what to do."""

    name: str
    recency: tuple[int, int]
    worth: tuple[int, int]
    about: str
    advice: str


SEGMENTS: Sequence[Named] = (
    Named("Champions", (4, 5), (4, 5), "bought lately, often and for much", "Keep close; ask for references."),
    Named("Loyal", (4, 5), (3, 3), "bought lately, as much as others", "Offer more of what they use."),
    Named("Recent", (4, 5), (1, 2), "bought lately, little so far", "Help them to start well; follow up."),
    Named(
        "Steady", (3, 3), (3, 5), "bought some time ago, much or as others", "Ask what is next before they go quiet."
    ),
    Named("Needs attention", (3, 3), (1, 2), "bought some time ago, and little", "Call once, with a reason to buy."),
    Named("Must not lose", (1, 2), (4, 5), "bought much, and long ago", "Call this week; find out what happened."),
    Named("At risk", (1, 2), (3, 3), "bought as much as others, and long ago", "Win back with an offer that fits."),
    Named("Lost", (1, 2), (1, 2), "bought little, and long ago", "Spend no time; write now and then."),
)
"""Every pair of scores is in one of them."""


@record(kw_only=True)
class Bounds:
    """The four bounds between the five scores, rising: days since the last purchase, purchases, money.

    What equals a bound has the score below it; of days, where fewer are better, the score above.
    """

    recency: tuple[float, ...]
    frequency: tuple[float, ...]
    money: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        """Return them as JSON."""
        return {"recency": list(self.recency), "frequency": list(self.frequency), "money": list(self.money)}

    @staticmethod
    def from_json(value: Mapping[str, Sequence[float]]) -> Bounds:
        """Return the bounds that `to_json` wrote."""
        return Bounds(**{key: tuple(value[key]) for key in ("recency", "frequency", "money")})


@record(eq=False, kw_only=True)
class Scores:
    """Customers with their measures and scores, all (customers,); those without a purchase are left out.

    `rows` are the places of the customers among all. `worth` is the mean of the scores of frequency and money, rounded
    up. `segment` is the place in `SEGMENTS`.
    """

    rows: Array
    days: Array
    purchases: Array
    revenue: Array
    recency: Array
    frequency: Array
    money: Array
    worth: Array
    segment: Array


def quintiles(purchases: Purchases, today: int) -> Bounds:
    """Return the bounds that part customers into fifths; equal values stay together, so fifths may differ in size."""
    rows, days, counts, revenue = _measures(purchases, today)
    parts = [0.2, 0.4, 0.6, 0.8]
    found = (tuple(map(float, np.quantile(each[rows], parts, method="lower"))) for each in (days, counts, revenue))
    return Bounds(**dict(zip(("recency", "frequency", "money"), found, strict=True)))


def scores(purchases: Purchases, today: int, bounds: Bounds) -> Scores:
    """Return the scores of the customers who bought until today (a day since 1970)."""
    rows, days, counts, revenue = _measures(purchases, today)
    days, counts, revenue = days[rows], counts[rows], revenue[rows]
    recency = 5 - np.searchsorted(bounds.recency, days, side="left")
    frequency = 1 + np.searchsorted(bounds.frequency, counts, side="left")
    money = 1 + np.searchsorted(bounds.money, revenue, side="left")
    worth = (frequency + money + 1) // 2
    return Scores(
        rows=np.flatnonzero(rows),
        days=days,
        purchases=counts,
        revenue=revenue,
        recency=recency,
        frequency=frequency,
        money=money,
        worth=worth,
        segment=_segments(recency, worth),
    )


def _measures(purchases: Purchases, today: int) -> tuple[Array, Array, Array, Array]:
    known = purchases.until(today)
    counts = known.counts()
    return counts > 0, today - known.last, counts, known.revenue()


def _segments(recency: Array, worth: Array) -> Array:
    found = np.full(len(recency), -1)
    for place, each in enumerate(SEGMENTS):
        within = (recency >= each.recency[0]) & (recency <= each.recency[1])
        within &= (worth >= each.worth[0]) & (worth <= each.worth[1])
        found[within] = place
    return found
