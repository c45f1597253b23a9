"""Expressions over rows: in a filter, the keys of a group, and a foreach of what is not grouped."""

from __future__ import annotations

from saql.check.aggregates import check_arguments
from saql.check.findings import Findings, untyped
from saql.check.scope import find_field
from saql.check.streams import Rows
from saql.check.windows import check_window
from saql.functions.define import AggregateFunction
from saql.functions.registry import find_ranking
from saql.schema import Calendar, Field
from saql.syntax import expressions as syntax
from saql.typed.expressions import Call, Case, Column, Expression, Literal
from saql.types import Type

FILTER = "a filter"
FOREACH = "a foreach"
"""The place where each row may be its own group."""


class RowScope:
    """The fields of one stream that is not grouped."""

    def __init__(self, rows: Rows, names: tuple[str, ...], place: str, findings: Findings, side: int = 0) -> None:
        self.findings = findings
        self._rows = rows
        self._names = names
        self._place = place
        self._side = side

    def name(self, node: syntax.Name) -> Expression:
        """Return the column of a field, which may be qualified with the stream's own name."""
        if not self._rows.known:
            return untyped(node.span)
        if node.stream is not None and node.stream.name not in (*self._names, *self._rows.names):
            hints = (f"the fields here are those of '{self._names[0]}'",)
            return self.findings.error("SAQL204", node.stream.span, hints=hints, name=node.stream.name)
        field = find_field(self._rows, node.name, node.span, self._names[0], self.findings)
        return untyped(node.span) if field is None else Column(field.name, field.type, node.span, self._side)

    def aggregate(self, function: AggregateFunction, node: syntax.Call) -> Expression:
        """Return an aggregate of one row in a foreach: each row is a group of its own. Elsewhere there is none."""
        if self._place != FOREACH:
            hints: tuple[str, ...] = ("give it an alias in a foreach first, then use the alias",)
            if self._place == FILTER:
                hints = ("filter after the foreach, by the alias that it gives: that is what HAVING does in SQL",)
            return self.findings.error(
                "SAQL402", node.span, hints=hints, function=node.function.name, place=self._place
            )
        if function.name == "count":
            return Literal(1, Type.NUMBER, node.span)
        arguments, order = check_arguments(function, node, self, self.findings)
        if arguments is None:
            return untyped(node.span)
        return _of_one_row(function, order.expression if order else arguments[0], node)

    def window(self, node: syntax.Over) -> Expression:
        """Return a function of the rows around the current one; refuse what CRM Analytics has over groups only."""
        function = find_ranking(node.call.function.name)
        if function is not None and function.extension and self._rows.known:
            if self._place == FOREACH:
                return check_window(node, self, self._names)
            hint = "give it an alias in a foreach first, then use the alias"
            return self.findings.error("SAQL418", node.span, hints=(hint,), function=function.name, place=self._place)
        hints = ("group the stream first; `group q by all` makes one group of everything",)
        return self.findings.error("SAQL410", node.span, hints=hints, function=node.call.function.name)

    def key(self, _node: syntax.Expression) -> Expression | None:
        """Return None: rows have no keys."""
        return None

    def field(self, column: Column) -> Field | None:
        """Return the field of a column."""
        return self._rows.schema.get(column.name)

    def calendar(self, column: Column) -> Calendar:
        """Return the calendar of a column's date."""
        field = self.field(column)
        return self._rows.calendar(field) if field else Calendar()

    def sibling(self, column: Column, name: str) -> Column | None:
        """Return another field of the same rows."""
        field = self._rows.schema.get(name)
        return Column(name, field.type, column.span, column.side) if field and field.type.is_temporal else None


def _of_one_row(function: AggregateFunction, value: Expression, node: syntax.Call) -> Expression:
    null = Literal(None, Type.NUMBER, node.span)
    match function.of_one_row:
        case "value":
            return value
        case "null":
            return null
        case "one":
            return Literal(1, Type.NUMBER, node.span)
        case "present":
            absent, present = Literal(0, Type.NUMBER, node.span), Literal(1, Type.NUMBER, node.span)
            return Case(((_is_null(value, node), absent),), present, Type.NUMBER, node.span)
        case "zero":
            zero = Literal(0, Type.NUMBER, node.span)
            return Case(((_is_null(value, node), null),), zero, Type.NUMBER, node.span)


def _is_null(value: Expression, node: syntax.Call) -> Expression:
    return Call("is_null", (value,), Type.BOOLEAN, node.span)
