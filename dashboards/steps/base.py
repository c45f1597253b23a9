"""What a type of step has to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from dashboards.bindings import Sources
from dashboards.compact import ColumnOrigin
from dashboards.datasets import Datasets
from dashboards.model import JsonObject, Step
from dashboards.steps.result import StepResult


@dataclass(frozen=True, slots=True)
class Setting:
    """What a step is prepared with: the other steps, for its bindings, and the datasets."""

    sources: Sources
    datasets: Datasets


@dataclass(frozen=True, slots=True, kw_only=True)
class StepQuery:
    """A step as a query.

    `groups` are the columns that tell rows apart, `fields` the fields of the dataset behind each of them (several where
    it is a composite date). `origins` say what columns are made of. `takes_global` says whether global filters reach
    it, `plain_rows` that it aggregates nothing. `compact` is the compact query that the text was made of, if it was.
    """

    text: str
    groups: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origins: Mapping[str, ColumnOrigin] = field(default_factory=dict)
    takes_global: bool = True
    plain_rows: bool = False
    compact: JsonObject | None = None


class StepType(Protocol):
    """A type of step. `has_rows` says that its steps hold their rows themselves, and run no query."""

    has_rows: bool

    def groups(self, step: Step) -> tuple[str, ...]:
        """Return the columns by which the step's rows are told apart, as far as it says so without being run."""

    def prepare(self, step: Step, setting: Setting) -> StepQuery | StepResult:
        """Return the step's query, its bindings replaced, or its rows where it has them itself.

        Raises:
            DashboardPartError: it can't be computed.
        """
