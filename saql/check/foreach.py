"""Projections: `q = foreach q generate 'Owner' as 'Owner', sum('Amount') as 'Sum';`."""

from __future__ import annotations

from collections.abc import Container

from saql.check.calls import first_column
from saql.check.coercion import adapt
from saql.check.expressions import check_expression
from saql.check.groups import GroupScope
from saql.check.rows import FOREACH, RowScope
from saql.check.scope import Scope
from saql.check.session import Session
from saql.check.streams import Groups, Rows, Stream
from saql.check.wording import as_field
from saql.schema import Calendar, Field, Schema
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.typed.expressions import Column, Expression
from saql.typed.statements import Foreach
from saql.types import Type


def check_foreach(node: syntax.Foreach, session: Session) -> Stream:
    """Return the projection of each row, or each group."""
    stream = session.stream(node.stream)
    names = (node.stream.name,)
    scope: Scope
    if isinstance(stream, Groups):
        scope = GroupScope(stream, names, session.findings)
        before = _merged(stream)
        earlier = stream.sides[0].rows.names if len(stream.sides) == 1 else frozenset()
    else:
        scope = RowScope(stream, names, FOREACH, session.findings)
        before = stream.schema
        earlier = stream.names
    items: dict[str, tuple[Expression, Field]] = {}
    for projection in node.projections:
        item = check_expression(projection.expression, scope)
        alias = item_name(projection, items, session)
        if alias is not None:
            if item.type is Type.MULTIVALUE and not session.makes_dataset:
                item = adapt(item, Type.TEXT) or item
            items[alias] = item, Field(alias, item.type, calendar=calendar_of(item, scope))
    schema = Schema(tuple(field for _, field in items.values()))
    pairs = tuple((alias, item) for alias, (item, _) in items.items())
    position = session.emit(Foreach(stream.position, pairs, schema))
    return Rows(position, schema, projected=True, before=before, known=_is_known(schema, node), names=earlier)


def _is_known(schema: Schema, node: syntax.Foreach) -> bool:
    """Whether all items have a name; without one, what is said of names later would mislead."""
    return len(schema) == len(node.projections)


def _merged(groups: Groups) -> Schema:
    if len(groups.sides) == 1:
        return groups.sides[0].rows.schema
    return Schema(tuple({each.name: each for side in groups.sides for each in side.rows.schema}.values()))


def item_name(projection: syntax.Projection, items: Container[str], session: Session) -> str | None:
    """Return the name of an item, which is not among `items`, or None after saying why it has none."""
    expression = projection.expression
    if projection.alias is not None:
        alias, span = projection.alias.name, projection.alias.span
    elif isinstance(expression, written.Name):
        alias, span = expression.name, expression.span
    else:
        field = (as_field(expression.value),) if isinstance(expression, written.Text) else ()
        hints = (*field, "add `as 'name'` behind it")
        session.findings.add("SAQL422", projection.span, hints=hints)
        return None
    if alias == "none":
        session.findings.add("SAQL424", span)
        return None
    if alias in items:
        session.findings.add("SAQL423", span, hints=("give one of them another alias",), alias=alias)
        return None
    return alias


def calendar_of(item: Expression, scope: Scope) -> Calendar:
    """Return the calendar that a date, or a part of one, brings along."""
    if not item.type.is_temporal and not isinstance(item, Column):
        return Calendar()
    column = first_column(item)
    return scope.calendar(column) if column else Calendar()
