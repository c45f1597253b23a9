"""A goal in words: how the present period stands, where it leads, and who is behind."""

from __future__ import annotations

from collections.abc import Sequence

from engine.analyses.goals.definition import Goal
from engine.analyses.goals.people import Tree
from engine.analyses.goals.standing import A_LITTLE_BEHIND, Standing, State
from engine.analyses.goals.table import dataset_of
from engine.reports.report import Cell, Chart, Column, Report, Section, Statement, Table, Tone
from saql import quote

_TONES: dict[State, Tone] = {"reached": "good", "on pace": "good", "behind": "bad", "missed": "bad"}


def report_of(goal: Goal, tree: Tree, found: Sequence[Standing], pattern: str | None) -> Report:
    """Return the report; it tells of the present period, or of the last with a target where there is none now."""
    title = f"Goal: {goal.label}"
    period = next((each.period for each in found if each.is_current), max(each.period for each in found))
    now = [each for each in found if each.period == period]
    whole = next(each for each in now if each.level == "Company") if now[0].level == "Company" else now[0]
    label = goal.calendar.label(period)
    return Report(
        title=title,
        verdict=(_reached(goal, whole, label), *_outlook(goal, whole, label)),
        sections=(
            *_part(goal, tree, now, "Team", "Teams", label, pattern),
            *_part(goal, tree, now, "Person", "People", label, pattern),
        ),
    )


def _reached(goal: Goal, row: Standing, label: str) -> Statement:
    text = f"{label}: {row.actual:,.0f} reached"
    if row.target is not None and row.attainment is not None:
        text = f"{label}: {row.actual:,.0f} of {row.target:,.0f} reached, {row.attainment:.0%}"
    if 0 < row.gone < 1:
        text += f"; {row.gone:.0%} of the working days have gone"
    tone = _TONES.get(row.state, "neutral")
    query = _query(goal, row, label, "Target", "Actual", "Attainment", "PeriodGone")
    return Statement(text=f"{text}.", tone=tone, query=query, records=_records(goal, row))


def _outlook(goal: Goal, row: Standing, label: str) -> list[Statement]:
    found = []
    if row.gone < 1 and goal.pipeline is not None:
        share = f", {row.forecast / row.target:.0%} of the target" if row.target else ""
        open_deals = "what is open, each deal by its probability," if goal.pipeline.probability else "all that is open,"
        text = f"With {open_deals} it comes to {row.forecast:,.0f}{share}."
        query = _query(goal, row, label, "Pipeline", "Forecast")
        found.append(Statement(text=text, tone="unsure", query=query))
    if row.gone < 1 and row.run_rate is not None:
        text = f"If each working day brings what it has brought so far, it comes to {row.run_rate:,.0f}."
        found.append(Statement(text=text, tone="unsure", query=_query(goal, row, label, "RunRate")))
    if row.last_year_to_date > 0:
        change = row.actual / row.last_year_to_date - 1
        point = "in the whole period" if row.gone >= 1 else "after as many working days"
        more = "more" if change >= 0 else "less"
        text = f"That is {abs(change):.0%} {more} than the {row.last_year_to_date:,.0f} {point} a year before"
        if row.gone < 1 and row.last_year > 0:
            text += f", {row.last_year_to_date / row.last_year:.0%} of what that period brought in the end"
        query = _query(goal, row, label, "Actual", "LastYearToDate", "LastYear")
        found.append(Statement(text=f"{text}.", tone="good" if change >= 0 else "bad", query=query))
    return found


def _part(
    goal: Goal, tree: Tree, now: Sequence[Standing], level: str, heading: str, label: str, pattern: str | None
) -> list[Section]:
    rows = sorted((each for each in now if each.level == level), key=lambda each: (each.pace or 0.0, each.place))
    if not rows:
        return []
    behind = [each for each in rows if each.pace is not None and each.pace < A_LITTLE_BEHIND]
    text = f"{len(behind)} of {len(rows)} are behind: below {A_LITTLE_BEHIND:.0%} of what the time gone asks for."
    query = _list(goal, label, level)
    table = Table(
        columns=(
            Column(name="Person", label="Person" if level == "Person" else "Team of"),
            Column(name="Target", label="Target", type="number", format=pattern),
            Column(name="Actual", label="Reached", type="number", format=pattern),
            Column(name="Attainment", label="Attainment", type="number", format="0%"),
            Column(name="Pace", label="Pace", type="number", format="0.00"),
            Column(name="Gap", label="Missing", type="number", format=pattern),
            Column(name="Forecast", label="Forecast with Pipeline", type="number", format=pattern),
            Column(name="State", label="State"),
        ),
        rows=tuple(_cells(tree, each) for each in rows),
        chart=Chart(kind="bars", dimension="Person", measures=("Attainment",)),
        query=query,
    )
    statement = Statement(text=text, tone="bad" if behind else "good", query=query)
    return [Section(heading=f"{heading} in {label}", statements=(statement,), tables=(table,))]


def _cells(tree: Tree, row: Standing) -> tuple[Cell, ...]:
    name = tree.names[row.place]
    return name, row.target, row.actual, row.attainment, row.pace, row.gap, row.forecast, row.state


def _query(goal: Goal, row: Standing, label: str, *fields: str) -> str:
    return (
        f"q = load {quote.text(dataset_of(goal.name))};\n"
        f"q = filter q by Level == {quote.text(row.level)} && Period == {quote.text(label)};\n"
        f"q = foreach q generate Person, {', '.join(fields)};"
    )


def _list(goal: Goal, label: str, level: str) -> str:
    return (
        f"q = load {quote.text(dataset_of(goal.name))};\n"
        f"q = filter q by Level == {quote.text(level)} && Period == {quote.text(label)};\n"
        "q = foreach q generate Person, Target, Actual, Attainment, Pace, Gap, Forecast, State;\n"
        "q = order q by Pace asc;"
    )


def _records(goal: Goal, row: Standing) -> str:
    first, end = goal.calendar.start(row.period), goal.calendar.start(row.period + 1)
    day = quote.name(f"{goal.date}_day_epoch")
    fields = [each for each in (goal.person, goal.date, goal.measure) if each]
    where = f"({goal.where}) && " if goal.where else ""
    return (
        f"q = load {quote.text(goal.dataset)};\n"
        f"q = filter q by {where}{day} >= {first} && {day} < {end} && {quote.name(goal.person)} is not null;\n"
        f"q = foreach q generate {', '.join(quote.name(each) for each in fields)};"
    )
