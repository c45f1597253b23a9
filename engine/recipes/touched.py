"""Queries over changed rows: which rows of a dataset look changed rows of another up."""

from __future__ import annotations

from dataclasses import replace

from engine.recipes.row_wise import RowWise
from engine.recipes.some_rows import NUMBER
from saql.record import record
from saql.schema import Field, Schema
from saql.span import NOWHERE
from saql.typed import statements as typed
from saql.typed.expressions import Column
from saql.types import Type

NUMBERED = "\nnumbered"
CHANGED = "\nchanged"
"""By these names, which no dataset can have, queries load numbered rows and changed rows."""

_NUMBER = Column(NUMBER, Type.NUMBER, NOWHERE)
_NUMBERS = Schema((Field(NUMBER, Type.NUMBER),))


@record
class Lookup:
    """A statement on the way of a query that looks up another stream, and the way of that one's rows."""

    position: int
    way: RowWise


def numbers_touched(query: typed.Query, way: RowWise, lookup: Lookup) -> typed.Query:
    """Return a query for the numbers of the rows that look up a row that changed: as it was or as it is now.

    It loads `NUMBERED` where the way begins, and `CHANGED` where that of the lookup does.

    Args:
        query: the query.
        way: the way to its result.
        lookup: a lookup on this way.
    """
    statements = [_numbered(each, number, way) for number, each in enumerate(query.statements[: lookup.position])]
    step = query.statements[lookup.position]
    assert isinstance(step, typed.Augment | typed.Join)
    shift = len(statements)
    for number, each in enumerate(query.statements[: step.other + 1]):
        if number == lookup.way.load:
            assert isinstance(each, typed.Load)
            each = replace(each, dataset=CHANGED)
        statements.append(_shifted(each, shift))
    schema = query.statements[step.input].schema
    statements.append(
        typed.Join(step.input, shift + step.other, step.keys, step.other_keys, "semi", schema),
    )
    statements.append(typed.Foreach(len(statements) - 1, ((NUMBER, _NUMBER),), _NUMBERS))
    return typed.Query(tuple(statements))


def over_some(query: typed.Query, way: RowWise) -> typed.Query:
    """Return the query with `CHANGED` in the place of the dataset where a way begins."""
    load = query.statements[way.load]
    assert isinstance(load, typed.Load)
    statements = list(query.statements)
    statements[way.load] = replace(load, dataset=CHANGED)
    return typed.Query(tuple(statements))


def _numbered(statement: typed.Statement, position: int, way: RowWise) -> typed.Statement:
    """Return a statement that keeps the numbers of rows, if it is on the way."""
    if position not in way.steps:
        return statement
    schema = Schema((*statement.schema, *_NUMBERS))
    match statement:
        case typed.Load():
            return replace(statement, dataset=NUMBERED, schema=schema)
        case typed.Foreach(items=items):
            return replace(statement, items=(*items, (NUMBER, _NUMBER)), schema=schema)
        case _:
            return replace(statement, schema=schema)


def _shifted(statement: typed.Statement, shift: int) -> typed.Statement:
    """Return a statement that stands further behind, with all that it reads."""
    match statement:
        case typed.Load():
            return statement
        case typed.Union(several):
            return replace(statement, inputs=tuple(each + shift for each in several))
        case typed.Group(sides):
            return replace(statement, sides=tuple(replace(each, input=each.input + shift) for each in sides))
        case typed.Join(position, other) | typed.Augment(position, other):
            return replace(statement, input=position + shift, other=other + shift)
        case _:
            return replace(statement, input=statement.input + shift)
