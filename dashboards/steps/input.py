"""`input`: a value that people type or slide to. The step's selection is a row with it, as the column `input`."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.bindings.insert import in_json
from dashboards.model import JsonObject, Step
from dashboards.model.json import as_number, as_object
from dashboards.steps.base import Setting
from dashboards.steps.result import Column, ColumnType, StepResult

COLUMN = "input"

_TYPES: dict[str, ColumnType] = {"text": "text", "date": "date"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest number that may be entered; None leaves an end open."""

    least: float | None
    greatest: float | None

    def clamped(self, value: float) -> float:
        """Return the value, or the bound that it lies beyond."""
        if self.least is not None:
            value = max(value, self.least)
        return value if self.greatest is None else min(value, self.greatest)


class Input:
    """A step whose selection is what was entered. Its own row holds the bounds, `min` and `max`."""

    has_rows = False  # what is entered is none of its rows

    def groups(self, step: Step) -> tuple[str, ...]:  # noqa: ARG002
        """Return the column of what was entered."""
        return (COLUMN,)

    def prepare(self, step: Step, setting: Setting) -> StepResult:
        """Return the bounds, bindings replaced."""
        rows = [as_object(in_json(each, setting.sources)) for each in step.values[:1]]
        columns = tuple(Column(each, each, _TYPES.get(step.value_type, "number")) for each in ("min", "max"))
        return StepResult(columns, [[row.get("min"), row.get("max")] for row in rows], groups=())


def bounds(result: StepResult) -> Bounds:
    """Return the bounds in the result of an input step."""
    least, greatest = result.rows[0] if result.rows else (None, None)
    return Bounds(as_number(least), as_number(greatest))


def entered(step: Step, selection: list[JsonObject], limits: Bounds) -> list[JsonObject]:
    """Return the selection of an input step as it may be: one value of its type, numbers within their bounds.

    A binding may write the value into a query as it is, so a number has to be one.
    """
    value = selection[0].get(COLUMN) if selection else None
    if step.value_type not in ("text", "date"):
        number = as_number(value)
        return [] if number is None else [{COLUMN: _plain(limits.clamped(number))}]
    return [{COLUMN: value}] if isinstance(value, str | int | float) and value != "" else []


def _plain(number: float) -> int | float:
    """Return a whole number without a fraction, as the dashboard wrote it."""
    return int(number) if number.is_integer() else number
