"""Look-ups: `r = augment a by ('AccountId'), b by ('Id') generate b.'Name' as 'AccountName';`."""

from __future__ import annotations

import dataclasses

from saql.check.coercion import adapt
from saql.check.expressions import check_expression
from saql.check.foreach import calendar_of, item_name
from saql.check.keys import check_keys
from saql.check.rows import RowScope
from saql.check.session import Session
from saql.check.streams import UNKNOWN, Rows, Stream
from saql.schema import Field, Schema
from saql.syntax import statements as syntax
from saql.typed.expressions import Expression
from saql.typed.statements import Augment
from saql.types import Type


def check_augment(node: syntax.Augment, session: Session) -> Stream:
    """Return the left stream, loaded or projected as it is, with fields of the right one added."""
    left, right = session.rows(node.left, "augment"), session.rows(node.right, "augment")
    keys = check_keys(node, left, right, session)
    items = _items(node, left, right, session)
    if keys is None:
        return UNKNOWN
    added = (field for _, field in items.values())
    schema = Schema((*left.schema, *(field for field in added if field.name not in left.schema)))
    pairs = tuple((name, item) for name, (item, _) in items.items())
    position = session.emit(Augment(left.position, right.position, *keys, pairs, schema))
    return dataclasses.replace(left, position=position, schema=schema)


def _items(node: syntax.Augment, left: Rows, right: Rows, session: Session) -> dict[str, tuple[Expression, Field]]:
    """Return the fields that are added, by name."""
    # A name that both streams have had would be taken for the first one by whoever reads the query.
    own = dataclasses.replace(right, names=right.names - left.names)
    scope = RowScope(own, (node.right.name,), "an augment", session.findings)
    items: dict[str, tuple[Expression, Field]] = {}
    for projection in node.projections:
        item = check_expression(projection.expression, scope)
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
