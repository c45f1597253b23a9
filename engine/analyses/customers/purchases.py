"""Purchases: what was bought by whom and when, read from a dataset by SAQL."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from engine.analyses.customers.buying import History
from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from engine.session import Session
from saql import quote
from saql.record import record

_ALL = 100_000_000
_EPOCH = dt.date(1970, 1, 1)


@record(kw_only=True)
class Source:
    """Where purchases are: rows of a dataset, such as opportunities that were won, orders or deals.

    Args:
        dataset: the dataset.
        customer: its field with the customer's id.
        name: its field with the customer's name; None where there is none.
        date: its field with the day of the purchase.
        amount: its field with the amount.
        cost: its field with what the purchase costs the seller; None where there is none.
        filter: the condition, in SAQL, that tells purchases from other rows; empty where all rows are purchases.
    """

    dataset: str = "opportunities"
    customer: str = "AccountId"
    name: str | None = "Account.Name"
    date: str = "CloseDate"
    amount: str = "Amount"
    cost: str | None = None
    filter: str = "'IsWon' == \"true\""

    def rows(self, *conditions: str) -> str:
        """Return the statements that leave the purchases, those that fulfil further conditions."""
        known = [f"({self.filter})"] if self.filter else []
        known += [f"{quote.name(self.customer)} is not null", f"{quote.name(self.date)} is not null", *conditions]
        return f"q = load {quote.text(self.dataset)};\nq = filter q by {' && '.join(known)};"

    def listed(self, *conditions: str) -> str:
        """Return the query that lists purchases, those that fulfil further conditions."""
        fields = [self.customer, self.name, self.date, self.amount, self.cost]
        columns = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in fields if each)
        return f"{self.rows(*conditions)}\nq = foreach q generate {columns};"


@record(eq=False)
class Purchases:
    """Purchases in the order of customers and days; what a customer bought on one day is one purchase.

    Args:
        ids: the id of each customer (customers,).
        names: the name of each customer, the id where there is none (customers,).
        who: the place of the customer in `ids` (n,).
        day: days since 1970-01-01 (n,).
        amount: the amount, NaN where it is not known (n,).
        cost: the cost, likewise (n,).
    """

    ids: pa.Array
    names: pa.Array
    who: Array
    day: Array
    amount: Array
    cost: Array

    def until(self, day: int) -> Purchases:
        """Return the purchases up to a day, that day included; customers stay, those without a purchase too."""
        rows = self.day <= day
        return Purchases(self.ids, self.names, self.who[rows], self.day[rows], self.amount[rows], self.cost[rows])

    def counts(self, low: int | None = None, high: int | None = None) -> Array:
        """Return how often each customer bought from the day `low` to the day `high` (customers,)."""
        return np.bincount(self.who[self._within(low, high)], minlength=len(self.ids))

    def revenue(self, low: int | None = None, high: int | None = None) -> Array:
        """Return what each customer spent from the day `low` to the day `high` (customers,)."""
        return self._sums(self.amount, low, high)

    def costs(self, low: int | None = None, high: int | None = None) -> Array:
        """Return what each customer's purchases cost from the day `low` to the day `high` (customers,)."""
        return self._sums(self.cost, low, high)

    @property
    def first(self) -> Array:
        """The day of each customer's first purchase (customers,)."""
        found = np.full(len(self.ids), np.iinfo(np.int64).max)
        np.minimum.at(found, self.who, self.day)
        return found

    @property
    def last(self) -> Array:
        """The day of each customer's last purchase (customers,)."""
        found = np.full(len(self.ids), np.iinfo(np.int64).min)
        np.maximum.at(found, self.who, self.day)
        return found

    def _within(self, low: int | None, high: int | None) -> Array:
        rows = np.ones(len(self.day), np.bool_)
        if low is not None:
            rows &= self.day >= low
        return rows if high is None else rows & (self.day <= high)

    def _sums(self, values: Array, low: int | None, high: int | None) -> Array:
        rows = self._within(low, high)
        return np.bincount(self.who[rows], np.nan_to_num(values[rows]), len(self.ids))


def read_purchases(source: Source, session: Session, now: dt.datetime) -> Purchases:
    """Return the purchases of a dataset until now.

    Raises:
        ModelError: there are none.
        saql.diagnostics.SaqlError: a field is missing, or the condition is not valid.
    """
    day = quote.name(f"{source.date}_day_epoch")
    customer = quote.name(source.customer)
    name = f"first({quote.name(source.name)})" if source.name else customer
    cost = f"sum({quote.name(source.cost)})" if source.cost else "null"
    text = (
        f"{source.rows(f'{day} <= {day_number(now.date())}')}\nq = group q by ({customer}, {day});\n"
        f"q = foreach q generate {customer} as 'customer', {day} as 'day', {name} as 'name', "
        f"sum({quote.name(source.amount)}) as 'amount', {cost} as 'cost';\nq = limit q {_ALL};"
    )
    table = session.query(text, now=now, name="purchases").table
    if not table.num_rows:
        hint = "Look at the dataset, the fields and the filter that the model's file names."
        raise ModelError(f"'{source.dataset}' has no purchases.", hint=hint)
    return _purchases(table)


def history(purchases: Purchases, until: int) -> tuple[History, Array]:
    """Return the histories, in days, of those who bought until a day, and which customers those are (customers,)."""
    known = purchases.until(until)
    rows = known.counts() > 0
    first, last = known.first[rows], known.last[rows]
    repeats = known.counts()[rows] - 1
    return History(
        repeats.astype(np.float64), (last - first).astype(np.float64), (until - first).astype(np.float64)
    ), rows


def day_number(day: dt.date) -> int:
    """Return the days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> dt.date:
    """Return the day that is so many days after 1970-01-01."""
    return _EPOCH + dt.timedelta(days=int(number))


def _purchases(table: pa.Table) -> Purchases:
    encoded = table["customer"].combine_chunks().dictionary_encode()
    who, day = encoded.indices.to_numpy(), table["day"].to_numpy().astype(np.int64)
    order = np.lexsort((day, who))
    who, day = who[order].astype(np.int64), day[order]
    last = np.append(np.flatnonzero(np.diff(who)), len(who) - 1)
    named = table["name"].combine_chunks().cast(pa.string()).take(pa.array(order[last])).to_pylist()
    ids = encoded.dictionary.to_pylist()
    names = pa.array([name or id_ for name, id_ in zip(named, ids, strict=True)], pa.string())
    amount, cost = (table[each].cast(pa.float64()).to_numpy()[order] for each in ("amount", "cost"))
    return Purchases(encoded.dictionary, names, who, day, amount, cost)
