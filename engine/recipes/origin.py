"""The dataset's field that a field of a query's result is, where it passes unchanged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.store.fields import DatasetField
from saql.typed import statements as typed
from saql.typed.expressions import Column, Expression

Find = Callable[[str, str], DatasetField | None]
"""Gives a stored field by the dataset, as the query names it, and its own name."""


def origin(query: typed.Query, name: str, find: Find) -> DatasetField | None:
    """Return the field that a field of the result is, None where it is computed, or has several that differ."""
    return _Way(query.statements, find).back(len(query.statements) - 1, name)


class _Way:
    def __init__(self, statements: Sequence[typed.Statement], find: Find) -> None:
        self._statements = statements
        self._find = find

    def back(self, position: int, name: str) -> DatasetField | None:
        """Return what a field of a statement's stream is."""
        match self._statements[position]:
            case typed.Load(dataset):
                return self._find(dataset, name)
            case typed.Foreach(before, items):
                return self._item(before, dict(items).get(name))
            case typed.Augment(before, other, _, _, items) if name in dict(items):
                return self._item(other, dict(items)[name])
            case typed.Union(several):
                found = [self.back(each, name) for each in several if name in self._statements[each].schema]
                return found[0] if found and all(each == found[0] for each in found) else None
            case typed.Flatten(items=added) if name in dict(added):
                return None
            case typed.Group():
                return None
            case statement:
                return self.back(statement.input, name)

    def _item(self, position: int, item: Expression | None) -> DatasetField | None:
        if not isinstance(item, Column):
            return None
        group = self._group(position)
        if group is None:
            return self.back(position, item.name)
        side = group.sides[item.side]
        key = dict(zip(side.names, side.keys, strict=True)).get(item.name)
        return self._item(side.input, key)

    def _group(self, position: int) -> typed.Group | None:
        """Return the group whose groups a stream has, None where it has rows."""
        statement = self._statements[position]
        while isinstance(statement, typed.Filter | typed.Order | typed.Limit | typed.Offset):
            statement = self._statements[statement.input]
        return statement if isinstance(statement, typed.Group) else None
