"""Where the columns of a result come from, as the API tells it beside the rows.

Source: responses of `/wave/query` that public clients read (`results.metadata[].lineage`).
"""

from __future__ import annotations

from dashboards.model.json import Json, JsonObject
from saql.schema import Schema
from saql.syntax import expressions
from saql.syntax.statements import Filter, Foreach, Group, Limit, Offset, Order, Query, Statement, Union
from saql.syntax.walk import descendants
from saql.types import Type

_TYPES = {Type.NUMBER: "numeric", Type.BOOLEAN: "boolean", Type.DATE: "datetime", Type.DAY: "dateonly"}


def lineage(query: Query, schema: Schema) -> JsonObject:
    """Return the lineage of a query's result.

    Args:
        query: the query, which can run.
        schema: the columns of its result.
    """
    streams, last = _Streams(query), len(query.statements) - 1
    while isinstance(statement := query.statements[last], Filter | Order | Limit | Offset):
        before = streams.before(statement.stream, last)
        if before is None:
            break
        last = before
    name = _name(statement)
    if isinstance(statement, Union):
        return {"type": "union", "inputs": [_projected(each.name, schema) for each in statement.streams]}
    found = _projected(name, schema)
    if isinstance(statement, Foreach):
        found = {**found, "projections": _with_inputs(found["projections"], statement, name)}
        group = streams.group(statement.stream, last)
        if group is not None:
            found["input"] = {"type": "group", "groups": group}
    return found


class _Streams:
    """The streams of a query, each by the statement that gave it its name last."""

    def __init__(self, query: Query) -> None:
        self._statements = query.statements

    def before(self, stream: expressions.Identifier, place: int) -> int | None:
        """Return the place of the statement that a stream comes from, as it is read at a place."""
        places = range(place - 1, -1, -1)
        return next((each for each in places if _name(self._statements[each]) == stream.name), None)

    def group(self, stream: expressions.Identifier, place: int) -> Json:
        """Return the keys that a stream is grouped by; None where it is not, or by several streams' keys."""
        before = self.before(stream, place)
        while before is not None:
            statement = self._statements[before]
            if isinstance(statement, Group):
                side = statement.sides[0]
                return None if len(statement.sides) > 1 else [
                    {"id": f"{side.stream.name}.{each}"} for key in side.keys or () for each in _names(key)
                ]  # fmt: skip
            if not isinstance(statement, Filter | Order | Limit | Offset):
                return None
            before = self.before(statement.stream, before)
        return None


def _name(statement: Statement) -> str:
    return "q" if statement.target is None else statement.target.name


def _projected(stream: str, schema: Schema) -> JsonObject:
    fields = [{"id": f"{stream}.{each.name}", "type": _TYPES.get(each.type, "string")} for each in schema]
    return {"type": "foreach", "projections": [{"field": {**each}} for each in fields]}


def _with_inputs(projections: Json, statement: Foreach, stream: str) -> Json:
    """Return the projections with the fields that each is made of, where the query has one for each column."""
    assert isinstance(projections, list)
    if len(projections) != len(statement.projections):
        return projections
    found: list[Json] = []
    for known, written in zip(projections, statement.projections, strict=True):
        assert isinstance(known, dict)
        inputs = _inputs(written.expression, stream)
        found.append({**known, "inputs": inputs} if inputs else known)
    return found


def _inputs(expression: expressions.Expression, stream: str) -> list[Json]:
    names = [f"{stream}.{each}" for each in dict.fromkeys(_names(expression))]
    if isinstance(expression, expressions.Call) and len(names) == 1:
        return [{"id": names[0], "function": expression.function.name}]
    return [{"id": each} for each in names]


def _names(expression: expressions.Expression) -> list[str]:
    return [each.name for each in descendants(expression) if isinstance(each, expressions.Name)]
