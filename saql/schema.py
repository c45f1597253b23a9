"""The fields of a stream or a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import Protocol

from saql.record import record
from saql.types import Type


@record
class DatePart:
    """Says that a field is computed from a date field: `CloseDate_Year` is `DatePart("CloseDate", "Year")`."""

    field: str
    part: str


@record
class Calendar:
    """How a date field counts fiscal periods and weeks.

    `fiscal_month_offset` is the number of months (0 to 11) by which the fiscal year starts after January.
    `named_by_end` says that a fiscal year bears the number of the calendar year in which it ends.
    `first_weekday` is -1 where week 1 starts on January 1, else 0 (Sunday) to 6 (Saturday).
    """

    fiscal_month_offset: int = 0
    named_by_end: bool = True
    first_weekday: int = -1


@record
class Field:
    """A named, typed column of a stream.

    `date_part` is set on the virtual fields that a dataset's dates bring with them, `calendar` on dates. `about` is
    what people call it and what it is, for who writes a query; to a query it means nothing.
    """

    name: str
    type: Type
    date_part: DatePart | None = None
    calendar: Calendar = Calendar()
    about: str = field(default="", compare=False)


@record
class Schema:
    """The ordered fields of a stream; names are unique and case-sensitive."""

    fields: tuple[Field, ...]
    _by_name: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {each.name: each for each in self.fields})

    @staticmethod
    def of(fields: Iterable[tuple[str, Type]]) -> Schema:
        """Return a schema from names and types."""
        return Schema(tuple(Field(name, kind) for name, kind in fields))

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in order."""
        return tuple(each.name for each in self.fields)

    def get(self, name: str) -> Field | None:
        """Return the field of that name, or None."""
        return self._by_name.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)


class Catalog(Protocol):
    """What the checker has to know of the datasets that can be loaded."""

    def names(self) -> Sequence[str]:
        """Return the names of all datasets, sorted."""

    def schema(self, name: str) -> Schema | None:
        """Return the fields of a dataset, virtual date parts included, or None where there is no such dataset.

        `name` is as the query has it: `opportunity`, `opportunity@3`, `id/version`.
        """
