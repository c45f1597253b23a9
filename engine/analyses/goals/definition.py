"""A goal as its file says: what counts, for whom, and where the targets stand."""

from __future__ import annotations

import datetime as dt

from engine.analyses.goals.periods import LENGTHS, Calendar
from engine.json_value import JsonValue
from engine.models.settings import check_settings
from saql.record import record


@record(kw_only=True)
class Pipeline:
    """What is still open: a condition in SAQL on rows, and the field with the chance of each in per cent.

    `probability` is empty where every open row counts in full.
    """

    where: str
    probability: str


@record(kw_only=True)
class Targets:
    """The dataset with the targets: a row for each person and period, by any day of it."""

    dataset: str
    person: str
    date: str
    target: str


@record(kw_only=True)
class People:
    """The dataset with the people: what rows call them by, their name, and who is above them."""

    dataset: str
    person: str
    name: str
    manager: str


@record(kw_only=True)
class Goal:
    """A goal.

    Args:
        name: its name.
        label: what people call it.
        dataset: whose rows count.
        measure: the field that is summed; empty where rows are counted.
        date: the day on which a row counts.
        person: for whom it counts.
        where: a condition in SAQL on the rows that count; empty for all.
        pipeline: what is still open; None where nothing is known of it.
        targets: where the targets stand.
        people: who works in which team; None where there are no teams.
        calendar: the periods.
    """

    name: str
    label: str
    dataset: str
    measure: str
    date: str
    person: str
    where: str
    pipeline: Pipeline | None
    targets: Targets
    people: People | None
    calendar: Calendar


def read_goal(name: str, file: JsonValue) -> Goal:
    """Return the goal of a file; what it leaves out is as the demo has it.

    Raises:
        engine.models.errors.ModelError: a setting is wrong.
    """
    known = ("dataset", "measure", "date", "person", "where", "pipeline", "targets", "people")
    check_settings(file, *known, "period", "first_month", "holidays")
    return Goal(
        name=name,
        label=file["label"].text() or name,
        dataset=file["dataset"].text() or "opportunities",
        measure=_or_nothing(file["measure"], "Amount"),
        date=file["date"].text() or "CloseDate",
        person=file["person"].text() or "OwnerId",
        where=_or_nothing(file["where"], 'IsWon == "true"'),
        pipeline=_pipeline(file["pipeline"]),
        targets=_targets(file["targets"]),
        people=_people(file["people"]),
        calendar=Calendar(
            period=LENGTHS[file["period"].one_of(sorted(LENGTHS), "quarter")],
            first_month=file["first_month"].whole(1, 1, 12),
            holidays=tuple(_day(each) for each in file["holidays"]),
        ),
    )


def _or_nothing(value: JsonValue, default: str) -> str:
    """Return a text, the default where it is left out, and nothing where it is empty."""
    return default if value.value is None else value.text() or ""


def _pipeline(value: JsonValue) -> Pipeline | None:
    if value.value is False:
        return None
    value.check_keys(("where", "probability"))
    return Pipeline(
        where=value["where"].text() or 'IsClosed == "false"',
        probability=_or_nothing(value["probability"], "Probability"),
    )


def _targets(value: JsonValue) -> Targets:
    value.check_keys(("dataset", "person", "date", "target"))
    return Targets(
        dataset=value["dataset"].text() or "quotas",
        person=value["person"].text() or "QuotaOwnerId",
        date=value["date"].text() or "StartDate",
        target=value["target"].text() or "QuotaAmount",
    )


def _people(value: JsonValue) -> People | None:
    if value.value is False:
        return None
    value.check_keys(("dataset", "person", "name", "manager"))
    return People(
        dataset=value["dataset"].text() or "users",
        person=value["person"].text() or "Id",
        name=value["name"].text() or "Name",
        manager=value["manager"].text() or "ManagerId",
    )


def _day(value: JsonValue) -> dt.date:
    text = value.required_text()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise value.error("is no day", "Write days as 2026-12-25.") from None
