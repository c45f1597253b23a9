"""Selections: what is selected in a step before anybody has clicked, and rows as clients send them made whole.

A selection is a list of rows of the step. The first row stands for it where the step must have one and nothing is set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from dashboards.bindings import Rows
from dashboards.compact.dates import is_relative, looks_absolute
from dashboards.model import Json, Step

Selection: TypeAlias = list[dict[str, Json]]


def start_selection(step: Step, start: Json, groups: Sequence[str]) -> Selection:
    """Return the initial selection of a step from its `start`.

    Args:
        step: the step.
        start: the step's `start`, its bindings replaced: `["Banking"]` for one group, `[["a", "b"]]` for several,
            `{"display": ["Atlanta"]}` by column, `[[["quarter", 0], ["day", 0]]]` for a range of dates, and
            `[[1633910400000, 1638316800000]]` for one of days or numbers.
        groups: the columns by which the step's rows are told apart.
    """
    if isinstance(start, dict):
        return _limited(step, _by_column(start))
    if start is None or start == "" or start == []:
        return []
    if isinstance(start, list) and len(start) == 2 and all(is_relative(each) for each in start):
        start = [start]  # the ends of a range without the list around them
    listed = start if isinstance(start, list) else [start]
    rows = [_by_value(each, step) or _row(each, groups) for each in listed]
    return _limited(step, [each for each in rows if each])


def completed(selection: Selection, rows: Rows, *, drop: bool) -> Selection:
    """Return a selection with each row made whole: all columns of the first row of the result that it fits.

    Args:
        selection: rows that may have only some columns.
        rows: the step's result.
        drop: whether rows that the result does not have are left out; otherwise they stay as they are.
    """
    whole: Selection = []
    for wanted in selection:
        known = {name: value for name, value in wanted.items() if name in rows.columns}
        found = next((dict(row) for row in rows.rows if known and _fits(row, known)), None)
        if found is not None:
            whole.append(found)
        elif not drop:
            whole.append(wanted)
    return whole


def _fits(row: Mapping[str, Json], wanted: Mapping[str, Json]) -> bool:
    return all(row.get(name) == value for name, value in wanted.items())


def _by_column(start: Mapping[str, Json]) -> Selection:
    """Return the rows of `{"display": ["a", "b"], "value": ["x", "y"]}`."""
    columns = {name: each if isinstance(each, list) else [each] for name, each in start.items()}
    count = max((len(each) for each in columns.values()), default=0)
    return [{name: each[place] for name, each in columns.items() if place < len(each)} for place in range(count)]


def _by_value(value: Json, step: Step) -> dict[str, Json]:
    """Return the row of an old static step whose `value` is meant; a list around it is of no account."""
    if step.type != "static":
        return {}
    meant = [value, *(value if isinstance(value, list) and len(value) == 1 else [])]
    return next((dict(row) for row in step.values if "value" in row and row["value"] in meant), {})


def _row(value: Json, groups: Sequence[str]) -> dict[str, Json]:
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]
    if isinstance(value, list) and len(value) == 2 and _are_ends(value, groups):
        return {"min": value[0], "max": value[1]}
    values = value if isinstance(value, list) else [value]
    if any(isinstance(each, str) and each.startswith("!{") for each in values):
        return {}  # it stands for the viewer, and there are no viewers yet
    return dict(zip(groups, values, strict=False))


def _are_ends(values: list[Json], groups: Sequence[str]) -> bool:
    """Whether two values are the ends of a range, not the values of two groups."""
    if any(is_relative(each) for each in values):
        return True
    numbers = all(each is None or (isinstance(each, int | float) and not isinstance(each, bool)) for each in values)
    return numbers and values != [None, None] and (len(groups) < 2 or looks_absolute(values))


def _limited(step: Step, selection: Selection) -> Selection:
    if step.select_mode == "none":
        return []
    return selection if step.select_mode.startswith("multi") else selection[:1]
