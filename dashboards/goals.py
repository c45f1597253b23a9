"""Goals as people look at them: what their datasets say of a period, with the rows of who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dashboards.model.json import Json, JsonObject
from engine.analyses.goals.table import dataset_of
from engine.models.definition import Model
from engine.models.errors import ModelError, ModelNotFoundError
from engine.session import Session
from saql import quote
from saql.record import record

KIND = "goals"
"""The kind of models that these are."""

FIELDS = {
    "id": "PersonId",
    "person": "Person",
    "manager": "ManagerId",
    "level": "Level",
    "state": "State",
    "target": "Target",
    "actual": "Actual",
    "attainment": "Attainment",
    "gone": "PeriodGone",
    "pace": "Pace",
    "gap": "Gap",
    "run_rate": "RunRate",
    "pipeline": "Pipeline",
    "forecast": "Forecast",
    "last_year": "LastYear",
    "last_year_to_date": "LastYearToDate",
}
"""What is told of each person and team, by the name under which the page knows it: fields of the dataset."""

_EPOCH = dt.date(1970, 1, 1)
_ALL_ROWS = 1 << 31


@record
class Goals:
    """The goals of a workspace as somebody sees them.

    Args:
        models: the models of the workspace; those of other kinds are left out.
        session: answers with the rows of who asks.
        now: the present moment.
    """

    models: Sequence[Model]
    session: Session
    now: dt.datetime

    def known(self) -> list[Model]:
        """Return the goals whose files are right, sorted by name."""
        return [each for each in self.models if each.kind == KIND and each.problem is None]

    def show(self, name: str | None = None, period: str | None = None) -> JsonObject:
        """Return a goal in a period: by default the first goal, and the period in which today lies, or the last before.

        Args:
            name: the goal's name.
            period: the period as it is called in the dataset, such as `2026-Q3`.

        Raises:
            ModelNotFoundError: there is no such goal.
            ModelError: it has no such period.
        """
        goals = self.known()
        chosen = goals[0] if goals and name is None else next((each for each in goals if each.name == name), None)
        if name is not None and chosen is None:
            raise ModelNotFoundError(name, [each.name for each in goals])
        listed: list[Json] = [{"name": each.name, "label": each.label} for each in goals]
        found: JsonObject = {"goals": listed, "goal": None, "dataset": None, "made": False}
        found |= {"period": None, "periods": [], "format": None, "rows": []}
        if chosen is None:
            return found
        dataset = dataset_of(chosen.name)
        found |= {"goal": chosen.name, "dataset": dataset}
        if dataset not in self.session.store.names():
            return found
        periods = self._periods(dataset)
        asked = self._current(periods) if period is None else period
        if period is not None and period not in [label for label, _ in periods]:
            hint = f"Periods: {', '.join(label for label, _ in periods) or 'none'}."
            raise ModelError(f"Goal '{chosen.name}' has no period '{period}'.", hint=hint)
        labels: list[Json] = [label for label, _ in reversed(periods)]
        rows: list[Json] = [] if asked is None else self._rows(dataset, asked)
        return found | {
            "made": True,
            "period": asked,
            "periods": labels,
            "format": self._format(dataset),
            "rows": rows,
        }

    def _periods(self, dataset: str) -> list[tuple[str, int]]:
        """Return the periods with their first days, the oldest first."""
        made = "Period, StartDate_day_epoch"
        text = f"q = load {quote.text(dataset)}; q = group q by ({made}); q = foreach q generate {made} as start;"
        found = [(row["Period"], int(row["start"])) for row in self._ask(text)]
        return sorted(found, key=lambda each: each[1])

    def _current(self, periods: Sequence[tuple[str, int]]) -> str | None:
        today = (self.session.day(self.now) - _EPOCH).days
        begun = [label for label, start in periods if start <= today]
        return begun[-1] if begun else periods[0][0] if periods else None

    def _rows(self, dataset: str, period: str) -> list[Json]:
        made = ", ".join(f"{field} as {quote.name(name)}" for name, field in FIELDS.items())
        text = (
            f"q = load {quote.text(dataset)}; q = filter q by Period == {quote.text(period)}; "
            f"q = foreach q generate {made}; q = order q by person asc;"
        )
        return [*self._ask(text)]

    def _ask(self, text: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.session.query(text, now=self.now, row_limit=_ALL_ROWS).table.to_pylist()
        return rows

    def _format(self, dataset: str) -> str | None:
        with self.session.store.open(dataset) as opened:
            return next((each.format for each in opened.fields if each.name == "Target"), None)
