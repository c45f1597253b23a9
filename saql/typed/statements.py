"""Checked statements: a graph. `input` and `inputs` are positions of earlier statements in the query.

A statement's `schema` says what fields its stream has. A grouped stream (the output of `Group`, and of `Filter`,
`Order`, `Limit` and `Offset` on one) has the schema of its keys; its members are reached through the `Group` behind it.
"""

from __future__ import annotations

from typing import Literal

from saql.diagnostics import Diagnostic
from saql.record import record
from saql.schema import Schema
from saql.syntax.statements import JoinKind
from saql.typed.expressions import Column, Expression, OrderKey
from saql.typed.forecasts import Arima, Periods, Series, Smoothing


@record
class Load:
    """Rows of a dataset, `dataset` being its name as written."""

    dataset: str
    sample: float | None
    seed: int | None
    schema: Schema


@record
class Filter:
    """The rows for which the predicate is true; on a grouped stream, the member rows.

    `side` is the side of a cogroup that the predicate is about.
    """

    input: int
    predicate: Expression
    schema: Schema
    side: int = 0


@record
class GroupSide:
    """A stream that is grouped: its keys as expressions over its rows, and how its groups meet those after it.

    `names` has a name for each key: `Column(name, side=..)` in a foreach or an order over the groups means that key.
    `rollup` says that the side has subtotals as well: they meet those of the other sides.
    """

    input: int
    keys: tuple[Expression, ...]
    join: JoinKind
    names: tuple[str, ...] = ()
    rollup: bool = False


@record
class Group:
    """Rows gathered by key. No keys: all rows, one group."""

    sides: tuple[GroupSide, ...]
    schema: Schema

    @property
    def rollup(self) -> bool:
        """Whether there are subtotals on a side."""
        return any(side.rollup for side in self.sides)

    @property
    def is_cogroup(self) -> bool:
        """Whether several streams are grouped together."""
        return len(self.sides) > 1


@record
class Foreach:
    """A projection: one row out for each row, or each group, in."""

    input: int
    items: tuple[tuple[str, Expression], ...]
    schema: Schema


@record
class Order:
    """The rows sorted; before the foreach of a grouped stream, its groups (keys may hold aggregates)."""

    input: int
    keys: tuple[OrderKey, ...]
    schema: Schema


@record
class Limit:
    """The first `count` rows or groups."""

    input: int
    count: int
    schema: Schema


@record
class Offset:
    """All but the first `count` rows or groups."""

    input: int
    count: int
    schema: Schema


@record
class Union:
    """The rows of all inputs; a field that one lacks is null there."""

    inputs: tuple[int, ...]
    schema: Schema


@record
class Join:
    """The rows of `input` that have (semi) or lack (anti) a partner in `other`."""

    input: int
    other: int
    keys: tuple[Expression, ...]
    other_keys: tuple[Expression, ...]
    kind: Literal["semi", "anti"]
    schema: Schema


@record
class Augment:
    """The rows of `input` with further fields: `items` over the first row of `other` that has equal keys."""

    input: int
    other: int
    keys: tuple[Expression, ...]
    other_keys: tuple[Expression, ...]
    items: tuple[tuple[str, Expression], ...]
    schema: Schema


Lineage = Literal["ancestors", "path"]
"""What a flatten can add: the ancestors of a row as a multivalue, or as one text with backslashes between them."""


@record
class Flatten:
    """The rows with what is above each in a hierarchy, of which they say their own key and their parent's.

    `with_self` counts a row's own key among its ancestors.
    """

    input: int
    key: Expression
    parent: Expression
    with_self: bool
    items: tuple[tuple[str, Lineage], ...]
    schema: Schema


@record
class Fill:
    """The rows, and one more for each period that is missing between the first and the last.

    `start` and `end` are periods too, as (year, month) and the like: rows begin and end there at the latest. Rows that
    are equal in `partition` are filled on their own.
    """

    input: int
    periods: Periods
    start: tuple[int, ...] | None
    end: tuple[int, ...] | None
    partition: tuple[Column, ...]
    schema: Schema


@record
class Forecast:
    """The rows with the values of a model beside them, and rows for the periods that come."""

    input: int
    series: Series
    model: Smoothing | Arima
    schema: Schema


Statement = (
    Load | Filter | Group | Foreach | Order | Limit | Offset | Union | Join | Augment | Flatten | Fill | Forecast
)


@record
class Query:
    """A checked query; its result is the stream of the last statement, which is projected.

    `warnings` are what a reader of the query should know though it can run, in the order of the text.
    """

    statements: tuple[Statement, ...]
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def schema(self) -> Schema:
        """The fields of the result."""
        return self.statements[-1].schema
