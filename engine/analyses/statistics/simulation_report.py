"""What may come, in words: from a formula to the report of its simulation."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.analyses.statistics.errors import AnalysisError
from engine.analyses.statistics.formula import Formula, read_formula
from engine.analyses.statistics.sample import Asked
from engine.analyses.statistics.simulation import DRAWS, Floats, Simulated, simulate
from engine.analyses.stories.measure import Measure, read_measure
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from engine.session import Session
from saql import quote

MONTHS = 24
_FEWEST = 8
_BARS = 20
_TREND = 0.6
_LIMIT = 1000


def simulate_formula(
    session: Session, asked: Asked, formula: str, date: str | None, now: dt.datetime, seed: int = 1
) -> Report:
    """Return what a formula over the measures of a month may give in a month to come.

    Args:
        session: asks as who looks.
        asked: which rows.
        formula: such as `count * share(IsWon) * avg(Amount)`.
        date: the field that says in which month a row is (default: the first date).
        now: the present moment.
        seed: of the random numbers.

    Raises:
        AnalysisError: the formula or the date can't be read, or there are too few months.
        engine.analyses.stories.errors.StoryError: a measure can't be read.
    """
    read = read_formula(formula)
    measures = {each: read_measure(each, asked.fields.get) for each in read.measures}
    field = asked.field(date) if date else next((each for each in asked.fields.values() if each.role == "date"), None)
    if field is None or not field.type.is_temporal:
        raise AnalysisError("There is no date that says in which month a row is.", hint="Name one with --date.")
    today = now.astimezone(session.plan_setting(now, None, None).zone).date()
    query = months_query(asked, field.name, measures, today)
    months = session.query(query, now=now, name="the months").table.to_pylist()
    names = [f"m{place}" for place in range(len(measures))]
    complete = [each for each in months if all(each[name] is not None for name in names)]
    if len(complete) < _FEWEST:
        raise AnalysisError(
            f"{len(complete)} months have all of the measures; it takes {_FEWEST}.", hint="Ask for more rows."
        )
    history = {
        each: np.array([float(month[name]) for month in complete])
        for each, name in zip(read.measures, names, strict=True)
    }
    records = "\n".join([*_between(asked, field.name, today), f"q = foreach q generate {_listed(asked)};"])
    return _report(
        asked, read, measures, history, simulate(read, history, seed), query, f"{records}\nq = limit q {_LIMIT};"
    )


def months_query(asked: Asked, date: str, measures: dict[str, Measure], today: dt.date) -> str:
    """Return the query for the measures of the last whole months, as `m0`, `m1`, .."""
    year, month = quote.name(f"{date}_Year"), quote.name(f"{date}_Month")
    columns = ", ".join(f"{each.aggregate} as 'm{place}'" for place, each in enumerate(measures.values()))
    return "\n".join(
        [
            *_between(asked, date, today),
            f"q = group q by ({year}, {month});",
            f"q = foreach q generate {year} as 'Year', {month} as 'Month', {columns};",
        ]
    )


def _between(asked: Asked, date: str, today: dt.date) -> list[str]:
    end = today.replace(day=1) - dt.timedelta(1)
    place = end.year * 12 + end.month - MONTHS
    first = dt.date(place // 12, place % 12 + 1, 1)
    where = f"({asked.where}) && " if asked.where else ""
    return [
        f"q = load {quote.text(asked.dataset)};",
        f'q = filter q by {where}{quote.name(date)} in ["{first.isoformat()}".."{end.isoformat()}"];',
    ]


def _listed(asked: Asked) -> str:
    return ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in list(asked.fields)[:12])


def _report(
    asked: Asked,
    formula: Formula,
    measures: dict[str, Measure],
    history: dict[str, Floats],
    found: Simulated,
    query: str,
    records: str,
) -> Report:
    low, middle, high = (found.percentile(each) for each in (0.1, 0.5, 0.9))
    strongest = max(found.drivers, key=lambda each: found.drivers[each])
    verdict = (
        Statement(
            text=f"In a month as those before, {formula.text} is about {_size(middle)}; in 8 of 10 such months it is "
            f"between {_size(low)} (P10) and {_size(high)} (P90).",
            tone="unsure",
            query=query,
            records=records,
        ),
        Statement(
            text=f"{measures[strongest].label} moves it most: {found.drivers[strongest]:.0%} of what makes it vary.",
            query=query,
            records=records,
        ),
    )
    months = len(next(iter(history.values())))
    notes = [
        Statement(
            text=f"{DRAWS:,} months were drawn from the last {months} whole ones, each with all of its measures, so "
            "that measures that go together stay together."
        ),
        *_trends(measures, found, query),
        Statement(text="What is unlike anything in these months is not in the range.", tone="unsure"),
    ]
    return Report(
        title=f"{asked.label}: what {formula.text} may be",
        verdict=verdict,
        sections=(
            Section(
                heading="How it may come", tables=(_spread(found), _numbers(formula, measures, history, found, query))
            ),
            Section(heading="How far to trust it", statements=tuple(notes)),
        ),
    )


def _trends(measures: dict[str, Measure], found: Simulated, query: str) -> list[Statement]:
    return [
        Statement(
            text=f"{measures[each].label} {'rose' if trend > 0 else 'fell'} over these months, so the next ones may "
            f"lie {'above' if trend > 0 else 'below'} the range.",
            tone="unsure",
            query=query,
        )
        for each, trend in found.trends.items()
        if abs(trend) >= _TREND
    ]


def _spread(found: Simulated) -> Table:
    """Return how many of the draws are in each of some ranges, leaving out the last hundredth at each end."""
    inner = found.draws[(found.draws >= found.percentile(0.01)) & (found.draws <= found.percentile(0.99))]
    counts, edges = np.histogram(inner, bins=_BARS)
    rows = tuple(
        (f"{_size(float(low))} to {_size(float(high))}", float(count) / len(found.draws))
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    )
    columns = (
        Column(name="range", label="Result"),
        Column(name="part", label="Part of the draws", type="number", format="0.0%"),
    )
    return Table(columns=columns, rows=rows, chart=Chart(kind="columns", dimension="range", measures=("part",)))


def _numbers(
    formula: Formula, measures: dict[str, Measure], history: dict[str, Floats], found: Simulated, query: str
) -> Table:
    columns = (
        Column(name="measure", label="Measure"),
        Column(name="low", label="Low month (P10)", type="number", format="#,##0.##"),
        Column(name="middle", label="Middle", type="number", format="#,##0.##"),
        Column(name="high", label="High month (P90)", type="number", format="#,##0.##"),
        Column(name="drives", label="Part of what varies", type="number", format="0%"),
    )
    rows: list[tuple[str | float | None, ...]] = [
        (
            measures[each].label,
            *(float(part) for part in np.quantile(history[each], (0.1, 0.5, 0.9))),
            found.drivers[each],
        )
        for each in formula.measures
    ]
    rows.append(("Result", *(found.percentile(each) for each in (0.1, 0.5, 0.9)), None))
    return Table(columns=columns, rows=tuple(rows), query=query)


def _size(value: float) -> str:
    size = abs(value)
    if size >= 1e6:
        return f"{value / 1e6:,.2f}M"
    return f"{value:,.0f}" if size >= 100 else f"{value:,.3g}"
