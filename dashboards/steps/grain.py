"""`grain`: plain rows of a dataset."""

from __future__ import annotations

from dashboards.model import Step
from dashboards.steps.aggregateflex import compact_query, resolved
from dashboards.steps.base import Setting, StepQuery


class Grain:
    """A step with rows of a dataset. It has no groups, so nobody selects from it."""

    has_rows = False

    def groups(self, step: Step) -> tuple[str, ...]:  # noqa: ARG002
        """Return nothing: plain rows have no groups."""
        return ()

    def prepare(self, step: Step, setting: Setting) -> StepQuery:
        """Return the step's query."""
        return compact_query(resolved(step, setting), step, setting)
