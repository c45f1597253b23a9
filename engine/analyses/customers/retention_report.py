"""Cohorts and rates of retention in words."""

from __future__ import annotations

from collections.abc import Sequence

from engine.analyses.customers.purchases import Source, day_of
from engine.analyses.customers.retention import Cell, Rates, mature
from engine.reports.report import Cell as Value
from engine.reports.report import Chart, Column, Report, Section, Statement, Table
from saql import quote

_SHOWN = 12
"""Cohorts of the heat map, the newest."""


def retention_report(
    dataset: str, source: Source, cells: Sequence[Cell], rates: Sequence[Rates], window: int
) -> Report:
    """Return the report.

    Args:
        dataset: the dataset that has the rates; that of the cohorts ends in `_cohorts`.
        source: where the purchases are.
        cells: what became of cohorts.
        rates: who and what stayed.
        window: for how many days after a purchase a customer counts as one.
    """
    sections = [cohort_section(f"{dataset}_cohorts", cells)]
    if rates:
        sections.append(rates_section(dataset, rates))
    return Report(
        title="Retention",
        verdict=retention_verdict(dataset, source, rates, window),
        sections=(*sections, _definitions(window)),
    )


def leavers(source: Source, rates: Rates, window: int) -> str:
    """Return the query that lists the customers who left in a period, with their last purchase and what they spent."""
    customer, date = quote.name(source.customer), quote.name(source.date)
    name = quote.name(source.name) if source.name else customer
    day = quote.name(f"{source.date}_day_epoch")
    start, end = rates.period.low - 1, rates.period.high
    last = f"'LastPurchase' > \"{day_of(start - window)}\" && 'LastPurchase' <= \"{day_of(end - window)}\""
    return (
        f"{source.rows(f'{day} <= {end}')}\nq = group q by {customer};\n"
        f"q = foreach q generate {customer} as 'Id', first({name}) as 'Name', max({date}) as 'LastPurchase', "
        f"sum({quote.name(source.amount)}) as 'Revenue';\nq = filter q by {last};\nq = order q by 'Revenue' desc;"
    )


def retention_verdict(dataset: str, source: Source, rates: Sequence[Rates], window: int) -> tuple[Statement, ...]:
    """Return what to take from the last period; the arguments are those of `retention_report`."""
    if not rates:
        return (Statement(text=f"Purchases don't reach back {window} days before a whole period yet.", tone="unsure"),)
    last = rates[-1]
    left, kept = last.before - last.stayed, last.logo_retention
    before = rates[-5] if len(rates) > 4 else None
    was = before.logo_retention if before is not None else None
    change = "" if was is None or before is None else f" (in {before.period.name} {was:.0%})"
    query = _row(dataset, last.period.name)
    if kept is None:
        return (Statement(text=f"Nobody was a customer when {last.period.name} began.", tone="unsure"),)
    logos = Statement(
        text=f"In {last.period.name}, {kept:.0%} of {last.before:,} customers stayed{change}: {left:,} left.",
        tone="neutral" if was is None or abs(kept - was) < 0.01 else "good" if kept > was else "bad",
        query=query,
        records=leavers(source, last, window),
    )
    gross, net = last.gross_retention, last.net_retention
    if gross is None or net is None:
        return (logos,)
    money = Statement(
        text=(
            f"Of the revenue of these customers {gross:.0%} stayed (gross), and {net:.0%} with what others of them "
            f"spent more (net)."
        ),
        tone="good" if net >= 1 else "bad",
        query=query,
    )
    return logos, money


def cohort_section(dataset: str, cells: Sequence[Cell]) -> Section:
    """Return the heat map of cohorts: the share of each that bought so many periods later."""
    cohorts = list(dict.fromkeys(each.cohort for each in cells))[-_SHOWN:]
    columns = (
        Column(name="cohort", label="First purchase in (customers)"),
        Column(name="since", label="Periods later", type="number", format="0"),
        Column(name="rate", label="Bought then", type="number", format="0%"),
    )
    rows: list[tuple[Value, ...]] = [
        (f"{each.cohort.name} ({each.customers:,})", each.since, each.active / each.customers)
        for each in cells
        if each.cohort in cohorts
    ]
    query = (
        f"q = load {quote.text(dataset)};\n"
        "q = foreach q generate 'Cohort' as 'Cohort', 'Since' as 'Since', 'Rate' as 'Rate', "
        "'Customers' as 'Customers';\nq = order q by ('Cohort', 'Since');"
    )
    chart = Chart(kind="heat", dimension="since", measures=("rate",), split="cohort")
    said = [_later(dataset, cells, since) for since in (1, 4) if mature(cells, since)[0]]
    return Section(
        heading="Cohorts: who bought again, and when",
        statements=tuple(said),
        tables=(Table(columns=columns, rows=tuple(rows), chart=chart, query=query),),
    )


def _later(dataset: str, cells: Sequence[Cell], since: int) -> Statement:
    customers, active = mature(cells, since)
    words = "in the period after that of their first purchase" if since == 1 else f"{since} periods after their first"
    query = (
        f"q = load {quote.text(dataset)};\nq = filter q by 'Since' == {since};\nq = group q by all;\n"
        "q = foreach q generate sum('Customers') as 'Customers', sum('Active') as 'Active';"
    )
    text = f"{active / customers:.0%} of {customers:,} customers bought {words}."
    return Statement(text=text, query=query)


def rates_section(dataset: str, rates: Sequence[Rates]) -> Section:
    """Return who and what stayed, period by period; the arguments are those of `retention_report`."""
    columns = (
        Column(name="period", label="Period"),
        Column(name="before", label="Customers before", type="number", format="#,##0"),
        Column(name="left", label="Left", type="number", format="#,##0"),
        Column(name="new", label="New", type="number", format="#,##0"),
        Column(name="returned", label="Returned", type="number", format="#,##0"),
        Column(name="logo", label="Logo retention", type="number", format="0.0%"),
        Column(name="gross", label="Gross revenue retention", type="number", format="0.0%"),
        Column(name="net", label="Net revenue retention", type="number", format="0.0%"),
    )
    rows = tuple(
        (
            each.period.name,
            each.before,
            each.before - each.stayed,
            each.new,
            each.returned,
            each.logo_retention,
            each.gross_retention,
            each.net_retention,
        )
        for each in rates
    )
    chart = Chart(kind="line", dimension="period", measures=("logo", "gross", "net"))
    return Section(
        heading="Who and what stayed",
        tables=(Table(columns=columns, rows=rows, chart=chart, query=_rows(dataset)),),
    )


def _definitions(window: int) -> Section:
    said = (
        f"A customer on a day is who bought within the {window} days that end with it.",
        "Logo retention is the share of the customers at the beginning of a period who are customers at its end; the "
        "others left (logo churn).",
        f"Gross revenue retention compares what these customers spent within the {window} days that end with the "
        f"period with the {window} days before it, more of one not making up for less of another; net counts both.",
        "Who bought before the data begin looks like a new customer at their first purchase in it.",
    )
    return Section(heading="What the words mean", statements=tuple(Statement(text=each) for each in said))


def _rows(dataset: str) -> str:
    names = ("Period", "Customers", "Left", "New", "Returned", "LogoRetention", "GrossRetention", "NetRetention")
    listed = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in names)
    return f"q = load {quote.text(dataset)};\nq = foreach q generate {listed};\nq = order q by 'Period';"


def _row(dataset: str, period: str) -> str:
    return f"{_rows(dataset)}\nq = filter q by 'Period' == {quote.text(period)};"
