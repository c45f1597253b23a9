"""What the checker knows of a stream at a point of the query: rows (loaded or projected), or groups of rows."""

from __future__ import annotations

import dataclasses

from saql.record import record
from saql.schema import Calendar, Field, Schema
from saql.syntax import expressions as syntax
from saql.typed.expressions import Expression
from saql.types import Type


@record
class Rows:
    """A stream that is not grouped.

    `position` is that of its statement in the checked query. `before` has the fields that the last foreach was given.
    `known` False is a stream of which an earlier mistake hides the fields: nothing is said of its names. `names` are
    all that the stream has had since it was loaded: deployed queries qualify fields with any of them.
    """

    position: int
    schema: Schema
    projected: bool
    before: Schema | None = None
    known: bool = True
    names: frozenset[str] = frozenset()

    def calendar(self, field: Field) -> Calendar:
        """Return how a date, or the date of which a field is a part, counts its periods."""
        date = self.schema.get(field.date_part.field) if field.date_part else None
        return (date or field).calendar


UNKNOWN = Rows(position=0, schema=Schema(()), projected=True, known=False)
"""The stream that a statement with a mistake gives."""


@record
class Side:
    """A stream in a group: its name there, its rows, its keys as written and as checked, and their names.

    `rollup` says that it has subtotals over the keys.
    """

    name: str
    rows: Rows
    written: tuple[syntax.Expression, ...]
    keys: tuple[Expression, ...]
    names: tuple[str, ...]
    rollup: bool = False

    def key_type(self, name: str) -> Type | None:
        """Return the type of the key of that name, or None."""
        return self.keys[self.names.index(name)].type if name in self.names else None


@record
class Groups:
    """A grouped stream that is not projected yet.

    `filters` are the predicates that were applied to the members since, by side. `cut` says that a limit or an offset
    was applied to the groups.
    """

    position: int
    schema: Schema
    sides: tuple[Side, ...]
    filters: tuple[tuple[int, Expression], ...] = ()
    cut: bool = False

    @property
    def rollup(self) -> bool:
        """Whether there are subtotals on a side."""
        return any(side.rollup for side in self.sides)


Stream = Rows | Groups


def named(stream: Stream, name: str) -> Stream:
    """Return a stream that has been given a name."""
    if isinstance(stream, Groups) or not stream.known:
        return stream
    return dataclasses.replace(stream, names=stream.names | {name})
