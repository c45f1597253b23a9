"""The logical plan: what is to be computed, not how. Frozen, printable, every node knows its schema.

A plan is a graph: a stream that a query reads twice is one node with two parents, and runs once.
"""

from __future__ import annotations

from typing import Literal

from saql.record import record
from saql.schema import Schema
from saql.syntax.statements import JoinKind
from saql.typed.expressions import Aggregate as AggregateCall
from saql.typed.expressions import Column, Expression, OrderKey
from saql.typed.expressions import Window as WindowCall
from saql.typed.forecasts import Arima, Periods, Series, Smoothing
from saql.typed.statements import Lineage
from saql.types import Type


@record
class Scan:
    """Columns of a version of a dataset; fields with a `date_part` are computed while scanning.

    `sample` is a percentage of the rows.
    """

    dataset: str
    version: int
    schema: Schema
    sample: float | None = None
    seed: int | None = None


@record
class Filter:
    """The rows for which the predicate is true."""

    input: Node
    predicate: Expression

    @property
    def schema(self) -> Schema:
        """That of the input."""
        return self.input.schema


@record
class Project:
    """One output column an item, computed row by row."""

    input: Node
    items: tuple[tuple[str, Expression], ...]

    @property
    def schema(self) -> Schema:
        """The items' names and types."""
        return Schema.of((name, item.type) for name, item in self.items)


@record
class First:
    """The first `count` rows in the order of the keys, of those for which `where` is true."""

    where: Expression | None
    keys: tuple[OrderKey, ...]
    count: int


@record
class Aggregate:
    """One row a distinct key: the key columns, then the measures. No keys: one row, or none over no rows.

    `null_keys` False drops rows that have a null in a key. Only rows for which `where` is true count. Rows are in
    ascending order of the keys, nulls last, or where `ordered` is False, in any order. `first` are the
    groups that are wanted, in the order of the keys where those of `first` are equal; others may be in the result.
    """

    input: Node
    keys: tuple[tuple[str, Expression], ...]
    measures: tuple[tuple[str, AggregateCall], ...]
    null_keys: bool
    where: Expression | None = None
    ordered: bool = True
    first: First | None = None

    @property
    def schema(self) -> Schema:
        """Keys, then measures."""
        both = (*self.keys, *self.measures)
        return Schema.of((name, each.type) for name, each in both)


@record
class CogroupSide:
    """An input of a cogroup with the names of its key columns, unique together, and how it meets the next."""

    input: Node
    keys: tuple[str, ...]
    join: JoinKind


@record
class Cogroup:
    """Rows of grouped inputs put beside each other where their keys are equal.

    The columns of all inputs, whose names do not overlap; all are null on the side that is missing.
    """

    sides: tuple[CogroupSide, ...]

    @property
    def schema(self) -> Schema:
        """The fields of all sides, in order."""
        return Schema(tuple(each for side in self.sides for each in side.input.schema))


@record
class Window:
    """The rows of the input with a column more for each call, computed over the rows around each."""

    input: Node
    calls: tuple[tuple[str, WindowCall], ...]

    @property
    def schema(self) -> Schema:
        """The fields of the input, then the calls."""
        return Schema((*self.input.schema, *Schema.of((name, call.type) for name, call in self.calls)))


@record
class Sort:
    """The rows in the order of the keys; equal keys keep their order."""

    input: Node
    keys: tuple[OrderKey, ...]

    @property
    def schema(self) -> Schema:
        """That of the input."""
        return self.input.schema


@record
class Limit:
    """At most `count` rows (None: all), after the first `offset`."""

    input: Node
    count: int | None
    offset: int = 0

    @property
    def schema(self) -> Schema:
        """That of the input."""
        return self.input.schema


@record
class Top:
    """The first rows of the input in the order of the keys: `count` after the first `offset`, of those that count.

    Equal keys keep their order; without keys the rows do. Only rows for which `where` is true count.
    """

    input: Node
    where: Expression | None
    keys: tuple[OrderKey, ...]
    count: int
    offset: int = 0

    @property
    def schema(self) -> Schema:
        """That of the input."""
        return self.input.schema


@record
class Union:
    """All rows of the inputs, one input after the other; columns meet by name, missing ones are null."""

    inputs: tuple[Node, ...]
    schema: Schema


@record
class SemiJoin:
    """The rows of `input` that have (semi) or lack (anti) a row in `other` with equal keys; null is never equal."""

    input: Node
    other: Node
    keys: tuple[Expression, ...]
    other_keys: tuple[Expression, ...]
    kind: Literal["semi", "anti"]

    @property
    def schema(self) -> Schema:
        """That of the input."""
        return self.input.schema


@record
class Augment:
    """The rows of `input` with a column more for each item: its value in the first row of `other` with equal keys.

    Null where no row has equal keys; null is never equal.
    """

    input: Node
    other: Node
    keys: tuple[Expression, ...]
    other_keys: tuple[Expression, ...]
    items: tuple[tuple[str, Expression], ...]

    @property
    def schema(self) -> Schema:
        """The fields of the input, then the items."""
        return Schema((*self.input.schema, *Schema.of((name, item.type) for name, item in self.items)))


@record
class Flatten:
    """The rows with what is above each in a hierarchy: a row has a key, and the key of its parent.

    `with_self` counts a row's own key among its ancestors.
    """

    input: Node
    key: Expression
    parent: Expression
    with_self: bool
    items: tuple[tuple[str, Lineage], ...]

    @property
    def schema(self) -> Schema:
        """The fields of the input, then the items."""
        kinds = {"ancestors": Type.MULTIVALUE, "path": Type.TEXT}
        return Schema((*self.input.schema, *Schema.of((name, kinds[item]) for name, item in self.items)))


@record
class Fill:
    """The rows, and one for each period of each part that is missing; sorted by part and period.

    `start` and `end` are periods that must be there, too.
    """

    input: Node
    periods: Periods
    start: tuple[int, ...] | None
    end: tuple[int, ...] | None
    partition: tuple[Column, ...]

    @property
    def schema(self) -> Schema:
        """That of the input."""
        return self.input.schema


@record
class Forecast:
    """The rows of each series with the values of a model, then those of the forecast; or a table of the models."""

    input: Node
    series: Series
    model: Smoothing | Arima

    @property
    def schema(self) -> Schema:
        """The fields of the input, then the forecasts; of a table, its own."""
        if isinstance(self.model, Arima) and self.model.show is not None:
            return self.series.table_of_models()
        return Schema((*self.input.schema, *self.series.fields()))


Node = (
    Scan
    | Filter
    | Project
    | Aggregate
    | Cogroup
    | Window
    | Sort
    | Limit
    | Top
    | Union
    | SemiJoin
    | Augment
    | Flatten
    | Fill
    | Forecast
)
