"""What customers are told apart by when they are grouped: their purchases, and counts of records of other datasets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from engine.analyses.customers.purchases import Purchases
from engine.kernels.arrays import Array
from engine.session import Session
from saql import quote
from saql.record import record

_ALL = 100_000_000


@record(eq=False, kw_only=True)
class Feature:
    """A measure of customers.

    Args:
        name: the field that it is in the dataset of the clusters.
        low: what people say of customers with little of it, such as `few cases`.
        high: what they say of those with much.
        values: the measure, not negative (n,).
    """

    name: str
    low: str
    high: str
    values: Array


@record(kw_only=True)
class Counted:
    """Records of another dataset that are counted for each customer.

    Args:
        dataset: the dataset.
        customer: its field with the customer's id.
        words: what its records are called, such as `cases`.
        filter: the condition, in SAQL, of those that count; empty for all.
    """

    dataset: str
    customer: str
    words: str
    filter: str = ""


def bought(purchases: Purchases, rows: Array, today: int) -> list[Feature]:
    """Return what the purchases of customers say of them.

    Args:
        purchases: the purchases up to today.
        rows: the places of the customers, each with a purchase (n,).
        today: the present day, in days since 1970.
    """
    counts, revenue = purchases.counts()[rows], np.maximum(purchases.revenue()[rows], 0)
    return [
        _feature("DaysSince", "ordered lately", "long since last order", today - purchases.last[rows]),
        _feature("DaysSinceFirst", "new", "customers for long", today - purchases.first[rows]),
        _feature("Purchases", "few orders", "many orders", counts),
        _feature("MeanAmount", "small orders", "large orders", revenue / counts),
    ]


def counted(
    several: Sequence[Counted], purchases: Purchases, rows: Array, session: Session, now: dt.datetime
) -> list[Feature]:
    """Return how many records of other datasets customers have.

    Raises:
        saql.diagnostics.SaqlError: a field is missing, or a condition is not valid.
    """
    found = []
    for each in several:
        name = each.words[:1].upper() + each.words[1:]
        values = count(each, purchases, session, now)[rows]
        found.append(_feature(name, f"few {each.words}", f"many {each.words}", values))
    return found


def count(source: Counted, purchases: Purchases, session: Session, now: dt.datetime, *conditions: str) -> Array:
    """Return how many records each customer has of those that fulfil further conditions (customers,)."""
    customer = quote.name(source.customer)
    conditions = (*([f"({source.filter})"] if source.filter else []), f"{customer} is not null", *conditions)
    text = (
        f"q = load {quote.text(source.dataset)};\nq = filter q by {' && '.join(conditions)};\n"
        f"q = group q by {customer};\nq = foreach q generate {customer} as 'customer', count() as 'count';\n"
        f"q = limit q {_ALL};"
    )
    table = session.query(text, now=now, name=source.dataset).table
    places = {each: place for place, each in enumerate(purchases.ids.to_pylist())}
    found = np.zeros(len(places))
    for id_, number in zip(table["customer"].to_pylist(), table["count"].to_pylist(), strict=True):
        if id_ in places:
            found[places[id_]] = number
    return found


def _feature(name: str, low: str, high: str, values: Array) -> Feature:
    return Feature(name=name, low=low, high=high, values=np.asarray(values, np.float64))
