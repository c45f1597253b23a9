"""Who is worth most, and whose value is at risk, from a dataset of lifetime values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from engine.reports.report import Column, Section, Statement, Table
from engine.session import Session
from saql import quote

_LISTED = 15
"""Customers of a table."""

_SEEN = 0.001
"""Of the expected value, below which a model sees nobody stop."""

_FIELDS: tuple[Column, ...] = (
    Column(name="Name", label="Customer"),
    Column(name="LastDate", label="Last purchase", type="date"),
    Column(name="ProbabilityAlive", label="Probability to still buy", type="number", format="0%"),
    Column(name="Revenue", label="Revenue so far", type="number", format="#,##0"),
    Column(name="ExpectedValue", label="Expected value", type="number", format="#,##0"),
    Column(name="ValueAtRisk", label="Value at risk", type="number", format="#,##0"),
    Column(name="LifetimeValue", label="Lifetime value", type="number", format="#,##0"),
    Column(name="Standing", label="Standing"),
)


def risk_section(dataset: str, days: int, session: Session, now: dt.datetime) -> Section | None:
    """Return what is expected of customers and what of it is at risk; None where no customer is seen.

    Args:
        dataset: the dataset of lifetime values.
        days: the days ahead that values are expected in.
        session: answers with the rows that may be seen.
        now: the present moment.
    """
    sums = (
        f"q = load {quote.text(dataset)};\nq = group q by all;\n"
        "q = foreach q generate count() as 'Customers', sum('ExpectedPurchases') as 'Purchases', "
        "sum('ExpectedValue') as 'Value', sum('ValueAtRisk') as 'Risk';"
    )
    found = session.query(sums, now=now).table.to_pylist()
    if not found or not found[0]["Customers"]:
        return None
    all_ = found[0]
    value, risk = all_["Value"] or 0.0, all_["Risk"] or 0.0
    seen = risk > _SEEN * value
    listed = _rows(dataset, "ValueAtRisk" if seen else "LifetimeValue")
    expected = (
        f"{all_['Customers']:,} customers are expected to make {all_['Purchases']:,.0f} purchases worth "
        f"{value:,.0f} in the next {days} days."
    )
    words = (
        f"Another {risk:,.0f} would come if it were sure that all of them still buy: what each would spend, times the "
        "probability that they have stopped."
        if seen
        else "By their purchases alone, customers can't be seen to stop for good here, so no value is at risk by this "
        "measure; the segments 'Must not lose' and 'At risk' tell who has gone quiet."
    )
    rows = session.query(f"{listed}\nq = limit q {_LISTED};", now=now).table.to_pylist()
    return Section(
        heading="Value, and what of it is at risk" if seen else "Value",
        statements=(
            Statement(text=expected, query=sums, records=_rows(dataset, "LifetimeValue")),
            Statement(text=words, tone="unsure", query=sums, records=listed),
        ),
        tables=(_table(rows, listed),),
    )


def _rows(dataset: str, order: str) -> str:
    listed = ", ".join(f"{quote.name(each.name)} as {quote.name(each.name)}" for each in _FIELDS)
    return (
        f"q = load {quote.text(dataset)};\nq = foreach q generate {listed};\nq = order q by {quote.name(order)} desc;"
    )


def _table(rows: Sequence[dict[str, object]], query: str) -> Table:
    cells = tuple(tuple(_cell(each[column.name]) for column in _FIELDS) for each in rows)
    return Table(columns=_FIELDS, rows=cells, query=query)


def _cell(value: object) -> str | float | int | None:
    if value is None or isinstance(value, str | float | int):
        return value
    return value.isoformat()[:10] if isinstance(value, dt.date) else str(value)
