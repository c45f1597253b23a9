"""What a model of lifetime value learnt, in words, and how it did on days that it had not seen."""

from __future__ import annotations

import datetime as dt

from engine.analyses.customers.holdout import Group, Holdout
from engine.analyses.customers.lifetime import Lifetime
from engine.analyses.customers.purchases import Source, day_number
from engine.reports.report import Chart, Column, Report, Section, Statement, Table, Tone
from saql import quote

_CLEAR = 0.02
"""Of the error, by which a model is better than its baseline beyond doubt."""

_NOBODY = 0.001
"""Of customers who stop after a purchase, below which none can be seen to stop."""


def lifetime_report(source: Source, model: Lifetime, tested: Holdout, days: tuple[dt.date, dt.date]) -> Report:
    """Return the report of a model.

    Args:
        source: where the purchases are.
        model: what was learnt from all of them.
        tested: how a model that was learnt without the last days did on them.
        days: the first and the last of these days.
    """
    return Report(
        title="Lifetime value",
        verdict=(_result(tested, days), _total(source, tested, days)),
        sections=(_learnt(model), _groups(tested, days)),
    )


def _result(tested: Holdout, days: tuple[dt.date, dt.date]) -> Statement:
    compared = f"{tested.error:,.2f} purchases a customer, against {tested.rate_error:,.2f}"
    known = f"tried on {days[0]} to {days[1]}, with {tested.customers:,} customers who had bought before, its error is"
    if tested.beaten:
        better = 1 - tested.error / tested.rate_error
        much = "Better" if better >= _CLEAR else "Hardly better"
        text = f"{much} than the rate so far, by {better:.1%}: {known} {compared} where each goes on at their rate."
        return Statement(text=text, tone="good" if better >= _CLEAR else "unsure")
    return Statement(text=f"Not used, as it is no better than the rate so far: {known} {compared}.", tone="bad")


def _total(source: Source, tested: Holdout, days: tuple[dt.date, dt.date]) -> Statement:
    off = tested.expected / tested.bought - 1 if tested.bought else 0.0
    way = f"{abs(off):.0%} too {'many' if off > 0 else 'few'}" if tested.bought else "where none were made"
    text = (
        f"In all it expected {tested.expected:,.0f} purchases of them in these days and they made {tested.bought:,}: "
        f"{way}. At the rate so far it would have been {tested.rate:,.0f}."
    )
    date, customer = quote.name(f"{source.date}_day_epoch"), quote.name(source.customer)
    first, last = (day_number(each) for each in days)
    # purchases of one customer on one day are one, and who first bought in these days is not foretold
    query = (
        f"{source.rows(f'{date} <= {last}')}\nq = group q by {customer};\n"
        f"q = foreach q generate min({date}) as 'First', "
        f"unique(case when {date} >= {first} then {date} else null end) as 'Purchases';\n"
        f"q = filter q by 'First' < {first};\n"
        "q = group q by all;\nq = foreach q generate sum('Purchases') as 'Purchases';"
    )
    tone: Tone = "unsure" if abs(off) > 0.1 else "neutral"
    records = source.listed(f"{date} >= {first}", f"{date} <= {last}")
    return Statement(text=text, tone=tone, query=query, records=records)


def _learnt(model: Lifetime) -> Section:
    bought = model.buying
    every = bought.alpha / bought.r
    leave = bought.a / (bought.a + bought.b)
    differ = "differ much" if bought.r < 1 else "differ" if bought.r < 4 else "are much alike"
    said = [
        f"Customers who still buy do so every {every:,.0f} days in the mean, and {differ} in how often "
        f"(r {bought.r:.3f}, alpha {bought.alpha:,.1f}).",
        f"After a purchase, {leave:.1%} of customers in the mean never buy again (a {bought.a:.3f}, b {bought.b:.3f}).",
    ]
    if leave < _NOBODY:
        said.append("So customers can't be seen to stop for good: their probability to still buy says nothing here.")
    spent = model.spending
    if spent is None:
        said.append("Too few amounts are known to say what a purchase brings, so there is no value.")
    elif spent.q > 1:
        mean = spent.p * spent.gamma / (spent.q - 1)
        said.append(
            f"A purchase of a new customer brings {mean:,.0f} in the mean (p {spent.p:.2f}, q {spent.q:.2f}, gamma "
            f"{spent.gamma:,.1f}); with each purchase the customer's own mean counts for more."
        )
    said.append(
        "It is taken that customers buy at a rate that does not change until they stop, so growth, seasons and "
        "contracts that end are not seen; and that who buys often spends neither more nor less at a time."
    )
    return Section(heading="What was learnt", statements=tuple(Statement(text=each) for each in said))


def _groups(tested: Holdout, days: tuple[dt.date, dt.date]) -> Section:
    columns = (
        Column(name="group", label="Repeat purchases before"),
        Column(name="customers", label="Customers", type="number", format="#,##0"),
        Column(name="bought", label="Bought, each", type="number", format="0.00"),
        Column(name="expected", label="Expected, each", type="number", format="0.00"),
        Column(name="rate", label="At the rate so far, each", type="number", format="0.00"),
    )
    rows = tuple((_words(each), each.customers, each.bought, each.expected, each.rate) for each in tested.groups)
    chart = Chart(kind="columns", dimension="group", measures=("bought", "expected", "rate"))
    heading = f"By purchases before: {days[0]} to {days[1]}"
    return Section(heading=heading, tables=(Table(columns=columns, rows=rows, chart=chart),))


def _words(group: Group) -> str:
    if group.low == group.high:
        return str(group.low) if group.low else "none"
    return f"{group.low} or more" if group.high >= 10**9 else f"{group.low} to {group.high}"
