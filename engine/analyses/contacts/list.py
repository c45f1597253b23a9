"""The list of one owner: what is overdue, what is to come, and how much there is to do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from engine.reports.report import Column, Report, Section, Statement, Table
from engine.security.errors import DatasetClosedError
from engine.session import Session
from saql import quote
from saql.record import record

AHEAD = 14
"""Days that the list looks ahead."""

_MOST = 50

_COLUMNS = (
    Column(name="Rank", label="Rank", type="number", format="#,##0"),
    Column(name="Name", label="Name"),
    Column(name="What", label="Kind"),
    Column(name="DueDay", label="Due", type="date"),
    Column(name="AtStake", label="At Stake", type="number", format="#,##0"),
    Column(name="Reason", label="Why"),
)
_USUAL = (
    "So many days between contacts are usual as three in four of the next contacts took at most with records that went "
    "well, such as deals that were won, in the same stage. What is at stake is the amount, by its probability."
)


@record
class Owner:
    """Somebody who has open records: how many, and of how many a contact is overdue."""

    name: str
    open: int
    overdue: int


def owners_of(session: Session, dataset: str, now: dt.datetime) -> tuple[Owner, ...]:
    """Return who has open records, by name; of what the session sees.

    Args:
        session: answers queries over the rows that are to be seen.
        dataset: the dataset of next contacts.
        now: the present moment.

    Raises:
        SwellError: the dataset can't be read.
    """
    text = (
        f"q = load {quote.text(dataset)}; q = filter q by 'Owner' is not null; q = group q by 'Owner'; "
        "q = foreach q generate 'Owner', count() as 'Open', "
        "sum(case when 'DaysOverdue' > 0 then 1 else 0 end) as 'Overdue'; q = order q by 'Owner' asc;"
    )
    rows = session.query(text, now=now, name="owners").table.to_pylist()
    return tuple(Owner(each["Owner"], int(each["Open"]), int(each["Overdue"])) for each in rows)


def list_of(session: Session, dataset: str, owner: Owner, now: dt.datetime) -> Report:
    """Return the list of an owner; of what the session sees.

    Args:
        session: answers queries over the rows that are to be seen.
        dataset: the dataset of next contacts; that of workloads is called after it.
        owner: whose list.
        now: the present moment; days are reckoned from when the model was last run.

    Raises:
        SwellError: a dataset can't be read.
    """
    own = f"q = load {quote.text(dataset)}; q = filter q by 'Owner' == {quote.text(owner.name)};"
    shown = ", ".join(quote.name(each.name) for each in _COLUMNS)
    late = f"{own} q = filter q by 'DaysOverdue' > 0;"
    ahead = f"{own} q = filter q by 'DaysOverdue' == 0 && 'DueDay' in [..\"{AHEAD} days ahead\"];"
    unknown = f"{own} q = filter q by 'DueDay' is null;"
    ending = f"q = order q by 'Rank' asc; q = limit q {_MOST}; q = foreach q generate {shown};"
    return Report(
        title=f"Next contacts of {owner.name}",
        verdict=(_overdue(session, owner, late, f"{late} {ending}", now), *_load(session, dataset, owner.name, now)),
        sections=(
            _section("Overdue", f"{late} {ending}", session, now),
            _section(f"In the next {AHEAD} days", f"{ahead} {ending}", session, now),
            *(each for each in [_section("Of no known day", f"{unknown} {ending}", session, now)] if each.tables),
            Section(heading="What is usual", statements=(Statement(text=_USUAL),)),
        ),
    )


def _overdue(session: Session, owner: Owner, late: str, records: str, now: dt.datetime) -> Statement:
    query = f"{late} q = group q by all; q = foreach q generate count() as 'Overdue', sum('AtStake') as 'AtStake';"
    if not owner.overdue:
        return Statement(text=f"Nothing is overdue among {owner.open:,} open records.", tone="good", query=query)
    stake = session.query(query, now=now, name="overdue").table.to_pylist()[0]["AtStake"]
    worth = "" if stake is None else f", with {stake:,.0f} at stake"
    text = f"{owner.overdue:,} of {owner.open:,} open records are overdue for a contact{worth}."
    return Statement(text=text, tone="bad", query=query, records=records)


def _load(session: Session, dataset: str, owner: str, now: dt.datetime) -> tuple[Statement, ...]:
    """Return how much there is to do; nothing where that may not be seen."""
    query = (
        f"q = load {quote.text(f'{dataset}_workload')}; q = filter q by 'Owner' == {quote.text(owner)}; "
        "q = foreach q generate 'Owner', 'Load', 'TeamMedian', 'State', 'Suggestion';"
    )
    try:
        rows = session.query(query, now=now, name="workload").table.to_pylist()
    except DatasetClosedError:
        return ()
    if not rows:
        return ()
    row: dict[str, Any] = rows[0]
    could = f" It could help to hand over {row['Suggestion']}." if row["Suggestion"] else ""
    usual = f"the middle one of the team has {row['TeamMedian']:,.0f}"
    text = f"{row['Load']:,.0f} things are to do in all; {usual}.{could}"
    return (Statement(text=text, tone="bad" if row["State"] == "Too much" else "neutral", query=query),)


def _section(heading: str, query: str, session: Session, now: dt.datetime) -> Section:
    rows = session.query(query, now=now, name=heading).table.to_pylist()
    if not rows:
        return Section(heading=heading, statements=(Statement(text="Nothing."),))
    cells = tuple(tuple(_cell(row[each.name]) for each in _COLUMNS) for row in rows)
    return Section(heading=heading, tables=(Table(columns=_COLUMNS, rows=cells, query=query),))


def _cell(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
