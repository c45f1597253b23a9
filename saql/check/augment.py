"""Look-ups: `r = augment a by ('AccountId'), b by ('Id') generate b.'Name' as 'AccountName';`.

Where aggregates stand behind `generate`, they are of all rows with the key: the second stream is grouped by its keys
and projected, as a query could do it, and what is looked up are its groups.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from saql.check.coercion import adapt
from saql.check.expressions import check_expression
from saql.check.foreach import calendar_of, item_name
from saql.check.groups import GroupScope
from saql.check.keys import check_keys
from saql.check.rows import RowScope
from saql.check.scope import Scope
from saql.check.session import Session
from saql.check.streams import UNKNOWN, Groups, Rows, Side, Stream
from saql.functions.registry import find_aggregate
from saql.schema import Field, Schema
from saql.span import NOWHERE
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.syntax.walk import descendants
from saql.typed.expressions import Aggregate, Column, Expression
from saql.typed.statements import Augment, Foreach, Group, GroupSide
from saql.types import Type


def check_augment(node: syntax.Augment, session: Session) -> Stream:
    """Return the left stream, loaded or projected as it is, with fields of the right one added."""
    left, right = session.rows(node.left, "augment"), session.rows(node.right, "augment")
    keys = check_keys(node, left, right, session)
    # A name that both streams have had would be taken for the first one by whoever reads the query.
    own = dataclasses.replace(right, names=right.names - left.names)
    aggregates = any(map(_aggregates, node.projections))
    items = _items(node, left, own, aggregates, session)
    if keys is None:
        return UNKNOWN
    added = (field for _, field in items.values())
    schema = Schema((*left.schema, *(field for field in added if field.name not in left.schema)))
    pairs = tuple((name, item) for name, (item, _) in items.items())
    statement = Augment(left.position, right.position, *keys, pairs, schema)
    if aggregates:
        statement = _of_groups(statement, session)
    return dataclasses.replace(left, position=session.emit(statement), schema=schema)


def _items(
    node: syntax.Augment, left: Rows, right: Rows, aggregates: bool, session: Session
) -> dict[str, tuple[Expression, Field]]:
    """Return the fields that are added, by name."""
    items: dict[str, tuple[Expression, Field]] = {}
    for projection in node.projections:
        item, scope = _item(projection, node, right, aggregates, session)
        name = item_name(projection, items, session)
        if name is None:
            continue
        if name in left.schema:
            span = (projection.alias or projection.expression).span
            hints = ("give it another alias, with `as`",)
            session.findings.add("SAQL462", span, hints=hints, name=name, stream=node.left.name)
        if item.type is Type.MULTIVALUE and left.projected and not session.makes_dataset:
            item = adapt(item, Type.TEXT) or item
        items[name] = item, Field(name, item.type, calendar=calendar_of(item, scope))
    return items


def _item(
    projection: syntax.Projection, node: syntax.Augment, right: Rows, aggregates: bool, session: Session
) -> tuple[Expression, Scope]:
    """Return what is added, and the scope that it is in: a row of the right stream, or all rows with a key."""
    names = (node.right.name,)
    of_row = RowScope(right, names, "an augment", session.findings)
    if not aggregates or any(isinstance(each, written.Over) for each in descendants(projection)):
        return check_expression(projection.expression, of_row), of_row
    if isinstance(projection.expression, written.Name):
        value = check_expression(projection.expression, of_row)
        return Aggregate("first", (value,), value.type, value.span), of_row
    rows = Groups(0, Schema(()), (Side(node.right.name, right, (), (), ()),))
    of_rows = GroupScope(rows, names, session.findings)
    return check_expression(projection.expression, of_rows), of_rows


def _aggregates(projection: syntax.Projection) -> bool:
    """Whether there is an aggregate in an item, outside of a window."""
    inside = list(descendants(projection))
    calls = (each.function.name for each in inside if isinstance(each, written.Call))
    return any(map(find_aggregate, calls)) and not any(isinstance(each, written.Over) for each in inside)


def _of_groups(statement: Augment, session: Session) -> Augment:
    """Return an augment of the groups of its right stream in the place of their rows."""
    items = dict(statement.items)
    names = tuple(_unused(f"key {place}", items) for place in range(len(statement.other_keys)))
    keys = tuple(Column(name, key.type, NOWHERE) for name, key in zip(names, statement.other_keys, strict=True))
    side = GroupSide(statement.other, statement.other_keys, "inner", names)
    group = session.emit(Group((side,), Schema.of((each.name, each.type) for each in keys)))
    pairs = (*((each.name, each) for each in keys), *statement.items)
    other = session.emit(Foreach(group, pairs, Schema.of((name, item.type) for name, item in pairs)))
    found = tuple((name, Column(name, item.type, item.span)) for name, item in items.items())
    return dataclasses.replace(statement, other=other, other_keys=keys, items=found)


def _unused(name: str, names: Collection[str]) -> str:
    return _unused(f"{name}'", names) if name in names else name
