"""A compact query of either form, read, before it becomes text."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.compact.formula import Formula
from dashboards.compact.groups import GroupKey
from dashboards.compact.measures import Measure
from dashboards.compact.order import OrderKey


@dataclass(frozen=True, slots=True)
class Branch:
    """Rows of a dataset, filtered and aggregated; several branches meet at their groups.

    `join` says how its groups meet those of the next branch. `formulas` aggregate fields of the dataset.
    """

    dataset: str
    condition: str | None
    keys: tuple[GroupKey, ...]
    measures: tuple[Measure, ...]
    formulas: tuple[Formula, ...] = ()
    join: str = "full"


@dataclass(frozen=True, slots=True)
class AggregateDraft:
    """A query with groups and measures.

    `formulas` are computed from measures and each other. `shown` are the names of the measure and formula columns, in
    order; what else the branches compute serves only formulas, filters and the order. `having` is a condition on the
    columns.
    """

    branches: tuple[Branch, ...]
    formulas: tuple[Formula, ...]
    shown: tuple[str, ...]
    having: str | None
    order: tuple[OrderKey, ...]
    limit: int | None


@dataclass(frozen=True, slots=True)
class GrainDraft:
    """A query of plain rows: pairs of a field and the name of its column."""

    dataset: str
    condition: str | None
    fields: tuple[tuple[str, str], ...]
    order: tuple[OrderKey, ...]
    limit: int | None
