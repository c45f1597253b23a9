"""Expressions over the members of groups: the inside of an aggregate, which is about one side of a cogroup."""

from __future__ import annotations

from saql.check.findings import Findings, untyped
from saql.check.scope import find_field
from saql.check.streams import Groups
from saql.check.wording import alternatives
from saql.functions.define import AggregateFunction
from saql.schema import Calendar, Field
from saql.syntax import expressions as syntax
from saql.typed.expressions import Column, Expression


def side_of(groups: Groups, names: tuple[str, ...], stream: str) -> int | None:
    """Return the side that a stream's name means, or None.

    It is the name in the group, one that only that side had before, or, for a single side, one of the grouped
    stream's `names`.
    """
    for place, side in enumerate(groups.sides):
        if side.name == stream:
            return place
    earlier = [place for place, side in enumerate(groups.sides) if stream in side.rows.names]
    if len(earlier) == 1:
        return earlier[0]
    return 0 if len(groups.sides) == 1 and stream in names else None


class MemberScope:
    """The fields of the rows in groups; `side` is the side that the names so far are of.

    `inside` is the aggregate whose argument this is.
    """

    def __init__(self, groups: Groups, names: tuple[str, ...], findings: Findings, inside: str = "") -> None:
        self.findings = findings
        self.side: int | None = None
        self._groups = groups
        self._names = names
        self._inside = inside

    def name(self, node: syntax.Name) -> Expression:
        """Return a field of the side that the name says; with several sides it has to say so."""
        side = self._side(node)
        if side is None:
            return untyped(node.span)
        if self.side not in (None, side):
            first, second = self._groups.sides[self.side or 0].name, self._groups.sides[side].name
            hints = ("aggregate each stream alone, then combine the results",)
            return self.findings.error("SAQL416", node.span, hints=hints, first=first, second=second)
        self.side = side
        rows, stream = self._groups.sides[side].rows, self._groups.sides[side].name
        field = find_field(rows, node.name, node.span, stream, self.findings)
        return untyped(node.span) if field is None else Column(field.name, field.type, node.span, side)

    def _side(self, node: syntax.Name) -> int | None:
        sides = self._groups.sides
        if node.stream is None and len(sides) == 1:
            return 0
        streams = [each.name for each in sides]
        if node.stream is None:
            having = [each.name for each in sides if node.name in each.rows.schema] or streams
            hints = (f"write {alternatives([_qualified(each, node.name) for each in having])}",)
            self.findings.add("SAQL417", node.span, hints=hints, name=node.name)
            return None
        side = side_of(self._groups, self._names, node.stream.name)
        if side is None:
            quoted = alternatives([f"'{each}'" for each in streams])
            hints = (f"the fields here are those of {quoted}",)
            self.findings.add("SAQL204", node.stream.span, hints=hints, name=node.stream.name)
        return side

    def aggregate(self, _function: AggregateFunction, node: syntax.Call) -> Expression:
        """Refuse an aggregate inside another."""
        hints = (
            "add `over (..)` to the outer one for a window over the groups",
            "or project the inner one, group again, and aggregate its alias",
        )
        return self.findings.error("SAQL403", node.span, hints=hints, inner=node.function.name, outer=self._inside)

    def window(self, node: syntax.Over) -> Expression:
        """Refuse a window inside an aggregate."""
        return self.findings.error("SAQL404", node.span, function=node.call.function.name, outer=self._inside)

    def key(self, _node: syntax.Expression) -> Expression | None:
        """Return None: members are rows."""
        return None

    def field(self, column: Column) -> Field | None:
        """Return the field of a column."""
        return self._groups.sides[column.side].rows.schema.get(column.name)

    def calendar(self, column: Column) -> Calendar:
        """Return the calendar of a column's date."""
        field = self.field(column)
        return self._groups.sides[column.side].rows.calendar(field) if field else Calendar()

    def sibling(self, column: Column, name: str) -> Column | None:
        """Return another field of the same rows."""
        field = self._groups.sides[column.side].rows.schema.get(name)
        return Column(name, field.type, column.span, column.side) if field and field.type.is_temporal else None


def _qualified(stream: str, field: str) -> str:
    return f"{stream}.'{field}'"
