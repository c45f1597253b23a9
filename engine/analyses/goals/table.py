"""The dataset of a goal: a row for each person and team in each period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from engine.analyses.goals.definition import Goal
from engine.analyses.goals.people import Tree
from engine.analyses.goals.standing import Standing
from engine.models.kind import Made
from engine.store.fields import FieldSpec, Role
from saql.record import record

_EPOCH = dt.date(1970, 1, 1)
_SHARE = "0%"


@record(eq=False)
class _Field:
    name: str
    label: str
    role: Role
    type: pa.DataType
    of: Callable[[Standing], Any]
    format: str | None = None


def dataset_of(name: str) -> str:
    """Return what the dataset of a goal is called."""
    return f"goal_{name}"


def made(goal: Goal, tree: Tree, found: Sequence[Standing], pattern: str | None) -> Made:
    """Return the dataset; `pattern` is how amounts are written."""
    fields = _fields(goal, tree, pattern)
    columns = [pa.array([each.of(row) for row in found], each.type) for each in fields]
    return Made(
        name=dataset_of(goal.name),
        rows=pa.Table.from_arrays(columns, names=[each.name for each in fields]),
        fields=[FieldSpec(name=each.name, role=each.role, label=each.label, format=each.format) for each in fields],
        key=("PersonId", "StartDate"),
        label=f"Goal: {goal.label}",
        description="What each person and team is to reach in each period, how far they are, and where it leads.",
    )


def _fields(goal: Goal, tree: Tree, pattern: str | None) -> list[_Field]:
    text, number, day = pa.string(), pa.float64(), pa.date32()
    managers = [sorted({tree.names[each] for each in tree.chain(place)}) for place in range(len(tree))]

    def manager(row: Standing) -> str | None:
        return tree.names[tree.above[row.place]] if tree.above[row.place] >= 0 else None

    def date(period: int) -> dt.date:
        return _EPOCH + dt.timedelta(goal.calendar.start(period))

    def amount(name: str, label: str, of: Callable[[Standing], float | None]) -> _Field:
        return _Field(name, label, "measure", number, of, pattern)

    def share(name: str, label: str, of: Callable[[Standing], float | None]) -> _Field:
        return _Field(name, label, "measure", number, of, _SHARE)

    return [
        _Field("PersonId", "Person ID", "dimension", text, lambda row: tree.keys[row.place]),
        _Field("Person", "Person", "dimension", text, lambda row: tree.names[row.place]),
        _Field("Manager", "Manager", "dimension", text, manager),
        _Field("ManagerId", "Manager ID", "dimension", text, lambda row: _key_above(tree, row.place)),
        _Field(
            "Managers", "Person and All Above", "multivalue", pa.list_(pa.string()), lambda row: managers[row.place]
        ),
        _Field("Level", "Level", "dimension", text, lambda row: row.level),
        _Field("Period", "Period", "dimension", text, lambda row: goal.calendar.label(row.period)),
        _Field("StartDate", "Period Start", "date", day, lambda row: date(row.period)),
        _Field("EndDate", "Period End", "date", day, lambda row: date(row.period + 1) - dt.timedelta(1)),
        _Field("IsCurrent", "Current Period", "dimension", text, lambda row: "true" if row.is_current else "false"),
        _Field("State", "State", "dimension", text, lambda row: row.state),
        amount("Target", "Target", lambda row: row.target),
        amount("Actual", "Reached", lambda row: row.actual),
        share("Attainment", "Attainment", lambda row: row.attainment),
        share("PeriodGone", "Working Days Gone", lambda row: row.gone),
        _Field("Pace", "Pace", "measure", number, lambda row: row.pace, "0.00"),
        amount("Gap", "Missing", lambda row: row.gap),
        amount("RunRate", "Forecast by Run Rate", lambda row: row.run_rate),
        amount("Pipeline", "Pipeline by Probability", lambda row: row.pipeline),
        amount("Forecast", "Forecast with Pipeline", lambda row: row.forecast),
        amount("LastYear", "Same Period Last Year", lambda row: row.last_year),
        amount("LastYearToDate", "Last Year by This Day", lambda row: row.last_year_to_date),
    ]


def _key_above(tree: Tree, place: int) -> str | None:
    return tree.keys[tree.above[place]] if tree.above[place] >= 0 else None
