"""Expressions as written: the parser's output, without names resolved or types known."""

from __future__ import annotations

from saql.record import record
from saql.span import Span


@record
class Identifier:
    """A name in the text, quotes removed and escapes undone."""

    name: str
    span: Span


@record
class Text:
    """A string literal, `"Closed Won"`."""

    value: str
    span: Span


@record
class Number:
    """A number literal: an int where it is written without a point."""

    value: int | float
    span: Span


@record
class Boolean:
    """`true` or `false`."""

    value: bool
    span: Span


@record
class Null:
    """The literal `null`."""

    span: Span


@record
class Name:
    """A field, qualified by a stream or not: `'Amount'`, `a.'Amount'`, `a['Amount']`, `a::Amount`."""

    name: str
    stream: Identifier | None
    span: Span


@record
class Unary:
    """`-x` (operator `-`) or `!x` and `not x` (operator `not`)."""

    operator: str
    operand: Expression
    span: Span


@record
class Binary:
    """Two operands. Operators: `+ - * / % == != < <= > >= and or like matches`, in this one spelling."""

    operator: str
    left: Expression
    right: Expression
    span: Span


@record
class Range:
    """`lower .. upper` inside a list; an open end is None."""

    lower: Expression | None
    upper: Expression | None
    span: Span


@record
class Array:
    """`[a, b .. c]`: the right side of `in`, and the arguments of `dateRange`."""

    elements: tuple[Expression | Range, ...]
    span: Span


@record
class In:
    """`operand in [..]`, `operand not in [..]`; `values` None stands for `in all`, which holds always."""

    operand: Expression
    values: Array | None
    negated: bool
    span: Span


@record
class IsNull:
    """`operand is null`, `operand is not null`."""

    operand: Expression
    negated: bool
    span: Span


@record
class Branch:
    """`when condition then result` of a case."""

    condition: Expression
    result: Expression
    span: Span


@record
class Case:
    """`case [subject] when .. then .. else .. end`."""

    subject: Expression | None
    branches: tuple[Branch, ...]
    otherwise: Expression | None
    span: Span


@record
class OrderKey:
    """One field of an order: `'Amount' desc nulls first`. `nulls_first` None is the default of the direction."""

    expression: Expression
    descending: bool
    nulls_first: bool | None
    span: Span


@record
class Call:
    """A function applied: `sum('Amount')`.

    `within` is the order of `percentile_cont(0.5) within group (order by 'Amount')`.
    """

    function: Identifier
    arguments: tuple[Expression, ...]
    within: OrderKey | None
    span: Span


@record
class Over:
    """A window: `call over ([frame] partition by keys order by keys)`.

    `lower` and `upper` are row offsets, None at an open end; `partition` None is `partition by all`.
    """

    call: Call
    lower: int | None
    upper: int | None
    partition: tuple[Expression, ...] | None
    order: tuple[OrderKey, ...]
    span: Span


Expression = Text | Number | Boolean | Null | Name | Unary | Binary | Array | In | IsNull | Case | Call | Over
