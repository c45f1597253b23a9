"""Groups: `q = group q by 'Owner';`, `q = cogroup a by 'Account' left, b by 'Company';`."""

from __future__ import annotations

import dataclasses

from saql.check.coercion import adapt, common_type
from saql.check.expressions import check_expression
from saql.check.rows import RowScope
from saql.check.session import Session
from saql.check.streams import UNKNOWN, Groups, Rows, Side, Stream
from saql.check.wording import a_type, counted
from saql.schema import Field, Schema
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.typed.expressions import Expression
from saql.typed.statements import Filter, Group, GroupSide
from saql.types import Type

_ROLLUP_BEFORE = "roll up each stream before: `a = group a by rollup('Key');`, then `cogroup a by 'Key' full, b by ..`"


def check_group(node: syntax.Group, session: Session) -> Stream:
    """Return the groups of one stream, or of several side by side."""
    _refuse_repeated(node, session)
    sides = [_side(each, session) for each in node.sides]
    if not all(side.rows.known for side in sides) or not _keys_agree(node, sides, session):
        return UNKNOWN
    sides = _alike(sides, session)
    if any(each.rollup for each in node.sides) and len(sides) > 1:
        session.findings.add("SAQL432", node.span, hints=(_ROLLUP_BEFORE,))
    typed = tuple(
        GroupSide(side.rows.position, side.keys, each.join or "inner", side.names, side.rollup)
        for side, each in zip(sides, node.sides, strict=True)
    )
    fields = {name: Field(name, key.type) for name, key in zip(sides[0].names, sides[0].keys, strict=True)}
    schema = Schema(tuple(fields.values()))
    return Groups(session.emit(Group(typed, schema)), schema, tuple(sides))


def _refuse_repeated(node: syntax.Group, session: Session) -> None:
    seen = set()
    for side in node.sides:
        if side.stream.name in seen:
            copy = f"{side.stream.name}2"
            hints = (f"make a second stream, for instance `{copy} = filter {side.stream.name} by ..;`",)
            session.findings.add("SAQL430", side.stream.span, hints=hints, name=side.stream.name)
        seen.add(side.stream.name)


def _side(node: syntax.GroupSide, session: Session) -> Side:
    rows = _members(node, session)
    written_keys = () if node.keys is None or _is_all(node.keys, rows) else node.keys
    scope = RowScope(rows, (node.stream.name,), "the keys of a group", session.findings)
    keys, names, kept = [], [], []
    for key in written_keys:
        checked = check_expression(key, scope)
        name = key.name if isinstance(key, written.Name) else session.text[key.span.start : key.span.end]
        if name in names:
            continue
        if checked.type is Type.MULTIVALUE:
            checked = adapt(checked, Type.TEXT) or checked
        rows = rows if checked.type is not Type.ERROR else dataclasses.replace(rows, known=False)
        keys.append(checked)
        names.append(name)
        kept.append(key)
    rollup = node.rollup or _is_rolled_up(session.streams.get(node.stream.name), tuple(names))
    return Side(node.stream.name, rows, tuple(kept), tuple(keys), tuple(names), rollup)


def _is_rolled_up(stream: Stream | None, names: tuple[str, ...]) -> bool:
    """Say whether a stream that is grouped again has subtotals over the same keys: tables that compare have that."""
    return isinstance(stream, Groups) and stream.rollup and stream.sides[0].names == names


def _is_all(keys: tuple[written.Expression, ...], rows: Rows) -> bool:
    """Say whether keys are `'all'`, which deployed queries have in quotes, and no field is called so."""
    match keys:
        case (written.Name("all", None),):
            return rows.known and "all" not in rows.schema
    return False


def _members(node: syntax.GroupSide, session: Session) -> Rows:
    """Return the rows to group; those of a grouped stream are its members, as filtered since."""
    stream = session.stream(node.stream)
    if isinstance(stream, Rows):
        return stream
    if len(stream.sides) > 1 or stream.cut:
        hints = (f"project it first: `{node.stream.name} = foreach {node.stream.name} generate ..;`",)
        session.findings.add("SAQL420", node.stream.span, hints=hints, name=node.stream.name, statement="this group")
        return UNKNOWN
    rows = stream.sides[0].rows
    for _, predicate in stream.filters:
        rows = dataclasses.replace(rows, position=session.emit(Filter(rows.position, predicate, rows.schema)))
    return rows


def _keys_agree(node: syntax.Group, sides: list[Side], session: Session) -> bool:
    first = len(sides[0].keys)
    for side, each in zip(sides, node.sides, strict=True):
        if len(side.keys) != first:
            found = counted(len(side.keys), "key")
            session.findings.add("SAQL431", each.span, stream=side.name, found=found, expected=first)
            return False
    return True


def _alike(sides: list[Side], session: Session) -> list[Side]:
    """Give the keys at each place one type on all sides."""
    if len(sides) == 1:
        return sides
    columns: list[list[Expression]] = []
    for place in range(len(sides[0].keys)):
        keys = [side.keys[place] for side in sides]
        kind = common_type(key.type for key in keys)
        if kind is None:
            kinds = " and ".join(dict.fromkeys(a_type(key.type) for key in keys))
            session.findings.add("SAQL433", sides[-1].keys[place].span, found=kinds, place=place + 1)
        columns.append(keys if kind is None else [adapt(key, kind) or key for key in keys])
    return [
        dataclasses.replace(side, keys=tuple(column[place] for column in columns)) for place, side in enumerate(sides)
    ]
