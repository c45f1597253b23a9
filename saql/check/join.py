"""Semi joins and anti joins: `r = join a by ('Id') semi, b by ('AccountId');`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from saql.check.coercion import adapt, common_type
from saql.check.expressions import check_expression
from saql.check.rows import RowScope
from saql.check.session import Session
from saql.check.streams import UNKNOWN, Rows, Stream
from saql.check.wording import a_type, counted
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.typed.expressions import Expression
from saql.typed.statements import Join
from saql.types import Type


def check_join(node: syntax.Join, session: Session) -> Stream:
    """Return the rows of the left stream that have, or lack, a partner in the right one."""
    left, right = session.rows(node.left, "join"), session.rows(node.right, "join")
    left_keys = _keys(node.left, node.left_keys, left, session)
    right_keys = _keys(node.right, node.right_keys, right, session)
    if not left.known or not right.known:
        return UNKNOWN
    if len(left_keys) != len(right_keys):
        found = counted(len(right_keys), "key")
        session.findings.add("SAQL431", node.right.span, stream=node.right.name, found=found, expected=len(left_keys))
        return UNKNOWN
    keys, other_keys = _alike(left_keys, right_keys, session)
    position = session.emit(Join(left.position, right.position, keys, other_keys, node.kind, left.schema))
    return dataclasses.replace(left, position=position)


def _keys(
    stream: written.Identifier, keys: Sequence[written.Expression], rows: Rows, session: Session
) -> list[Expression]:
    scope = RowScope(rows, (stream.name,), "the keys of a join", session.findings)
    checked = []
    for place, key in enumerate(keys, start=1):
        expression = check_expression(key, scope)
        measure = expression.type is Type.NUMBER and not rows.projected
        if measure or expression.type is Type.MULTIVALUE:
            hints = (f"project it first: `{stream.name} = foreach {stream.name} generate ..;`",)
            session.findings.add(
                "SAQL441", key.span, hints=hints, stream=stream.name, place=place, found=a_type(expression.type)
            )
        checked.append(expression)
    return checked


def _alike(
    left: list[Expression], right: list[Expression], session: Session
) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
    """Give the keys at each place one type on both sides."""
    pairs = []
    for place, (first, second) in enumerate(zip(left, right, strict=True), start=1):
        kind = common_type((first.type, second.type))
        if kind is None:
            found = f"{a_type(first.type)} and {a_type(second.type)}"
            session.findings.add("SAQL433", second.span, found=found, place=place)
            continue
        pairs.append((adapt(first, kind) or first, adapt(second, kind) or second))
    return tuple(first for first, _ in pairs), tuple(second for _, second in pairs)
