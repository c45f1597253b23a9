"""Filters: `q = filter q by predicate;`."""

from __future__ import annotations

import dataclasses

from saql.check.expressions import check_expression
from saql.check.members import side_of
from saql.check.names import names_in
from saql.check.operators import condition
from saql.check.rows import FILTER, RowScope
from saql.check.session import Session
from saql.check.streams import Groups, Rows, Stream
from saql.syntax import statements as syntax
from saql.typed.expressions import Expression
from saql.typed.statements import Filter
from saql.types import Type


def check_filter(node: syntax.Filter, session: Session) -> Stream:
    """Return the rows for which the predicate is true; of groups, the groups of such members."""
    stream = session.stream(node.stream)
    if isinstance(stream, Groups):
        return _filter_members(node, stream, session)
    predicate = _predicate(node, stream, (node.stream.name,), session)
    return dataclasses.replace(stream, position=session.emit(Filter(stream.position, predicate, stream.schema)))


def _predicate(node: syntax.Filter, rows: Rows, names: tuple[str, ...], session: Session) -> Expression:
    scope = RowScope(rows, names, FILTER, session.findings)
    predicate = check_expression(node.predicate, scope)
    return predicate if predicate.type is Type.ERROR else condition(predicate, FILTER, session.findings)


def _filter_members(node: syntax.Filter, groups: Groups, session: Session) -> Groups:
    """Filter the members of each side that the predicate is about."""
    for place in _sides(node, groups):
        side = groups.sides[place]
        names = (side.name, node.stream.name) if len(groups.sides) == 1 else (side.name,)
        predicate = _predicate(node, side.rows, names, session)
        position = session.emit(Filter(groups.position, predicate, groups.schema, place))
        groups = dataclasses.replace(groups, position=position, filters=(*groups.filters, (place, predicate)))
    return groups


def _sides(node: syntax.Filter, groups: Groups) -> list[int]:
    """Return the sides that a predicate is about: the one that it names, else all that have its fields."""
    names = list(names_in(node.predicate))
    named = {side_of(groups, (node.stream.name,), name.stream.name) for name in names if name.stream is not None}
    if named:
        return sorted(place for place in named if place is not None) or [0]
    fields = {name.name for name in names}
    having = [place for place, side in enumerate(groups.sides) if all(each in side.rows.schema for each in fields)]
    return having or [0]
