"""Hierarchies: `q = flatten q by 'Id', 'ParentId' generate ancestors as 'Roles', path as 'RolePath';`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType

from saql.check.coercion import adapt
from saql.check.expressions import check_expression
from saql.check.foreach import item_name
from saql.check.rows import RowScope
from saql.check.session import Session
from saql.check.streams import UNKNOWN, Stream
from saql.check.wording import a_type
from saql.schema import Field, Schema
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.typed.expressions import Expression
from saql.typed.statements import Flatten, Lineage
from saql.types import Type

_ITEMS: Mapping[str, tuple[Lineage, Type]] = MappingProxyType(
    {"ancestors": ("ancestors", Type.MULTIVALUE), "path": ("path", Type.TEXT)}
)


def check_flatten(node: syntax.Flatten, session: Session) -> Stream:
    """Return the stream, loaded or projected as it is, with what is above each row in a hierarchy."""
    rows = session.rows(node.stream, "flatten")
    scope = RowScope(rows, (node.stream.name,), "a flatten", session.findings)
    key, parent = _node(node.key, scope, session), _node(node.parent, scope, session)
    items: dict[str, Lineage] = {}
    for projection in node.projections:
        item = projection.expression
        if not isinstance(item, written.Name) or item.stream is not None or item.name not in _ITEMS:
            hints = ("to keep or to compute fields, write a foreach after it",)
            session.findings.add("SAQL470", item.span, hints=hints)
            continue
        name = item_name(projection, items, session)
        if name is None:
            continue
        if name in rows.schema:
            span = (projection.alias or item).span
            hints = ("give it another alias, with `as`",)
            session.findings.add("SAQL462", span, hints=hints, name=name, stream=node.stream.name)
        items[name], _ = _ITEMS[item.name]
    if not rows.known:
        return UNKNOWN
    added = (Field(name, _ITEMS[kind][1]) for name, kind in items.items() if name not in rows.schema)
    schema = Schema((*rows.schema, *added))
    statement = Flatten(rows.position, key, parent, node.with_self, tuple(items.items()), schema)
    return dataclasses.replace(rows, position=session.emit(statement), schema=schema)


def _node(node: written.Expression, scope: RowScope, session: Session) -> Expression:
    """Return what says which node of the hierarchy a row, or its parent, is: a text."""
    checked = check_expression(node, scope)
    if checked.type in (Type.TEXT, Type.NULL, Type.ERROR):
        return adapt(checked, Type.TEXT) or checked
    hints = ('make a text of it: `number_to_string(.., "0")`',) if checked.type is Type.NUMBER else ()
    return session.findings.error("SAQL471", node.span, hints=hints, found=a_type(checked.type))
