"""The segments of RFM in words, and the bounds of their scores."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from engine.analyses.customers.rfm import SEGMENTS, Bounds, Named, Scores
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from saql import quote
from saql.record import record

_LEFT = ("Must not lose", "At risk")


@record(kw_only=True)
class Sum:
    """A segment's customers, and the revenue that they brought."""

    name: str
    customers: int
    revenue: float


def rfm_report(dataset: str, found: Scores, bounds: Bounds, *, given: bool) -> Report:
    """Return the report.

    Args:
        dataset: the dataset that has the customers.
        found: their scores.
        bounds: the bounds of the scores.
        given: whether the model's file says them; otherwise they part customers into fifths.
    """
    sums = sums_of(found)
    return Report(
        title="RFM segments",
        verdict=segment_verdict(dataset, sums),
        sections=(segment_section(dataset, sums), _rules(bounds, given)),
    )


def segment_rows(dataset: str, *names: str) -> str:
    """Return the query that lists the customers of segments, those with most revenue first."""
    listed = ", ".join(map(quote.text, names))
    fields = ("Name", "Segment", "Revenue", "Purchases", "LastDate", "DaysSince")
    columns = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in fields)
    return (
        f"q = load {quote.text(dataset)};\nq = filter q by 'Segment' in [{listed}];\n"
        f"q = foreach q generate {columns};\nq = order q by 'Revenue' desc;"
    )


def segment_sums(dataset: str, *names: str) -> str:
    """Return the query for the customers, purchases and revenue of segments; of all where none is named."""
    listed = ", ".join(map(quote.text, names))
    chosen = f"q = filter q by 'Segment' in [{listed}];\n" if names else ""
    return (
        f"q = load {quote.text(dataset)};\n{chosen}q = group q by 'Segment';\n"
        "q = foreach q generate 'Segment' as 'Segment', count() as 'Customers', sum('Revenue') as 'Revenue';"
    )


def segment_verdict(dataset: str, sums: Sequence[Sum]) -> tuple[Statement, ...]:
    """Return what to take from the segments: who brings most, and who goes.

    Args:
        dataset: the dataset that has the customers.
        sums: what is in each segment.
    """
    customers, total = sum(each.customers for each in sums), sum(each.revenue for each in sums)
    best = [each for each in sums if each.name == "Champions"]
    away = [each for each in sums if each.name in _LEFT]
    lost = sum(each.revenue for each in away)
    best_text = (
        f"{sum(each.customers for each in best):,} champions of {customers:,} customers brought "
        f"{_share(sum(each.revenue for each in best), total)} of all revenue."
    )
    away_text = (
        f"{sum(each.customers for each in away):,} customers who bought as much as others or more have gone quiet "
        f"({' or '.join(_LEFT).lower()}); they brought {lost:,.0f}, {_share(lost, total)} of all revenue."
    )
    query, records = segment_sums(dataset, *_LEFT), segment_rows(dataset, *_LEFT)
    return (
        Statement(
            text=best_text,
            query=segment_sums(dataset, "Champions"),
            records=segment_rows(dataset, "Champions"),
        ),
        Statement(text=away_text, tone="bad" if away else "good", query=query, records=records),
    )


def segment_section(dataset: str, sums: Sequence[Sum]) -> Section:
    """Return the segments, each with what to do; the arguments are those of `segment_verdict`."""
    total = sum(each.revenue for each in sums)
    columns = (
        Column(name="segment", label="Segment"),
        Column(name="customers", label="Customers", type="number", format="#,##0"),
        Column(name="revenue", label="Revenue", type="number", format="#,##0"),
        Column(name="about", label="Who they are"),
        Column(name="advice", label="What to do"),
    )
    known = {each.name: each for each in SEGMENTS}
    rows, said = [], []
    for each in sums:
        named = known[each.name]
        rows.append((each.name, each.customers, each.revenue, named.about, named.advice))
        text = f"{each.name}: {each.customers:,} customers, {_share(each.revenue, total)} of revenue. {named.advice}"
        said.append(
            Statement(text=text, query=segment_sums(dataset, each.name), records=segment_rows(dataset, each.name))
        )
    chart = Chart(kind="bars", dimension="segment", measures=("customers",))
    table = Table(columns=columns, rows=tuple(rows), chart=chart, query=segment_sums(dataset))
    return Section(heading="Segments", statements=tuple(said), tables=(table,))


def sums_of(found: Scores) -> list[Sum]:
    """Return what is in each segment that has customers."""
    sums = []
    for place, each in enumerate(SEGMENTS):
        rows = np.equal(found.segment, place)
        if rows.any():
            sums.append(Sum(name=each.name, customers=int(rows.sum()), revenue=float(found.revenue[rows].sum())))
    return sums


def _rules(bounds: Bounds, given: bool) -> Section:
    columns = (
        Column(name="score", label="Score"),
        Column(name="recency", label="Days since the last purchase"),
        Column(name="frequency", label="Purchases"),
        Column(name="money", label="Revenue"),
    )
    spans = [_spans(each) for each in (bounds.recency, bounds.frequency, bounds.money)]
    rows = tuple(
        (str(score), spans[0][5 - score], spans[1][score - 1], spans[2][score - 1]) for score in range(5, 0, -1)
    )
    source = "stated in the model's file" if given else "such that each score has a fifth of the customers"
    text = (
        f"The bounds of the scores are {source}; customers with equal values have equal scores. Worth is the mean of "
        "the scores of frequency and money, rounded up."
    )
    names = (
        Column(name="segment", label="Segment"),
        Column(name="recency", label="Score of recency"),
        Column(name="worth", label="Score of worth"),
    )
    table = Table(columns=names, rows=tuple((each.name, *_scores(each)) for each in SEGMENTS))
    return Section(
        heading="The rules", statements=(Statement(text=text),), tables=(Table(columns=columns, rows=rows), table)
    )


def _share(part: float, total: float) -> str:
    return f"{part / total:.0%}" if total > 0 else "none"


def _spans(bounds: tuple[float, ...]) -> list[str]:
    """Return the spans between rising bounds: `up to 2`, `more than 2, up to 5`, .., `more than 9`."""
    shown = [f"{each:,.0f}" for each in bounds]
    middle = ["none" if low == high else f"more than {low}, up to {high}" for low, high in pairwise(shown)]
    return [f"up to {shown[0]}", *middle, f"more than {shown[-1]}"]


def _scores(named: Named) -> tuple[str, str]:
    spans = (named.recency, named.worth)
    recency, worth = (str(low) if low == high else f"{low} to {high}" for low, high in spans)
    return recency, worth
