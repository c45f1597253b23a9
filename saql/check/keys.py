"""Keys by which rows of two streams find each other, in a join or an augment."""

from __future__ import annotations

from collections.abc import Sequence

from saql.check.coercion import adapt, common_type
from saql.check.expressions import check_expression
from saql.check.rows import RowScope
from saql.check.session import Session
from saql.check.streams import Rows
from saql.check.wording import a_type, counted
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.typed.expressions import Expression
from saql.types import Type

Keys = tuple[tuple[Expression, ...], tuple[Expression, ...]]
"""The keys of the left stream and of the right one, at each place of one type."""

_NAMES = {syntax.Join: "a join", syntax.Augment: "an augment"}


def check_keys(node: syntax.Join | syntax.Augment, left: Rows, right: Rows, session: Session) -> Keys | None:
    """Return the keys of both streams; None where they can't be told apart or are not as many.

    The keys of a join are no numbers before the foreach, as in CRM Analytics.
    """
    refused = (Type.MULTIVALUE, Type.NUMBER) if isinstance(node, syntax.Join) else (Type.MULTIVALUE,)
    statement = _NAMES[type(node)]
    left_keys = _of_stream(node.left, node.left_keys, left, statement, refused, session)
    right_keys = _of_stream(node.right, node.right_keys, right, statement, refused, session)
    if not left.known or not right.known:
        return None
    if len(left_keys) != len(right_keys):
        found = counted(len(right_keys), "key")
        session.findings.add("SAQL431", node.right.span, stream=node.right.name, found=found, expected=len(left_keys))
        return None
    return _alike(left_keys, right_keys, session)


def _of_stream(
    stream: written.Identifier,
    keys: Sequence[written.Expression],
    rows: Rows,
    statement: str,
    refused: tuple[Type, ...],
    session: Session,
) -> list[Expression]:
    scope = RowScope(rows, (stream.name,), f"the keys of {statement}", session.findings)
    checked = []
    for place, key in enumerate(keys, start=1):
        expression = check_expression(key, scope)
        if expression.type is Type.MULTIVALUE or (expression.type in refused and not rows.projected):
            hints = (f"project it first: `{stream.name} = foreach {stream.name} generate ..;`",)
            found = {"stream": stream.name, "place": place, "found": a_type(expression.type)}
            session.findings.add("SAQL441", key.span, hints=hints, statement=statement, **found)
        checked.append(expression)
    return checked


def _alike(left: list[Expression], right: list[Expression], session: Session) -> Keys:
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
