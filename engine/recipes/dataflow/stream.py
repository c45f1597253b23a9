"""The rows of a node while its text is written: the stream's name and its columns."""

from __future__ import annotations

from collections.abc import Iterable

from saql.date_parts import date_part_fields
from saql.record import record
from saql.schema import Calendar, Field, Schema
from saql.types import Type


@record
class Column:
    """A column of a node's rows, and how it is to be shown.

    Args:
        name: its name.
        type: its type.
        label: what people read, or None for the name.
        hidden: whether people do not see it.
        calendar: how a date counts fiscal periods and weeks.
        guess: the dataset and the field whose type was guessed, as the dataset is not there; None of others.
    """

    name: str
    type: Type
    label: str | None = None
    hidden: bool = False
    calendar: Calendar = Calendar()
    guess: tuple[str, str] | None = None


@record
class Stream:
    """The rows of a node.

    Args:
        name: the name that the text gives them.
        columns: what they have.
        assumed: the datasets that do not exist yet, whose fields are known only as far as the dataflow names them.
    """

    name: str
    columns: tuple[Column, ...]
    assumed: tuple[str, ...] = ()

    def get(self, name: str) -> Column | None:
        """Return the column of that name, or None."""
        return next((each for each in self.columns if each.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(each.name for each in self.columns)

    @property
    def schema(self) -> Schema:
        """The columns as the checker of SAQL takes them."""
        return Schema(tuple(Field(each.name, each.type, calendar=each.calendar) for each in self.columns))


def merged(before: Iterable[Column], after: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns in which those of `after` take the place of those of the same name."""
    return tuple({each.name: each for each in (*before, *after)}.values())


def schema_of(columns: Iterable[Column]) -> Schema:
    """Return the fields of a dataset that has these columns, the parts of its dates included."""
    fields: dict[str, Field] = {}
    for each in columns:
        fields[each.name] = Field(each.name, each.type, calendar=each.calendar)
        for part in date_part_fields(each.name) if each.type.is_temporal else ():
            fields.setdefault(part.name, part)
    return Schema(tuple(fields.values()))
