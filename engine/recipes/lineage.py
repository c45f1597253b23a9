"""Where the fields of a query's result come from, as plain data; `engine.recipes.tracing` finds it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from saql.record import record

How: TypeAlias = Literal["filter", "group", "order", "lookup", "condition"]
"""How a field decides on a value that it is no part of: it is filtered by, grouped by, ordered by, looked up by, or the
condition of a case."""


@record(order=True)
class Source:
    """A field of a dataset, by the name that the query loads it by.

    The parts of a date are their date. An empty `field` stands for the rows as such, which `count()` counts.
    """

    dataset: str
    field: str


@record(order=True)
class Influence:
    """A field that decides on a value, or on which rows there are, and how."""

    source: Source
    how: How


@record
class Formula:
    """An expression as the query has it, and the name of the field that it computes."""

    name: str
    text: str


@record
class FieldLineage:
    """Where a field of a result comes from.

    `direct` are the fields that its values are made of, `indirect` those that decide on the values beside what decides
    on the rows. `formulas` are how it is computed, the last step first; without the fields that only get another name.
    `unchanged` is the field of a dataset whose values it has as they are, or null.
    """

    name: str
    direct: tuple[Source, ...]
    indirect: tuple[Influence, ...]
    formulas: tuple[Formula, ...] = ()
    unchanged: Source | None = None


@record
class Lineage:
    """Where the result of a query comes from: `rows` are what decides which rows there are, and their order.

    `datasets` are the names of all datasets that it reads, sorted.
    """

    fields: tuple[FieldLineage, ...]
    rows: tuple[Influence, ...]
    datasets: tuple[str, ...]

    def field(self, name: str) -> FieldLineage | None:
        """Return the lineage of the field of that name, or None."""
        return next((each for each in self.fields if each.name == name), None)

    def sources(self, name: str) -> tuple[Source, ...]:
        """Return all fields that a field depends on in any way, sorted; none where there is no such field."""
        found = self.field(name)
        if found is None:
            return ()
        return tuple(sorted({*found.direct, *(each.source for each in (*found.indirect, *self.rows))}))
