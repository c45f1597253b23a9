"""The forecast in words: what this month and quarter will bring, who brings it, and how good such forecasts were."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Literal

from engine.analyses.pipeline.backtest import Errors, Trial, beaten, errors_of
from engine.analyses.pipeline.deals import Steps
from engine.analyses.pipeline.forecast import Expected, Period, first_day
from engine.analyses.pipeline.source import Source
from engine.analyses.pipeline.tables import MONEY, OWNER, SEGMENT
from engine.reports.report import Cell, Chart, Column, Report, Section, Statement, Table
from engine.reports.words import amount
from saql import quote

_FEWEST = 12
"""So many forecasts of the past tell something."""

_PLAIN: Mapping[Literal["year_before", "weighted"], str] = {
    "year_before": "the same month of the year before",
    "weighted": "amount times the chance of its stage",
}

_RIGHT = (0.7, 0.9)
"""Of a hundred forecasts, so many ought to hold."""


def forecast_report(
    name: str, source: Source, rows: Sequence[Expected], trials: Sequence[Trial], steps: Steps
) -> Report:
    """Return the report of a forecast.

    Args:
        name: the model's name, after which its datasets are called.
        source: where the deals are.
        rows: the forecast.
        trials: forecasts of the past.
        steps: what was known of the past of deals.
    """
    every = [each for each in rows if each.scope == "All"]
    months = [each for each in every if each.period.length == "Month"]
    quarters = [each for each in every if each.period.length == "Quarter"]
    shown = quarters[:1] or months[:1]
    verdict = [_ends(name, source, each) for each in (months[:1] + quarters[:1])]
    sections = [
        Section(heading="By month", tables=(_months(name, months, "Month"),)),
        *([Section(heading="By quarter", tables=(_months(name, quarters, "Quarter"),))] if quarters else []),
        *(_parts(name, source, rows, each.period) for each in shown),
        _tried(name, trials),
        Section(heading="What it rests on", statements=_grounds(source, steps)),
    ]
    return Report(title="Pipeline forecast", verdict=(*verdict, trust(name, trials)), sections=tuple(sections))


def usable(trials: Sequence[Trial]) -> str:
    """Return why the forecast is not to be used: a plainer way is nearer by more than chance. Empty where none is."""
    for plain, words in _PLAIN.items():
        if beaten(trials, plain) == "yes":
            return f"In {errors_of(trials, of_quarter=False).count} past months {words} was nearer to what was won."
    return ""


def trust(name: str, trials: Sequence[Trial]) -> Statement:
    """Return the sentence that says how good such forecasts were."""
    errors = errors_of(trials, of_quarter=False)
    query = _backtest_query(name, "Month")
    if errors.count < _FEWEST:
        text = f"Only {errors.count} past months could be forecast to see how good this is; it takes {_FEWEST}."
        return Statement(text=text, tone="unsure", query=query if errors.count else None)
    share = errors.held / errors.count
    low, high = _RIGHT
    judged = "as it should be (80%)" if low <= share <= high else "and it ought to be 80%"
    text = (
        f"Of the last {errors.count} months, each forecast on its first day, {errors.held} ended between the two "
        f"amounts: {_percent(share)}, {judged}. "
        f"The forecast was off by {_percent(errors.error)} on average{_beside(errors)}."
    )
    perhaps = [words for plain, words in _PLAIN.items() if beaten(trials, plain) == "perhaps"]
    if perhaps:
        text += f" In amounts, {' and '.join(perhaps)} was a little nearer, by no more than chance would do."
    return Statement(text=text, tone="good" if low <= share <= high and not perhaps else "unsure", query=query)


def _beside(errors: Errors) -> str:
    parts = []
    if not math.isnan(errors.year_before):
        parts.append(f"the same month of the year before by {_percent(errors.year_before)}")
    if not math.isnan(errors.weighted):
        parts.append(f"amount times the chance of its stage by {_percent(errors.weighted)}")
    return f"; {' and '.join(parts)}" if parts else ""


def _ends(name: str, source: Source, row: Expected) -> Statement:
    period = row.period
    words = period.words[0].upper() + period.words[1:]
    text = (
        f"{words} will end with about {amount(row.middle)} won, in 8 of 10 such cases between {amount(row.low)} and "
        f"{amount(row.high)}. {amount(row.won)} is won already; "
        f"{amount(row.open)} is open and expected to close in it."
    )
    query = (
        f"q = load {quote.text(name)}; q = filter q by 'Scope' == \"All\" && 'Period' == {quote.text(period.name)}; "
        "q = foreach q generate 'Period', 'P10', 'P50', 'P90', 'WonSoFar', 'Open', 'Committed';"
    )
    return Statement(text=text, query=query, records=open_records(source, period))


def open_records(source: Source, period: Period) -> str:
    """Return the SAQL that lists the open deals that are expected to close in a period, the largest first."""
    first, last = (dt.date(1970, 1, 1) + dt.timedelta(first_day(each)) for each in (period.start, period.end))
    within = f'["{first.isoformat()}".."{(last - dt.timedelta(1)).isoformat()}"]'
    columns = [source.id, source.name, *([source.owner] if source.owner else []), source.stage, source.amount]
    listed = ", ".join(quote.name(each) for each in (*dict.fromkeys(columns), source.close))
    chosen = f"q = filter q by {source.where}; " if source.where else ""
    return (
        f"q = load {quote.text(source.dataset)}; {chosen}"
        f'q = filter q by {quote.name(source.closed)} == "false" && {quote.name(source.close)} in {within}; '
        f"q = foreach q generate {listed}; q = order q by {quote.name(source.amount)} desc; q = limit q 1000;"
    )


def _months(name: str, rows: Sequence[Expected], length: str) -> Table:
    columns = (
        Column(name="PeriodStart", label="Beginning", type="date"),
        Column(name="Period", label=length),
        *_AMOUNTS,
    )
    cells = tuple((_iso(each.period.start), each.period.name, *_amounts(each)) for each in rows)
    chart = Chart(kind="band", dimension="PeriodStart", measures=("P10", "P50", "P90"))
    query = (
        f"q = load {quote.text(name)}; q = filter q by 'Scope' == \"All\" && 'PeriodKind' == \"{length}\"; "
        "q = foreach q generate 'Period', 'P10', 'P50', 'P90', 'WonSoFar', 'Committed', 'Open'; "
        "q = order q by 'Period' asc;"
    )
    return Table(columns=columns, rows=cells, chart=chart if len(rows) > 1 else None, query=query)


def _parts(name: str, source: Source, rows: Sequence[Expected], period: Period) -> Section:
    tables = []
    for scope, label, field in (
        ("Owner", "Owner", source.owner or OWNER),
        ("Segment", "Segment", source.segment or SEGMENT),
    ):
        chosen = sorted((each for each in rows if each.scope == scope and each.period == period), key=_by_middle)
        if len(chosen) < 2:
            continue
        columns = (Column(name="Who", label=label), *_AMOUNTS)
        cells = tuple((each.who or "none", *_amounts(each)) for each in chosen)
        query = (
            f"q = load {quote.text(name)}; q = filter q by 'Scope' == \"{scope}\" && 'Period' == "
            f"{quote.text(period.name)}; q = foreach q generate {quote.name(field)}, 'P10', 'P50', 'P90', 'WonSoFar', "
            "'Committed', 'Open'; q = order q by 'P50' desc;"
        )
        chart = Chart(kind="bars", dimension="Who", measures=("P50",))
        tables.append(Table(columns=columns, rows=cells, chart=chart, query=query))
    text = (
        "Each is a forecast of its own: what is unlikely for one is unlikely for all at once, so lower ends do not add "
        "up to that of the whole."
    )
    return Section(
        heading=f"By owner and segment, {period.words}", statements=(Statement(text=text),), tables=tuple(tables)
    )


def _tried(name: str, trials: Sequence[Trial]) -> Section:
    months = [each for each in trials if not each.of_quarter]
    columns = (
        Column(name="PeriodStart", label="Beginning", type="date"),
        Column(name="P10", label="At least", type="number", format=MONEY),
        Column(name="Won", label="Won", type="number", format=MONEY),
        Column(name="P90", label="At most", type="number", format=MONEY),
        Column(name="P50", label="Forecast", type="number", format=MONEY),
        Column(name="YearBefore", label="Year before", type="number", format=MONEY),
        Column(name="Weighted", label="Amount x chance of stage", type="number", format=MONEY),
        Column(name="Held", label="Between"),
    )
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _iso(each.month),
            each.low,
            each.came,
            each.high,
            each.middle,
            None if math.isnan(each.year_before) else each.year_before,
            each.weighted,
            "yes" if each.held else "no",
        )
        for each in months
    )
    statements = []
    quarters = errors_of(trials, of_quarter=True)
    if quarters.count:
        text = (
            f"Of quarters, forecast on the first day of each of their months, {quarters.held} of {quarters.count} "
            f"ended between; the forecast was off by {_percent(quarters.error)} on average."
        )
        statements.append(Statement(text=text, query=_backtest_query(name, "Quarter")))
    chart = Chart(kind="band", dimension="PeriodStart", measures=("P10", "Won", "P90"))
    table = Table(columns=columns, rows=cells, chart=chart, query=_backtest_query(name, "Month"))
    return Section(
        heading="Tried on the past: what was won, and between which amounts it was to be",
        statements=tuple(statements),
        tables=(table,) if months else (),
    )


def _grounds(source: Source, steps: Steps) -> tuple[Statement, ...]:
    told = [
        "Each open deal is won, lost or left open in each month as often as deals were that stood as it does: segment, "
        "stage, age, size and owner, in that month of the year. Deals that nobody has made yet are drawn from those "
        "made and won lately. All amounts are of the same simulated futures."
    ]
    unsure = []
    if source.history is None:
        unsure.append("Nobody kept what stages deals had, so that past deals tell by segment, age and size alone.")
    if not steps.has_stated:
        unsure.append(
            "Close dates that were stated in the past are not known, so nothing can be learnt of how they slip: those "
            "that open deals have now are not used."
        )
    if not steps.has_amounts:
        unsure.append(
            "Amounts of the past are not known: forecasts of past months were made with the amounts of today, which "
            "makes them look a little better than they were."
        )
    return (*(Statement(text=each) for each in told), *(Statement(text=each, tone="unsure") for each in unsure))


_AMOUNTS = (
    Column(name="P10", label="At least", type="number", format=MONEY),
    Column(name="P50", label="Forecast", type="number", format=MONEY),
    Column(name="P90", label="At most", type="number", format=MONEY),
    Column(name="WonSoFar", label="Won so far", type="number", format=MONEY),
    Column(name="Committed", label="Committed", type="number", format=MONEY),
    Column(name="Open", label="Open, to close in it", type="number", format=MONEY),
)


def _amounts(row: Expected) -> tuple[Cell, ...]:
    return tuple(round(each) for each in (row.low, row.middle, row.high, row.won, row.committed, row.open))


def _by_middle(row: Expected) -> tuple[float, str]:
    return -row.middle, row.who or ""


def _backtest_query(name: str, length: str) -> str:
    return (
        f"q = load {quote.text(name + '_backtest')}; q = filter q by 'PeriodKind' == \"{length}\"; "
        "q = foreach q generate 'Period', 'MadeOn', 'P10', 'P50', 'P90', 'Won', 'Held', 'YearBefore', 'Weighted'; "
        "q = order q by 'MadeOn' asc;"
    )


def _iso(month: int) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(first_day(month))).isoformat()


def _percent(part: float) -> str:
    return f"{part * 100:.0f}%"
