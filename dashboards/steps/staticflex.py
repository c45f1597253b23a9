"""`staticflex` and its forerunner `static`: rows that the dashboard itself holds, for toggles and lists."""

from __future__ import annotations

from dashboards.bindings.insert import in_json
from dashboards.model import Json, Step
from dashboards.model.json import as_object
from dashboards.steps.base import Setting
from dashboards.steps.result import Column, ColumnType, StepResult


class StaticFlex:
    """A step with rows of its own. The first column is what people see."""

    has_rows = True

    def groups(self, step: Step) -> tuple[str, ...]:
        """Return the first column."""
        return tuple(_names(step))[:1]

    def prepare(self, step: Step, setting: Setting) -> StepResult:
        """Return the step's rows, bindings replaced."""
        names = _names(step)
        values = [as_object(in_json(each, setting.sources)) for each in step.values]
        columns = tuple(Column(name, name, _type([row.get(name) for row in values])) for name in names)
        return StepResult(columns, [[row.get(name) for name in names] for row in values], groups=tuple(names[:1]))


def _names(step: Step) -> list[str]:
    names = dict.fromkeys(name for row in step.values for name in row)
    # Exports sort the members of an object, so the column that is called so is the one that people see.
    first = "display" if "display" in names else next(iter(names), None)
    return [] if first is None else [first, *(each for each in names if each != first)]


def _type(values: list[Json]) -> ColumnType:
    present = [each for each in values if each is not None]
    if present and all(isinstance(each, bool) for each in present):
        return "boolean"
    numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in present)
    return "number" if present and numbers else "text"
