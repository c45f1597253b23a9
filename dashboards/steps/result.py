"""The result of a step: columns and rows as the page gets them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from dashboards.bindings import Rows
from dashboards.model import Json

ColumnType: TypeAlias = Literal["text", "number", "date", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `format` is the pattern of its numbers or dates, or None.

    Of values `colors` are those that they have in every chart, `labels` what people read in their place. `links` lead
    from a value to its record, with holes for columns of the row, by the id of the CRM in the column `organization`, ""
    for all others. `formatting` is conditional formatting, as JSON.
    """

    name: str
    label: str
    type: ColumnType
    format: str | None = None
    colors: Mapping[str, str] = field(default_factory=dict)
    formatting: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    organization: str | None = None
    tooltip: str | None = None

    def to_json(self) -> dict[str, Json]:
        """Return the column as the page gets it."""
        known: dict[str, Json] = {"name": self.name, "label": self.label, "type": self.type, "format": self.format}
        if self.colors:
            known["colors"] = dict(self.colors)
        if self.labels:
            known["labels"] = dict(self.labels)
        if self.links:
            known |= {"links": dict(self.links), "organization": self.organization, "tooltip": self.tooltip}
        return known


@dataclass(frozen=True, slots=True, eq=False)
class StepResult:
    """Rows of a step. `groups` are the columns that tell rows apart; `limit` is set where rows were left out."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Json]]
    groups: tuple[str, ...]
    limit: int | None = None
    plain_rows: bool = False
    """Whether these are rows of a dataset, whose numbers may be summed."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(each.name for each in self.columns)

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of the columns of numbers that are no groups."""
        return tuple(each.name for each in self.columns if each.type == "number" and each.name not in self.groups)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The names of the columns by which rows are told apart; where nothing says so, all but the numbers."""
        present = tuple(each for each in self.groups if each in self.names)
        return present or tuple(each.name for each in self.columns if each.type != "number")

    def column(self, name: str) -> Column | None:
        """Return a column, or None."""
        return next((each for each in self.columns if each.name == name), None)

    def place(self, name: str) -> int:
        """Return the place of a column that is there."""
        return self.names.index(name)

    def without(self, names: Collection[str]) -> StepResult:
        """Return the result without some columns."""
        places = [place for place, each in enumerate(self.columns) if each.name not in names]
        columns = tuple(self.columns[each] for each in places)
        return replace(self, columns=columns, rows=[[row[each] for each in places] for row in self.rows])

    def as_rows(self) -> Rows:
        """Return the rows by the names of their columns."""
        names = self.names
        return Rows(names, [dict(zip(names, row, strict=True)) for row in self.rows])
