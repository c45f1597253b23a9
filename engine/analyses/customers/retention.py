"""Who stays: cohorts of customers by the period of their first purchase, and rates of customers and revenue.

Definitions (docs/guides/customers.md has them in words). A customer counts as one on a day if they bought within the
`window` of days that ends with it. Of a period that begins after the day s and ends with the day e:

    logo retention       customers on s who still are customers on e, of those on s; logo churn is the rest
    base                 what the customers on s spent within the window that ends with s
    gross retention      what they spent within the window that ends with e, of each at most the base, of the base
    net retention        all that they spent within that window, of the base: growth counts too
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from engine.analyses.customers.purchases import Purchases, day_number, day_of
from engine.kernels.arrays import Array
from saql.record import record

Unit: TypeAlias = Literal["month", "quarter", "year"]

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@record
class Period:
    """A calendar period: what people call it, and its first and last day since 1970."""

    name: str
    low: int
    high: int


@record(kw_only=True)
class Cell:
    """What became of a cohort so many periods later.

    Args:
        cohort: the period of the first purchases.
        since: how many periods later; 0 is the period of the first purchases itself.
        customers: how many the cohort has.
        active: how many of them bought in that period.
        revenue: what they spent in it.
    """

    cohort: Period
    since: int
    customers: int
    active: int
    revenue: float


@record(kw_only=True)
class Rates:
    """Who and what stayed in a period; counts of customers, and sums of money.

    Args:
        period: the period.
        before: customers when it begins.
        stayed: those of them who still are when it ends.
        new: customers at its end who bought for the first time in it.
        returned: customers at its end who were none at its beginning, but had been before.
        base: what the customers of the beginning spent within the window before.
        lost: of it, that of customers who left.
        less: by how much those who stayed spent less.
        more: by how much those who stayed spent more.
    """

    period: Period
    before: int
    stayed: int
    new: int
    returned: int
    base: float
    lost: float
    less: float
    more: float

    @property
    def logo_retention(self) -> float | None:
        """The share of customers who stayed."""
        return self.stayed / self.before if self.before else None

    @property
    def gross_retention(self) -> float | None:
        """The share of the base that stayed, growth left out."""
        return (self.base - self.lost - self.less) / self.base if self.base > 0 else None

    @property
    def net_retention(self) -> float | None:
        """The share of the base that stayed, with growth."""
        return (self.base - self.lost - self.less + self.more) / self.base if self.base > 0 else None


def periods(first: int, last: int, unit: Unit) -> list[Period]:
    """Return the calendar periods that end by the day `last`, from the one that the day `first` is in."""
    length = MONTHS[unit]
    day = day_of(first)
    start = dt.date(day.year, (day.month - 1) // length * length + 1, 1)
    found = []
    while (after := _later(start, length)) <= day_of(last + 1):
        found.append(Period(_name(start, unit), day_number(start), day_number(after) - 1))
        start = after
    return found


def cohorts(purchases: Purchases, unit: Unit, today: int) -> list[Cell]:
    """Return what became of each cohort, in whole periods that ended by today; purchases after them don't count."""
    known = purchases.until(today)
    spans = periods(int(known.day.min()), today, unit) if len(known.day) else []
    if not spans:
        return []
    ends = np.array([each.high for each in spans])
    born, when = np.searchsorted(ends, known.first), np.searchsorted(ends, known.day)
    count = len(spans)
    rows = when < count
    place = born[known.who[rows]] * count + when[rows]
    revenue = np.bincount(place, np.nan_to_num(known.amount[rows]), count * count).reshape(count, count)
    pairs = np.unique(known.who[rows] * np.int64(count) + when[rows])
    active = np.bincount(born[pairs // count] * count + pairs % count, minlength=count * count).reshape(count, count)
    sizes = np.bincount(np.minimum(born, count), minlength=count + 1)
    return [
        Cell(
            cohort=spans[cohort],
            since=period - cohort,
            customers=int(sizes[cohort]),
            active=int(active[cohort, period]),
            revenue=float(revenue[cohort, period]),
        )
        for cohort in range(count)
        if sizes[cohort]
        for period in range(cohort, count)
    ]


def rates(purchases: Purchases, unit: Unit, window: int, today: int) -> list[Rates]:
    """Return who and what stayed in each whole period that ended by today.

    The first is that which begins when there is a whole window of purchases before it.

    Args:
        purchases: the purchases.
        unit: the length of the periods.
        window: for how many days after a purchase a customer counts as one.
        today: the present day, in days since 1970.
    """
    known = purchases.until(today)
    if not len(known.day):
        return []
    first = int(known.day.min())
    spans = [each for each in periods(first, today, unit) if each.low - window >= first]
    return [_rates(known, each, window) for each in spans]


def _rates(known: Purchases, period: Period, window: int) -> Rates:
    start = period.low - 1
    was, base = _customers(known, start, window)
    is_, spent = _customers(known, period.high, window)
    first = known.first
    stayed = was & is_
    change = spent - base
    arrived = is_ & ~was
    return Rates(
        period=period,
        before=int(was.sum()),
        stayed=int(stayed.sum()),
        new=int((arrived & (first > start)).sum()),
        returned=int((arrived & (first <= start)).sum()),
        base=float(base[was].sum()),
        lost=float(base[was & ~is_].sum()),
        less=float(-change[stayed & (change < 0)].sum()),
        more=float(change[stayed & (change > 0)].sum()),
    )


def _customers(known: Purchases, day: int, window: int) -> tuple[Array, Array]:
    """Return who are customers on a day, and what they spent within the window that ends with it."""
    return known.counts(day - window + 1, day) > 0, known.revenue(day - window + 1, day)


def _later(day: dt.date, months: int) -> dt.date:
    months += day.month - 1
    return dt.date(day.year + months // 12, months % 12 + 1, 1)


def _name(start: dt.date, unit: Unit) -> str:
    if unit == "year":
        return str(start.year)
    return f"{start.year} Q{(start.month + 2) // 3}" if unit == "quarter" else f"{start.year}-{start.month:02}"


def mature(cells: Sequence[Cell], since: int) -> tuple[int, int]:
    """Return the customers of the cohorts that are at least so many periods old, and those of them active then."""
    found = [each for each in cells if each.since == since]
    return sum(each.customers for each in found), sum(each.active for each in found)
