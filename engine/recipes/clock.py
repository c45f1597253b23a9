"""Whether the rows of a query depend on when it runs."""

from __future__ import annotations

from engine.plan.expressions import holds
from engine.recipes.statements import expressions
from saql.typed import statements as typed
from saql.typed.expressions import DateMembership, Expression

_DATES: frozenset[type] = frozenset((DateMembership,))
_NOW = frozenset(("now",))


def reads_clock(query: typed.Query) -> bool:
    """Return whether a checked query has a relative date, or asks what time it is."""
    return any(_depends(each) for statement in query.statements for each in expressions(statement))


def reads_instant(query: typed.Query) -> bool:
    """Return whether a checked query asks what time it is, so that rows change of which nothing that they read does."""
    return any(holds(each, frozenset(), _NOW) for statement in query.statements for each in expressions(statement))


def _depends(expression: Expression) -> bool:
    return holds(expression, _DATES, _NOW)
