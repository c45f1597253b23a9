"""Whether the rows of a query depend on when it runs."""

from __future__ import annotations

from collections.abc import Iterator

from engine.plan.expressions import holds
from saql.typed import statements as typed
from saql.typed.expressions import DateMembership, Expression

_DATES: frozenset[type] = frozenset((DateMembership,))
_NOW = frozenset(("now",))


def reads_clock(query: typed.Query) -> bool:
    """Return whether a checked query has a relative date, or asks what time it is."""
    return any(_depends(each) for statement in query.statements for each in _expressions(statement))


def _depends(expression: Expression) -> bool:
    return holds(expression, _DATES, _NOW)


def _expressions(statement: typed.Statement) -> Iterator[Expression]:
    match statement:
        case typed.Filter(_, predicate):
            yield predicate
        case typed.Group(sides):
            yield from (key for side in sides for key in side.keys)
        case typed.Foreach(_, items):
            yield from (item for _, item in items)
        case typed.Order(_, keys):
            yield from (key.expression for key in keys)
        case typed.Join():
            yield from (*statement.keys, *statement.other_keys)
        case typed.Augment():
            yield from (*statement.keys, *statement.other_keys, *(item for _, item in statement.items))
