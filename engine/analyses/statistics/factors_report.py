"""What goes together, in words: from a question to the report of a factor analysis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from engine.analyses.statistics.errors import AnalysisError
from engine.analyses.statistics.factors import Factors, factors
from engine.analyses.statistics.sample import FEWEST, Asked, Sample, take_sample
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from engine.reports.words import listed
from engine.session import Session
from engine.store import DatasetField
from saql import quote
from saql.types import Type

_STRONG = 0.5
_MOST = 30
_LIMIT = 1000


def find_factors(session: Session, asked: Asked, names: Sequence[str], now: dt.datetime) -> Report:
    """Return which numbers of a dataset go together.

    Args:
        session: asks as who looks.
        asked: which rows.
        names: the numbers (default: all).
        now: the present moment.

    Raises:
        AnalysisError: a field is not there or no number, or there are too few of them or of rows.
    """
    chosen = [asked.field(each) for each in names] or [
        each for each in asked.fields.values() if each.type is Type.NUMBER
    ]
    wrong = next((each for each in chosen if each.type is not Type.NUMBER), None)
    if wrong is not None:
        raise AnalysisError(f"'{wrong.name}' is no number.", hint="Name numbers alone.")
    sample = take_sample(session, asked, [each.name for each in chosen[:_MOST]], now)
    fields, left_out = _usable(chosen[:_MOST], sample)
    if len(fields) < 3:
        varying = ", ".join(f"'{each.name}'" for each in fields) or "none"
        raise AnalysisError(f"It takes three numbers that vary; here: {varying}.", hint="Name more of them.")
    columns = np.column_stack([sample.numbers[each.name] for each in fields])
    complete = ~np.isnan(columns).any(axis=1)
    if complete.sum() < FEWEST:
        raise AnalysisError(f"{int(complete.sum())} rows have all of the numbers.", hint="Name fewer of them.")
    still = np.flatnonzero(np.ptp(columns[complete], axis=0) == 0)
    if len(still):
        raise AnalysisError(
            f"{fields[still[0]].label} is the same in all {int(complete.sum()):,} records that have all of the "
            "numbers.",
            hint="Name the numbers without it.",
        )
    return _report(asked, sample, fields, left_out, factors(columns[complete]), int(complete.sum()))


def _usable(chosen: Sequence[DatasetField], sample: Sample) -> tuple[list[DatasetField], list[DatasetField]]:
    """Return the fields that vary and are there in half of the rows, and the others."""
    fields: list[DatasetField] = []
    left_out: list[DatasetField] = []
    for each in chosen:
        there = sample.numbers[each.name][~np.isnan(sample.numbers[each.name])]
        good = len(there) >= sample.rows / 2 and there.min() < there.max()
        (fields if good else left_out).append(each)
    return fields, left_out


def _report(
    asked: Asked,
    sample: Sample,
    fields: Sequence[DatasetField],
    left_out: Sequence[DatasetField],
    found: Factors,
    rows: int,
) -> Report:
    told = [_told(asked, fields, found, place) for place in range(len(found.explained))]
    count = len(told)
    text = (
        f"{count} {'thing' if count == 1 else 'things'} that can't be seen directly account for "
        f"{found.explained.sum():.0%} of how much {len(fields)} numbers vary."
        if count
        else f"The {len(fields)} numbers have nothing in common beyond chance: each says something of its own."
    )
    first = Statement(text=f"{text} ({rows:,} records)", query=sample.query)
    notes = [Statement(text=f"{each.label} was left out: it never varies, or is mostly empty.") for each in left_out]
    gone = sample.rows - rows
    if gone:
        notes.append(Statement(text=f"{gone:,} of {sample.rows:,} records lack one of the numbers and were left out."))
    notes.append(
        Statement(
            text="As many factors are told as have more in common than the same number of made-up columns would. That "
            "numbers go together does not say which moves which.",
            tone="unsure",
        )
    )
    sections = [Section(heading="How far to trust it", statements=tuple(notes))]
    if count:
        sections.insert(
            0, Section(heading="What goes together", statements=tuple(told[2:]), tables=(_loadings(fields, found),))
        )
    return Report(title=f"{asked.label}: what goes together", verdict=(first, *told[:2]), sections=tuple(sections))


def _told(asked: Asked, fields: Sequence[DatasetField], found: Factors, place: int) -> Statement:
    """Return the sentence of a factor: the numbers that go with it, and those that go the other way."""
    loadings = found.loadings[:, place]
    order = np.argsort(-np.abs(loadings), kind="stable")
    strong = [int(each) for each in order if abs(loadings[each]) >= _STRONG] or [int(order[0])]
    up = [fields[each].label for each in strong if loadings[each] > 0]
    down = [fields[each].label for each in strong if loadings[each] < 0]
    text = f"{listed(up or down)} {'stands alone' if len(strong) == 1 else 'rise and fall together'}"
    if up and down:
        text = f"Where {listed(up)} {_be(up)} high, {listed(down)} {_be(down)} low"
    names = [fields[each].name for each in strong]
    return Statement(
        text=f"{text} ({found.explained[place]:.0%} of all that varies).",
        query=_slopes(asked, names),
        records=_records(asked, names),
    )


def _be(labels: Sequence[str]) -> str:
    return "is" if len(labels) == 1 else "are"


def _slopes(asked: Asked, names: Sequence[str]) -> str:
    """Return the query for how closely the first number goes with the others: r squared."""
    others = names[1:] or names
    columns = ", ".join(f"regr_r2({quote.name(names[0])}, {quote.name(each)}) as {quote.name(each)}" for each in others)
    lines = asked.query({each: quote.name(each) for each in names}).split("\n")[:-1]
    return "\n".join([*lines, "q = group q by all;", f"q = foreach q generate {columns};"])


def _records(asked: Asked, names: Sequence[str]) -> str:
    shown = [*dict.fromkeys([*list(asked.fields)[:2], *names])]
    text = asked.query({each: quote.name(each) for each in shown})
    return f"{text}\nq = order q by {quote.name(names[0])} desc nulls last;\nq = limit q {_LIMIT};"


def _loadings(fields: Sequence[DatasetField], found: Factors) -> Table:
    columns = (
        Column(name="field", label="Number"),
        Column(name="factor", label="Factor"),
        Column(name="loading", label="Goes with it (-1 to 1)", type="number", format="0.00"),
    )
    rows = tuple(
        (field.label, f"Factor {place + 1}", float(found.loadings[at, place]))
        for at, field in enumerate(fields)
        for place in range(len(found.explained))
    )
    return Table(
        columns=columns, rows=rows, chart=Chart(kind="heat", dimension="factor", measures=("loading",), split="field")
    )
