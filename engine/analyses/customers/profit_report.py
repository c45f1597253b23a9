"""What customers bring in, in words: how much of it hangs on few of them, and who costs more than they bring."""

from __future__ import annotations

import numpy as np

from engine.analyses.customers.profit import Concentration, Profits, concentration
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from saql import quote

_POINTS = 20
"""Of the whale curve."""


def profit_report(dataset: str, found: Profits, days: int, *, known: bool) -> Report:
    """Return the report.

    Args:
        dataset: the dataset that has the customers.
        found: what they brought in.
        days: over how many days.
        known: whether any cost is; otherwise profit is revenue.
    """
    section = profit_section(dataset, found, days, known=known)
    return Report(
        title="Profitability",
        verdict=section.statements,
        sections=(Section(heading=section.heading, tables=section.tables),) if section.tables else (),
    )


def profit_section(dataset: str, found: Profits, days: int, *, known: bool) -> Section:
    """Return what customers brought in and how it is spread; the arguments are those of `profit_report`."""
    spread = concentration(found)
    word = "profit" if known else "revenue"
    heading = f"How {word} is spread over customers"
    if spread is None:
        text = f"There was no {word} in the last {days} days."
        return Section(heading=heading, statements=(Statement(text=text, tone="bad", query=profit_sums(dataset)),))
    said = _spread(dataset, spread, days, word, known)
    return Section(heading=heading, statements=said, tables=(_curve(dataset, found, word),))


def profit_sums(dataset: str, condition: str = "") -> str:
    """Return the query for the customers, revenue and profit of those who fulfil a condition."""
    chosen = f"q = filter q by {condition};\n" if condition else ""
    return (
        f"q = load {quote.text(dataset)};\n{chosen}q = group q by all;\n"
        "q = foreach q generate count() as 'Customers', sum('Revenue') as 'Revenue', sum('Profit') as 'Profit';"
    )


def profit_rows(dataset: str, condition: str, way: str = "desc") -> str:
    """Return the query that lists the customers who fulfil a condition, by profit."""
    names = ("Name", "Revenue", "Cost", "Serving", "Profit", "Share")
    columns = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in names)
    return (
        f"q = load {quote.text(dataset)};\nq = filter q by {condition};\nq = foreach q generate {columns};\n"
        f"q = order q by 'Profit' {way};"
    )


def _spread(dataset: str, spread: Concentration, days: int, word: str, known: bool) -> tuple[Statement, ...]:
    fifth = max(round(spread.customers / 5), 1)
    best, half = f"'Rank' <= {fifth}", f"'Rank' <= {spread.half}"
    said = [
        Statement(
            text=(
                f"The best fifth of {spread.customers:,} customers brought {spread.fifth:.0%} of the {word} of the "
                f"last {days} days, the best tenth {spread.tenth:.0%}."
            ),
            query=profit_sums(dataset, best),
            records=profit_rows(dataset, best),
        ),
        Statement(
            text=f"Half of the {word} hangs on {spread.half:,} customer{'s' if spread.half > 1 else ''}.",
            tone="unsure" if spread.half <= 5 else "neutral",
            query=profit_sums(dataset, half),
            records=profit_rows(dataset, half),
        ),
    ]
    if spread.losing:
        losing = "'Profit' < 0"
        text = (
            f"{spread.losing:,} customers cost {spread.lost:,.0f} more than they brought: without that, profit would "
            f"be {spread.peak:.1%} of what it is."
        )
        query, records = profit_sums(dataset, losing), profit_rows(dataset, losing, "asc")
        said.append(Statement(text=text, tone="bad", query=query, records=records))
    if not known:
        text = "No costs are known, so this is revenue: name a field of costs, or what serving costs, in the file."
        said.append(Statement(text=text, tone="unsure"))
    return tuple(said)


def _curve(dataset: str, found: Profits, word: str) -> Table:
    """Return the whale curve: the share of profit of the best customers, as more and more of them are counted.

    It climbs fast where few customers bring most, and falls where some cost more than they bring.
    """
    count = len(found.rows)
    places = np.unique(np.linspace(0, count, min(_POINTS, count) + 1).round().astype(int))
    rows = tuple((place / count, float(found.share[place - 1]) if place else 0.0) for place in places.tolist())
    columns = (
        Column(name="customers", label="Customers, the best first", type="number", format="0%"),
        Column(name="share", label=f"Share of {word}", type="number", format="0%"),
    )
    query = (
        f"q = load {quote.text(dataset)};\nq = foreach q generate 'Rank' as 'Rank', 'Name' as 'Name', "
        "'Profit' as 'Profit', 'Share' as 'Share';\nq = order q by 'Rank';"
    )
    chart = Chart(kind="line", dimension="customers", measures=("share",))
    return Table(columns=columns, rows=rows, chart=chart, query=query)
