"""Customers at a glance: one report of what models made of them, for the rows that somebody may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from engine.analyses.customers.clusters_report import cluster_section, cluster_sums
from engine.analyses.customers.profit import Profits
from engine.analyses.customers.profit_report import profit_section
from engine.analyses.customers.purchases import day_number
from engine.analyses.customers.retention import Cell, Period, Rates
from engine.analyses.customers.retention_report import cohort_section, rates_section, retention_verdict
from engine.analyses.customers.rfm import SEGMENTS
from engine.analyses.customers.rfm_report import Sum, segment_section, segment_sums, segment_verdict
from engine.analyses.customers.risk_report import risk_section
from engine.models.definition import Model
from engine.reports.report import Report, Section, Statement
from engine.session import Session
from saql import quote
from saql.record import record

_ALL = 10_000_000


@record(eq=False)
class _Part:
    """What a model adds to the report."""

    verdict: tuple[Statement, ...] = ()
    sections: tuple[Section, ...] = ()


def customers_report(models: Sequence[Model], session: Session, now: dt.datetime) -> Report | None:
    """Return the report; of several models of a kind, the first counts.

    Args:
        models: the models of the workspace that have made their datasets.
        session: answers with the rows that may be seen.
        now: the present moment.

    Returns:
        The report; None where there is no such model, or no row of its dataset is seen.
    """
    parts = []
    for kind, part in _PARTS.items():
        model = next((each for each in models if each.kind == kind), None)
        if model is not None:
            parts.append(part(model, session, now))
    verdict = tuple(said for each in parts for said in each.verdict)
    sections = tuple(section for each in parts for section in each.sections)
    return Report(title="Customers", verdict=verdict, sections=sections) if sections else None


def _segments(model: Model, session: Session, now: dt.datetime) -> _Part:
    rows = {each["Segment"]: each for each in _rows(session, now, segment_sums(model.name))}
    found = [_sum(each.name, rows[each.name]) for each in SEGMENTS if each.name in rows]
    if not found:
        return _Part()
    return _Part(segment_verdict(model.name, found), (segment_section(model.name, found),))


def _risk(model: Model, session: Session, now: dt.datetime) -> _Part:
    section = risk_section(model.name, model.settings.horizon, session, now)
    return _Part() if section is None else _Part(sections=(section,))


def _staying(model: Model, session: Session, now: dt.datetime) -> _Part:
    settings, cohorts = model.settings, f"{model.name}_cohorts"
    rates = [_rates(each) for each in _rows(session, now, _all(model.name, "Start", *_RATES))]
    cells = [_cell(each) for each in _rows(session, now, _all(cohorts, "Start", *_CELLS))]
    sections = [cohort_section(cohorts, cells)] if cells else []
    if not rates:
        return _Part(sections=tuple(sections))
    verdict = retention_verdict(model.name, settings.source, rates, settings.window)
    return _Part(verdict, (*sections, rates_section(model.name, rates)))


def _clusters(model: Model, session: Session, now: dt.datetime) -> _Part:
    rows = _rows(session, now, cluster_sums(model.name))
    found = sorted((_sum(each["Cluster"], each) for each in rows), key=lambda each: -each.customers)
    return _Part(sections=(cluster_section(model.name, found),)) if found else _Part()


def _profits(model: Model, session: Session, now: dt.datetime) -> _Part:
    names = ("Revenue", "Cost", "Serving", "Profit")
    rows = _rows(session, now, _all(model.name, "Rank", *names, "Share"))
    if not rows:
        return _Part()
    revenue, cost, serving, profit, share = (
        np.array([np.nan if each[name] is None else each[name] for each in rows], np.float64)
        for name in (*names, "Share")
    )
    found = Profits(rows=np.arange(len(rows)), revenue=revenue, cost=cost, serving=serving, profit=profit, share=share)
    settings = model.settings
    known = settings.source.cost is not None or bool(settings.serving)
    return _Part(sections=(profit_section(model.name, found, settings.days, known=known),))


_PARTS: Mapping[str, Callable[[Model, Session, dt.datetime], _Part]] = {
    "rfm": _segments,
    "lifetime": _risk,
    "retention": _staying,
    "profitability": _profits,
    "clusters": _clusters,
}
"""What the kinds of models add, in the order in which it is read."""

_RATES = ("End", "Period", "Customers", "Stayed", "New", "Returned", "Base", "Lost", "Less", "More")
_CELLS = ("Cohort", "Since", "Customers", "Active", "Revenue")


def _all(dataset: str, order: str, *fields: str) -> str:
    listed = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in (order, *fields))
    return f"q = load {quote.text(dataset)};\nq = foreach q generate {listed};\nq = order q by {quote.name(order)};"


def _rows(session: Session, now: dt.datetime, text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = session.query(text, now=now, row_limit=_ALL).table.to_pylist()
    return found


def _sum(name: str, row: Mapping[str, Any]) -> Sum:
    return Sum(name=name, customers=int(row["Customers"]), revenue=float(row["Revenue"] or 0))


def _rates(row: Mapping[str, Any]) -> Rates:
    return Rates(
        period=Period(row["Period"], day_number(row["Start"]), day_number(row["End"])),
        before=int(row["Customers"]),
        stayed=int(row["Stayed"]),
        new=int(row["New"]),
        returned=int(row["Returned"]),
        base=float(row["Base"]),
        lost=float(row["Lost"]),
        less=float(row["Less"]),
        more=float(row["More"]),
    )


def _cell(row: Mapping[str, Any]) -> Cell:
    return Cell(
        cohort=Period(row["Cohort"], day_number(row["Start"]), day_number(row["Start"])),
        since=int(row["Since"]),
        customers=int(row["Customers"]),
        active=int(row["Active"]),
        revenue=float(row["Revenue"]),
    )
