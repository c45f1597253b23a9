"""Conditions of alerts: what is said of the values of now, given those of the last check. No clock, no disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from saql.record import record

Key: TypeAlias = tuple[str, ...]
"""What a value is of: the texts of its row, such as a stage; empty where there is only one value."""

Unit = Literal["absolute", "percent"]


@record
class Crosses:
    """A value gets above a limit, or below it."""

    above: bool
    limit: float

    def __str__(self) -> str:
        return f"gets {'above' if self.above else 'below'} {number_text(self.limit)}"


@record
class Changes:
    """A value changes by so much, or more, since the last check."""

    by: float
    unit: Unit

    def __str__(self) -> str:
        return f"changes by {number_text(self.by)}{'%' if self.unit == 'percent' else ''} or more"


@record
class Appears:
    """There is a row that was not there at the last check; rows are told apart by the columns of `key`, or by all."""

    key: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "has a new row" + (f" by {', '.join(self.key)}" if self.key else "")


Condition: TypeAlias = Crosses | Changes | Appears


@record
class Firing:
    """What an alert says: of which row, the value before (None where there was none), and now (None: a new row)."""

    key: Key
    before: float | None = None
    after: float | None = None

    def __str__(self) -> str:
        name = " · ".join(self.key)
        if self.after is None:
            return name
        text = f"{'none' if self.before is None else number_text(self.before)} → {number_text(self.after)}"
        return f"{name}: {text}" if name else text


State: TypeAlias = Mapping[Key, float | None]
"""The values of the last check; of a condition that looks for rows, None."""


def judge(condition: Condition, before: State | None, values: Sequence[tuple[Key, float | None]]) -> list[Firing]:
    """Return what an alert has to say.

    The first check says nothing: nothing has crossed, changed or appeared yet. A value that is missing says nothing.

    Args:
        condition: the condition.
        before: what `remember` gave at the last check; None at the first.
        values: those of now.
    """
    if before is None:
        return []
    match condition:
        case Appears():
            return [Firing(key) for key in dict.fromkeys(key for key, _ in values) if key not in before]
        case Crosses():
            return [
                Firing(key, before.get(key), value)
                for key, value in values
                if value is not None and _is_beyond(condition, value) and not _is_beyond(condition, before.get(key))
            ]
        case Changes():
            found = ((key, before.get(key), value) for key, value in values)
            return [
                Firing(key, old, new)
                for key, old, new in found
                if old is not None and new is not None and _changes(condition, old, new)
            ]


def remember(condition: Condition, before: State | None, values: Sequence[tuple[Key, float | None]]) -> State:
    """Return what the next check is to know. Values that are missing stay as they were, rows that went are gone."""
    if isinstance(condition, Appears):
        return {key: None for key, _ in values}
    return {**(before or {}), **{key: value for key, value in values if value is not None}}


def _is_beyond(condition: Crosses, value: float | None) -> bool:
    if value is None:
        return False
    return value > condition.limit if condition.above else value < condition.limit


def _changes(condition: Changes, old: float, new: float) -> bool:
    change = abs(new - old)
    if condition.unit == "absolute":
        return change >= condition.by and change > 0
    return change > 0 and change * 100 >= condition.by * abs(old)


def number_text(value: float) -> str:
    """Return a number for people, such as 1,234.5."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
