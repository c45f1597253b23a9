"""Checked expressions: six kinds of node, each with its type.

`==` between equal types, `+` on texts, `upper`: all are `Call`s, named by the function's declaration in
`saql.functions` (operators are declared there as well: `equal`, `add`, `concat`, ..).
"""

from __future__ import annotations

import datetime as dt

from saql.record import record
from saql.schema import Calendar
from saql.span import Span
from saql.types import Type


@record
class Literal:
    """A constant; `value` None is null of the given type."""

    value: str | int | float | bool | dt.datetime | dt.date | None
    type: Type
    span: Span


@record
class Column:
    """A field of the input stream; in a foreach over a cogroup, of its side number `side`."""

    name: str
    type: Type
    span: Span
    side: int = 0


@record
class Call:
    """A function of the values of one row. `function` is a name in `saql.functions.REGISTRY`."""

    function: str
    arguments: tuple[Expression, ...]
    type: Type
    span: Span


@record
class Case:
    """The result of the first branch whose condition is true; a simple case is written out as comparisons."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression
    type: Type
    span: Span


@record
class Membership:
    """Whether a value is in a list of constants or inclusive ranges (null where the value is null).

    `ranges` holds pairs of constants, None at an open end.
    """

    operand: Expression
    values: tuple[Literal, ...]
    ranges: tuple[tuple[Literal | None, Literal | None], ...]
    span: Span
    type: Type = Type.BOOLEAN


@record
class Shift:
    """`amount` whole periods of `unit` (day, week, month, quarter, year, fiscal_quarter, fiscal_year) away."""

    amount: int
    unit: str


@record
class RelativeDate:
    """A period relative to now: `"1 year ago + 3 months"` is unit `year`, shift -1 year, then 3 months.

    As the start of a range it stands for the period's first day, as the end for its last.
    """

    unit: str
    shifts: tuple[Shift, ...]


@record
class DateRange:
    """An inclusive range of days; an open end is None."""

    start: RelativeDate | dt.date | None
    end: RelativeDate | dt.date | None


@record
class DateMembership:
    """`date(..) in ["1 year ago".."current day"]`; the plan resolves it against now and the fiscal year.

    `operand` is a date, either a date column or the call `make_date` of three texts.
    """

    operand: Expression
    ranges: tuple[DateRange, ...]
    calendar: Calendar
    span: Span
    type: Type = Type.BOOLEAN


@record
class OrderKey:
    """One key of an order, with the default of nulls resolved."""

    expression: Expression
    descending: bool
    nulls_first: bool


@record
class Aggregate:
    """A function of all rows of a group, on side `side` of a cogroup.

    `order` is the order of `percentile_cont(0.5) within group (order by ..)`.
    """

    function: str
    arguments: tuple[Expression, ...]
    type: Type
    span: Span
    side: int = 0
    order: OrderKey | None = None


@record
class Window:
    """A function over the rows around the current one, after grouping: `sum(sum('Amount')) over ([..0] ..)`.

    `lower` and `upper` are row offsets, None at an open end. `partition` empty is one partition of all rows.
    """

    function: str
    arguments: tuple[Expression, ...]
    lower: int | None
    upper: int | None
    partition: tuple[Expression, ...]
    order: tuple[OrderKey, ...]
    type: Type
    span: Span


Expression = Literal | Column | Call | Case | Membership | DateMembership | Aggregate | Window
