"""What to expect: the measure by month, and its next months as the language's timeseries forecasts them."""

from __future__ import annotations

import datetime as dt

from engine.analyses.stories.question import Question, load
from engine.analyses.stories.words import number_words
from engine.errors import SwellError
from engine.reports.report import Cell, Chart, Column, Section, Statement, Table
from engine.session import Session
from saql import SaqlError, quote

AHEAD = 3
"""Months that are forecast."""

HISTORY = 36
_FEWEST = 8


def series_query(question: Question, today: dt.date) -> str:
    """Return the query for the measure by month up to the last whole one, and for the months after it."""
    end = today.replace(day=1) - dt.timedelta(1)
    place = end.year * 12 + end.month - HISTORY
    first = dt.date(place // 12, place % 12 + 1, 1)
    date = quote.name(question.date)
    year, month = quote.name(f"{question.date}_Year"), quote.name(f"{question.date}_Month")
    where = f"({question.where}) && " if question.where else ""
    return "\n".join(
        [
            load(question),
            f'q = filter q by {where}{date} in ["{first.isoformat()}".."{end.isoformat()}"];',
            f"q = group q by ({year}, {month});",
            f"q = foreach q generate {year} as 'Year', {month} as 'Month', {question.measure.aggregate} as 'Measure';",
            "q = timeseries q generate 'Measure' as 'Expected' with "
            f"(length={AHEAD}, dateCols=('Year', 'Month', \"Y-M\"), predictionInterval=80);",
        ]
    )


def expectation(session: Session, question: Question, now: dt.datetime, today: dt.date) -> Section:
    """Return what is to be expected of the next months."""
    query = series_query(question, today)
    try:
        found = session.query(query, now=now, name="the forecast").table.to_pylist()
    except (SwellError, SaqlError) as error:
        return Section(
            heading="What to expect", statements=(Statement(text=f"No forecast: {error.args[0]}", tone="unsure"),)
        )
    rows = [_row(each) for each in found]
    known = sum(each[2] is not None for each in rows)
    ahead = [each for each in rows[-AHEAD:] if each[4] is not None]
    if known < _FEWEST or not ahead:
        text = f"There are {known} months with records; a forecast needs {_FEWEST}."
        return Section(heading="What to expect", statements=(Statement(text=text, tone="unsure", query=query),))
    measure = question.measure
    month, low, _, high, expected = ahead[0]
    text = (
        f"If things go on as they did, {_month(month)} brings {number_words(measure, _float(expected))}; "
        f"in 8 of 10 such months it would be between {number_words(measure, _float(low))} and "
        f"{number_words(measure, _float(high))}."
    )
    pattern = measure.pattern
    columns = (
        Column(name="month", label="Month", type="date"),
        Column(name="low", label="9 of 10 times above", type="number", format=pattern),
        Column(name="measure", label=measure.label, type="number", format=pattern),
        Column(name="high", label="9 of 10 times below", type="number", format=pattern),
    )
    shown = tuple(
        (month, low, value if value is not None else expected, high) for month, low, value, high, expected in rows
    )
    chart = Chart(kind="band", dimension="month", measures=("low", "measure", "high"))
    table = Table(columns=columns, rows=shown, chart=chart, query=query)
    return Section(
        heading="What to expect", statements=(Statement(text=text, tone="unsure", query=query),), tables=(table,)
    )


def _row(row: dict[str, Cell]) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Return the month, the low end, the measure, the high end and what is expected."""
    month = f"{row['Year']}-{row['Month']}-01"
    return month, row["Expected_low_80"], row["Measure"], row["Expected_high_80"], row["Expected"]


def _month(cell: Cell) -> str:
    return f"{dt.date.fromisoformat(str(cell)):%B %Y}"


def _float(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0
