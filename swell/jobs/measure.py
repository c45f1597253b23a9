"""What an alert looks at, as somebody sees it: the values of a query or of a widget, and the datasets behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pyarrow as pa

from dashboards.export.report import report
from dashboards.model.json import as_list, as_object
from dashboards.run import OpenDashboard
from saql.record import record
from swell.jobs.alert import Alert, Widget
from swell.jobs.conditions import Appears, Key
from swell.jobs.database import JobsError
from swell.jobs.viewers import Viewer

Values = Sequence[tuple[Key, float | None]]


@record
class Measured:
    """The values, what the texts of their keys are, and the versions of the datasets that they were computed of."""

    values: Values
    keys: tuple[str, ...]
    versions: Mapping[str, int]


@record
class _Rows:
    names: tuple[str, ...]
    numbers: frozenset[str]
    rows: Sequence[Sequence[object]]
    versions: Mapping[str, int]


def measure(alert: Alert, viewer: Viewer, now: dt.datetime) -> Measured:
    """Return what an alert looks at.

    Raises:
        SwellError, SaqlError: it can't be computed, or has not the column.
    """
    subject = alert.subject
    found = _of_query(subject, viewer, now) if isinstance(subject, str) else _of_widget(subject, viewer, now)
    values, keys = _values(alert, found)
    return Measured(values, keys, found.versions)


def _of_query(text: str, viewer: Viewer, now: dt.datetime) -> _Rows:
    answer = viewer.session.query(text, now=now, name="alert")
    if answer.truncated:
        raise JobsError(f"The query has more than {answer.table.num_rows:,} rows.", hint="Give it a limit or a filter.")
    table = answer.table
    numbers = frozenset(each.name for each in table.schema if _is_number(each.type))
    rows = [tuple(row.values()) for row in table.to_pylist()]
    return _Rows(tuple(table.column_names), numbers, rows, dict(answer.datasets))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _of_widget(subject: Widget, viewer: Viewer, now: dt.datetime) -> _Rows:
    dashboard = viewer.library.load(subject.dashboard)
    if subject.widget not in dashboard.widgets:
        raise JobsError(f"The dashboard '{subject.dashboard}' has no widget '{subject.widget}'.")
    selections = {
        step: [row for row in as_list(rows) if isinstance(row, dict)] for step, rows in subject.selections.items()
    }
    filters = {name: as_object(each) for name, each in subject.filters.items()}
    read = {name for step in dashboard.steps.values() for name in step.datasets}
    versions = {name: version for name in read if (version := viewer.session.store.find_newest(name)) is not None}
    opened = OpenDashboard(dashboard, viewer.session, frozenset(viewer.library.names()))
    look = opened.look(now, selections, {subject.widget}, filters)
    result = look.widgets[subject.widget]
    if result.problem:
        hint = "The dashboard says why."  # the problem itself may tell of a recipient's rows
        raise JobsError(f"The widget '{subject.widget}' can't be shown.", hint=hint)
    made = report(dashboard, subject.dashboard, look, now)
    table = next((each for each in made.tables if each.widget == subject.widget), None)
    if table is None:
        raise JobsError(f"The widget '{subject.widget}' shows no values.")
    if table.note and isinstance(result.view, dict) and result.view.get("truncated"):
        raise JobsError(
            f"The widget '{subject.widget}' shows not all rows.", hint="Give its query a limit or a filter."
        )
    names = tuple(each.name for each in table.columns)
    numbers = frozenset(each.name for each in table.columns if each.type == "number")
    return _Rows(names, numbers, table.rows, versions)


def _values(alert: Alert, found: _Rows) -> tuple[Values, tuple[str, ...]]:
    place = {name: n for n, name in enumerate(found.names)}
    if isinstance(alert.condition, Appears):
        key = alert.condition.key or tuple(each for each in found.names if each not in found.numbers) or found.names
        _check(key, place)
        return [(tuple(_text(row[place[each]]) for each in key), None) for row in found.rows], tuple(key)
    column = alert.column or next((each for each in found.names if each in found.numbers), None)
    if column is None:
        raise JobsError("What the alert looks at has no numbers.", hint='Name a column that has: "column": "…"')
    _check((column,), place)
    keys = [n for n, each in enumerate(found.names) if each not in found.numbers and each != column]
    values = [(tuple(_text(row[n]) for n in keys), _number(row[place[column]])) for row in found.rows]
    return values, tuple(found.names[n] for n in keys)


def _check(columns: Sequence[str], place: Mapping[str, int]) -> None:
    for each in columns:
        if each not in place:
            raise JobsError(f"There is no column '{each[:100]}'.", hint=f"Columns: {', '.join(place)}.")


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes").removesuffix("+00:00")
    return "(none)" if value is None else str(value)
