"""Sorting: `q = order q by ('Amount' desc, 'Name');`."""

from __future__ import annotations

import dataclasses

from saql.check.aggregates import check_order_key
from saql.check.groups import GroupScope
from saql.check.rows import RowScope
from saql.check.scope import Scope
from saql.check.session import Session
from saql.check.streams import Groups, Stream
from saql.syntax import statements as syntax
from saql.typed.statements import Order


def check_order(node: syntax.Order, session: Session) -> Stream:
    """Return the sorted rows, or groups, which may be sorted by aggregates as well."""
    stream = session.stream(node.stream)
    names = (node.stream.name,)
    scope: Scope
    if isinstance(stream, Groups):
        scope = GroupScope(stream, names, session.findings)
    else:
        scope = RowScope(stream, names, "an order of rows", session.findings)
    keys = tuple(check_order_key(each, scope) for each in node.keys)
    return dataclasses.replace(stream, position=session.emit(Order(stream.position, keys, stream.schema)))
