"""Expressions over groups: keys stand bare, all else inside an aggregate, which is over the members of one side."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from saql.check.aggregates import check_arguments
from saql.check.calls import returned_type
from saql.check.coercion import adapt
from saql.check.findings import Findings, untyped
from saql.check.members import MemberScope, side_of
from saql.check.streams import Groups, Side
from saql.check.windows import check_window
from saql.check.wording import alternatives
from saql.functions.define import AggregateFunction
from saql.functions.registry import AGGREGATES
from saql.schema import Calendar, Field
from saql.syntax import expressions as syntax
from saql.typed.expressions import Aggregate, Call, Column, Expression
from saql.types import Type


class GroupScope:
    """The keys and the members of a grouped stream; `names` are those that the stream has in this statement."""

    def __init__(self, groups: Groups, names: tuple[str, ...], findings: Findings) -> None:
        self.findings = findings
        self._groups = groups
        self._names = names
        self._computed_keys = any(not isinstance(key, syntax.Name) for side in groups.sides for key in side.written)

    def name(self, node: syntax.Name) -> Expression:
        """Return a key; any other field of the members stands for its value in the group's first row."""
        if node.stream is None or node.stream.name in self._names:
            keys = self._keys(node)
            if keys:
                return keys[0] if len(keys) == 1 else Call("coalesce", keys, keys[0].type, node.span)
        member = MemberScope(self._groups, self._names, self.findings)
        column = member.name(node)
        if not isinstance(column, Column):
            return untyped(node.span)
        side = self._groups.sides[column.side]
        kind = side.key_type(node.name)
        if kind is not None:
            return dataclasses.replace(column, type=kind)
        value = adapt(column, Type.TEXT) if column.type is Type.MULTIVALUE else column
        assert value is not None
        return Aggregate("first", (value,), value.type, node.span, column.side)

    def _keys(self, node: syntax.Name) -> tuple[Expression, ...]:
        """Return a key without qualification, on each side that has it."""
        kinds = [(place, side.key_type(node.name)) for place, side in enumerate(self._groups.sides)]
        return tuple(Column(node.name, kind, node.span, place) for place, kind in kinds if kind is not None)

    def aggregate(self, function: AggregateFunction, node: syntax.Call) -> Expression:
        """Return a function of the rows of each group."""
        if not self._is_allowed(function, node):
            return untyped(node.span)
        if function.name == "count":
            return self._count(node)
        if function.name == "grouping":
            return self._grouping(function, node)
        member = MemberScope(self._groups, self._names, self.findings, inside=node.function.name)
        arguments, order = check_arguments(function, node, member, self.findings)
        if arguments is None:
            return untyped(node.span)
        kind = returned_type(function, arguments)
        return Aggregate(function.name, arguments, kind, node.span, member.side or 0, order)

    def _is_allowed(self, function: AggregateFunction, node: syntax.Call) -> bool:
        if self._groups.rollup and not function.in_rollup:
            allowed = [f"{each.name}()" for each in AGGREGATES.values() if each.in_rollup]
            hints = (f"with rollup stand {alternatives(allowed)}",)
            self.findings.add("SAQL407", node.span, hints=hints, function=node.function.name)
            return False
        if len(self._groups.sides) > 1 and not function.in_cogroup:
            self.findings.add("SAQL408", node.span, function=node.function.name)
            return False
        return True

    def _count(self, node: syntax.Call) -> Expression:
        """Return the number of rows of a stream: `count()`, `count(a)`, `count('a')`."""
        side: int | None = 0
        if node.arguments:
            argument = node.arguments[0]
            name = argument.name if isinstance(argument, syntax.Name) and argument.stream is None else None
            side = None if name is None else side_of(self._groups, self._names, name)
        elif len(self._groups.sides) > 1:
            side = None
        if side is None or len(node.arguments) > 1:
            named = [f"count({each.name})" for each in self._groups.sides]
            hints = (f"write {alternatives(named)}", "unique() counts the different values of a field")
            return self.findings.error("SAQL409", node.span, hints=hints)
        return Aggregate("count", (), Type.NUMBER, node.span, side)

    def _grouping(self, function: AggregateFunction, node: syntax.Call) -> Expression:
        arguments, _ = check_arguments(function, node, self, self.findings)
        if arguments is None:
            return untyped(node.span)
        if not isinstance(arguments[0], Column):
            hints = ("its argument is a field of the group's rollup",)
            return self.findings.error("SAQL415", arguments[0].span, hints=hints)
        return Aggregate("grouping", arguments, Type.NUMBER, node.span)

    def window(self, node: syntax.Over) -> Expression:
        """Return a function of the groups around the current one."""
        return check_window(node, self, [side.name for side in self._groups.sides])

    def key(self, node: syntax.Expression) -> Expression | None:
        """Return the key that is a function of a field, where an expression repeats it as a whole."""
        if not self._computed_keys or isinstance(node, syntax.Name):
            return None
        for place, side in enumerate(self._groups.sides):
            found = self._key_of_side(node, place, side)
            if found is not None:
                return found
        return None

    def _key_of_side(self, node: syntax.Expression, place: int, side: Side) -> Expression | None:
        for written, key, name in zip(side.written, side.keys, side.names, strict=True):
            if not isinstance(written, syntax.Name) and _alike(
                node, written, lambda stream: side_of(self._groups, self._names, stream) == place
            ):
                return Column(name, key.type, node.span, place)
        return None

    def field(self, column: Column) -> Field | None:
        """Return the field of the members that a column bears the name of."""
        return self._groups.sides[column.side].rows.schema.get(column.name)

    def calendar(self, column: Column) -> Calendar:
        """Return the calendar of a column's date."""
        field = self.field(column)
        return self._groups.sides[column.side].rows.calendar(field) if field else Calendar()

    def sibling(self, column: Column, name: str) -> Column | None:
        """Return another key of the same side."""
        kind = self._groups.sides[column.side].key_type(name)
        return Column(name, kind, column.span, column.side) if kind is not None and kind.is_temporal else None


def _alike(node: object, written: object, is_side: Callable[[str], bool]) -> bool:
    """Whether an expression is a key as it was written, apart from the name of the stream before its fields."""
    if isinstance(node, tuple) and isinstance(written, tuple):
        pairs = zip(node, written, strict=False)
        return len(node) == len(written) and all(_alike(*pair, is_side) for pair in pairs)
    if type(node) is not type(written):
        return False
    if isinstance(node, syntax.Name) and isinstance(written, syntax.Name):
        return node.name == written.name and (node.stream is None or is_side(node.stream.name))
    if not dataclasses.is_dataclass(node) or not dataclasses.is_dataclass(written):
        return node == written
    parts = [each.name for each in dataclasses.fields(node) if each.name != "span"]
    return all(_alike(getattr(node, each), getattr(written, each), is_side) for each in parts)
