"""Walking checked statements: their expressions, what they read."""

from __future__ import annotations

from collections.abc import Iterator

from saql.typed import statements as typed
from saql.typed.expressions import Expression


def expressions(statement: typed.Statement) -> Iterator[Expression]:
    """Yield the expressions of a statement."""
    match statement:
        case typed.Filter(predicate=predicate):
            yield predicate
        case typed.Foreach(items=items):
            yield from (each for _, each in items)
        case typed.Order(keys=keys):
            yield from (each.expression for each in keys)
        case typed.Group(sides=sides):
            yield from (each for side in sides for each in side.keys)
        case typed.Join(keys=keys, other_keys=others):
            yield from (*keys, *others)
        case typed.Flatten(key=key, parent=parent):
            yield from (key, parent)
        case typed.Augment(keys=keys, other_keys=others, items=items):
            yield from (*keys, *others, *(each for _, each in items))


def loads(query: typed.Query, position: int) -> dict[int, str]:
    """Return the datasets that the stream of a statement is made of, by the positions of their loads."""
    found: dict[int, str] = {}
    waiting, seen = [position], set[int]()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        statement = query.statements[each]
        if isinstance(statement, typed.Load):
            found[each] = statement.dataset
        waiting.extend(inputs(statement))
    return found


def inputs(statement: typed.Statement) -> tuple[int, ...]:
    """Return the positions of the statements whose streams a statement reads."""
    match statement:
        case typed.Load():
            return ()
        case typed.Union(several):
            return several
        case typed.Group(sides):
            return tuple(each.input for each in sides)
        case typed.Join(position, other) | typed.Augment(position, other):
            return (position, other)
        case _:
            return (statement.input,)
