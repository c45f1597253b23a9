"""Whether a stream is made row by row from a dataset, so that changed rows alone can be run."""

from __future__ import annotations

from collections.abc import Sequence

from engine.plan.expressions import holds
from saql.record import record
from saql.typed import statements as typed
from saql.typed.expressions import Column, Window


@record
class Full:
    """Why a recipe has to run for all rows, in words that follow its name: "it groups rows"."""

    reason: str


@record
class RowWise:
    """The way from a load to a statement on which every row becomes one row or none.

    `steps` are the positions of its statements, that of the load first. `lookups` are those of the statements among
    them that look rows up in another stream.
    """

    steps: tuple[int, ...]
    lookups: tuple[int, ...]

    @property
    def load(self) -> int:
        """The position of the load."""
        return self.steps[0]


def row_wise(query: typed.Query, position: int) -> RowWise | Full:
    """Return the way from a load to the stream of a statement, or what makes a row of it depend on other rows."""
    steps: list[int] = []
    while True:
        steps.append(position)
        statement = query.statements[position]
        if isinstance(statement, typed.Load):
            break
        refusal = _refusal(statement)
        if refusal is not None or isinstance(statement, typed.Group | typed.Union):
            return Full(refusal or "it groups rows")
        position = statement.input
    if statement.sample is not None:
        return Full("it loads a sample")
    lookups = [each for each in steps if isinstance(query.statements[each], typed.Augment | typed.Join)]
    return RowWise(tuple(reversed(steps)), tuple(reversed(lookups)))


def _refusal(statement: typed.Statement) -> str | None:
    """Return why rows of a statement depend on other rows than one of its input and those that it looks up."""
    match statement:
        case typed.Foreach(items=items) if any(holds(item, frozenset({Window})) for _, item in items):
            return "it has a window"
        case typed.Group():
            return "it groups rows"
        case typed.Limit() | typed.Offset():
            return "it takes some of the rows by their place (limit, offset)"
        case typed.Union():
            return "it puts streams together (union)"
        case typed.Flatten():
            return "it follows rows up a hierarchy (flatten)"
        case typed.Fill():
            return "it fills gaps between rows (fill)"
        case typed.Forecast():
            return "it forecasts"
        case _:
            return None


def key_in_dataset(query: typed.Query, way: RowWise, key: Sequence[str]) -> tuple[str, ...] | Full:
    """Return the fields of the loaded dataset that the fields of a result's key are, unchanged.

    Args:
        query: the query.
        way: the way to its result.
        key: the fields of the key.
    """
    if not key:
        return Full("it has no key")
    found = []
    for field in key:
        name: str | None = field
        for position in reversed(way.steps):
            name = None if name is None else _before(query.statements[position], name)
        if name is None:
            return Full(f"its key {field} is not a field of {loaded_name(query, way)} as it is there")
        found.append(name)
    return tuple(found)


def loaded_name(query: typed.Query, way: RowWise) -> str:
    """Return the name of the dataset where a way begins."""
    load = query.statements[way.load]
    assert isinstance(load, typed.Load)
    return load.dataset


def _before(statement: typed.Statement, name: str) -> str | None:
    """Return the field before a statement whose values the field `name` has after it, None where there is none."""
    match statement:
        case typed.Foreach(items=items):
            item = dict(items).get(name)
            return item.name if isinstance(item, Column) else None
        case typed.Augment(items=items):
            return None if name in dict(items) else name
        case typed.Load(schema=schema):
            field = schema.get(name)
            return None if field is None or field.date_part is not None else name
        case _:
            return name
