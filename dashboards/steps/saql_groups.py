"""Which columns of a SAQL query are its groups, and which fields they come from."""

from __future__ import annotations

from collections.abc import Iterable

from dashboards.compact.groups import SEPARATOR
from dashboards.loads import parsed
from saql.syntax.expressions import Expression, Name
from saql.syntax.statements import Foreach, Group, Query
from saql.syntax.walk import descendants


def saql_groups(text: str) -> dict[str, tuple[str, ...]]:
    """Return the group columns of a query's result with the fields of the dataset that each is made of.

    A column counts that a `generate` makes of nothing but group keys; composite dates are of several. A query that
    can't be read has none: the error comes when it is run.
    """
    query = parsed(text)
    if query is None:
        return {}
    keys: dict[str, tuple[str, ...]] = {name: (name,) for name in _keys(query)}
    if not keys:
        return {}
    for statement in query.statements:
        if isinstance(statement, Foreach):
            found: dict[str, tuple[str, ...]] = {}
            for item in statement.projections:
                fields = _made_of(item.expression, keys)
                alias = item.alias.name if item.alias else getattr(item.expression, "name", None)
                if fields and isinstance(alias, str):
                    found[alias] = _composite(alias, fields)
            keys = found or keys
    return keys


def _keys(query: Query) -> Iterable[str]:
    for statement in query.statements:
        if isinstance(statement, Group):
            for side in statement.sides:
                for key in side.keys or ():
                    if isinstance(key, Name):
                        yield key.name


def _made_of(expression: Expression, keys: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the fields of an expression over group keys only; none where there are others."""
    names = [each.name for each in descendants(expression) if isinstance(each, Name)]
    if not names or any(each not in keys for each in names):
        return ()
    return tuple(dict.fromkeys(field for each in names for field in keys[each]))


def _composite(alias: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields in the order in which a composite date's name has them."""
    parts = tuple(alias.split(SEPARATOR))
    return parts if len(parts) == len(fields) and set(parts) == set(fields) else fields
