"""Queries over changed rows: which rows of a dataset look up what changed rows of another are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.plan.expressions import holds, substitute
from engine.recipes.row_wise import Full, RowWise, row_wise
from engine.recipes.some_rows import NUMBER
from saql.record import record
from saql.schema import Field, Schema
from saql.span import NOWHERE
from saql.typed import statements as typed
from saql.typed.expressions import Column, Expression, Window
from saql.types import Type

NUMBERED = "\nnumbered"
CHANGED = "\nchanged"
"""By these names, which no dataset can have, queries load numbered rows and changed rows."""

_NUMBER = Column(NUMBER, Type.NUMBER, NOWHERE)
_NUMBERS = Schema((Field(NUMBER, Type.NUMBER),))


@record
class Lookup:
    """A statement on the way of a query that looks up another stream.

    `keys`, over the stream of `way`, are by what it finds rows there: those of the other stream itself or, where that
    has groups, of the rows that are grouped.
    """

    position: int
    way: RowWise
    keys: tuple[Expression, ...]


def find_lookup(query: typed.Query, position: int) -> Lookup | Full:
    """Return how the rows that a statement looks up depend on those of a dataset, or why that can't be told."""
    step = query.statements[position]
    assert isinstance(step, typed.Augment | typed.Join)
    direct = row_wise(query, step.other)
    if isinstance(direct, RowWise):
        return Lookup(position, direct, step.other_keys)
    found = _below_groups(query, step.other, step.other_keys)
    if found is None:
        return direct
    rows, keys = found
    way = row_wise(query, rows)
    return way if isinstance(way, Full) else Lookup(position, way, keys)


def _below_groups(
    query: typed.Query, position: int, keys: tuple[Expression, ...]
) -> tuple[int, tuple[Expression, ...]] | None:
    """Return the rows that are grouped, and what keys of the groups are over them; None where they are no such keys.

    Rows of one group make one group or none, so that changed rows touch the groups of their keys alone.
    """
    while True:
        statement = query.statements[position]
        match statement:
            case typed.Foreach(position, items) if not any(holds(each, frozenset({Window})) for _, each in items):
                keys = tuple(substitute(each, dict(items)) for each in keys)
            case typed.Filter(position) | typed.Order(position):
                pass
            case typed.Group((side,)) if not side.rollup:
                over = dict(zip(side.names, side.keys, strict=True))
                found = tuple(over[each.name] for each in keys if isinstance(each, Column) and each.name in over)
                return (side.input, found) if len(found) == len(keys) else None
            case _:
                return None


def numbers_touched(query: typed.Query, way: RowWise, lookup: Lookup) -> typed.Query:
    """Return a query for the numbers of the rows that look up a row that changed: as it was or as it is now.

    It loads `NUMBERED` where the way begins, and `CHANGED` where that of the lookup does.

    Args:
        query: the query.
        way: the way to its result.
        lookup: a lookup on this way.
    """
    statements = list(query.statements)
    before = way.steps[: way.steps.index(lookup.position)]
    first = _again(statements, before, NUMBERED, numbered=True)
    other = _again(statements, lookup.way.steps, CHANGED)
    step = query.statements[lookup.position]
    assert isinstance(step, typed.Augment | typed.Join)
    statements.append(typed.Join(first, other, step.keys, lookup.keys, "semi", statements[first].schema))
    statements.append(typed.Foreach(len(statements) - 1, ((NUMBER, _NUMBER),), _NUMBERS))
    return typed.Query(tuple(statements))


def over_some(query: typed.Query, way: RowWise) -> typed.Query:
    """Return the query with `CHANGED` where a way begins; what it looks up is as it was, its own rows as well."""
    statements = list(query.statements)
    _again(statements, way.steps, CHANGED)
    return typed.Query(tuple(statements))


def _again(statements: list[typed.Statement], steps: Sequence[int], dataset: str, *, numbered: bool = False) -> int:
    """Add the statements of a way once more, over another dataset, and return the position of the last."""
    for each in steps:
        statement = statements[each]
        before = len(statements) - 1
        match statement:
            case typed.Load():
                again: typed.Statement = replace(statement, dataset=dataset)
            case typed.Foreach(items=items) if numbered:
                again = replace(statement, input=before, items=(*items, (NUMBER, _NUMBER)))
            case typed.Group() | typed.Union():
                raise AssertionError("no step of a way")
            case _:
                again = replace(statement, input=before)
        schema = Schema((*again.schema, *_NUMBERS)) if numbered else again.schema
        statements.append(replace(again, schema=schema))
    return len(statements) - 1
