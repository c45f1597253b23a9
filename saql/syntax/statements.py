"""Statements as written. Each reads streams by name and gives one stream its name, `target`."""

from __future__ import annotations

from typing import Literal

from saql.diagnostics import Diagnostic
from saql.record import record
from saql.span import Span
from saql.syntax.expressions import Expression, Identifier, OrderKey, Text

JoinKind = Literal["inner", "left", "right", "full"]
"""How the groups of a stream meet those of the streams after it."""


@record
class Load:
    """`q = load "opportunity";` with the percentage and seed of `sample(10) repeatable(1)` or None."""

    target: Identifier | None
    dataset: Text
    sample: float | None
    seed: int | None
    span: Span


@record
class Filter:
    """`q = filter q by predicate;`"""

    target: Identifier | None
    stream: Identifier
    predicate: Expression
    span: Span


@record
class Projection:
    """`expression as alias` of a foreach; `alias` None keeps the field's own name."""

    expression: Expression
    alias: Identifier | None
    span: Span


@record
class Foreach:
    """`q = foreach q generate a as b, ..;`"""

    target: Identifier | None
    stream: Identifier
    projections: tuple[Projection, ...]
    span: Span


@record
class GroupSide:
    """One stream of a group and its keys; `keys` None is `by all`. `join` follows every side but the last."""

    stream: Identifier
    keys: tuple[Expression, ...] | None
    rollup: bool
    join: JoinKind | None
    span: Span


@record
class Group:
    """`q = group q by keys;` and, with several sides, `q = cogroup a by x left, b by y;`"""

    target: Identifier | None
    sides: tuple[GroupSide, ...]
    span: Span


@record
class Join:
    """`r = join a by (x) semi, b by (y);`"""

    target: Identifier | None
    left: Identifier
    left_keys: tuple[Expression, ...]
    right: Identifier
    right_keys: tuple[Expression, ...]
    kind: Literal["semi", "anti"]
    span: Span


@record
class Augment:
    """`r = augment a by (x), b by (y) generate b.'Name' as 'Name', ..;`"""

    target: Identifier | None
    left: Identifier
    left_keys: tuple[Expression, ...]
    right: Identifier
    right_keys: tuple[Expression, ...]
    projections: tuple[Projection, ...]
    span: Span


@record
class Flatten:
    """`q = flatten q by 'Id', 'ParentId' with self generate ancestors as 'Roles', path as 'RolePath';`"""

    target: Identifier | None
    stream: Identifier
    key: Expression
    parent: Expression
    with_self: bool
    projections: tuple[Projection, ...]
    span: Span


@record
class Union:
    """`r = union a, b;`"""

    target: Identifier | None
    streams: tuple[Identifier, ...]
    span: Span


@record
class Order:
    """`q = order q by ('Amount' desc, 'Name');`"""

    target: Identifier | None
    stream: Identifier
    keys: tuple[OrderKey, ...]
    span: Span


@record
class Limit:
    """`q = limit q 10;`"""

    target: Identifier | None
    stream: Identifier
    count: int
    span: Span


@record
class Offset:
    """`q = offset q 10;`"""

    target: Identifier | None
    stream: Identifier
    count: int
    span: Span


@record
class Parameter:
    """One `name=value` of a fill or a forecast; the value is one expression or a parenthesised list of them.

    `OrderKey` stands for `'Date' asc`; a tuple of a name and an array for `xregFutures=(col: [1, 2])`.
    """

    name: Identifier
    values: tuple[Expression | OrderKey | tuple[Identifier, Expression], ...]
    span: Span


@record
class Fill:
    """`q = fill q by (dateCols=('Year', 'Month', "Y-M"));`"""

    target: Identifier | None
    stream: Identifier
    parameters: tuple[Parameter, ...]
    span: Span


@record
class Forecast:
    """`q = timeseries q generate 'Amount' as 'fAmount' with (length=6, ..);` and the same with arimax."""

    target: Identifier | None
    model: Literal["timeseries", "arimax"]
    stream: Identifier
    projections: tuple[Projection, ...]
    parameters: tuple[Parameter, ...]
    span: Span


Statement = (
    Load | Filter | Foreach | Group | Join | Augment | Flatten | Union | Order | Limit | Offset | Fill | Forecast
)


@record
class Comment:
    """A comment, delimiters included, kept for the formatter."""

    text: str
    span: Span


@record
class Query:
    """A parsed query: its statements in order, and what is not statements.

    `warnings` are mistakes that the parser could make good.
    """

    text: str
    statements: tuple[Statement, ...]
    comments: tuple[Comment, ...]
    warnings: tuple[Diagnostic, ...] = ()
