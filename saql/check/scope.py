"""What expressions need of the place where they stand, and how fields are found."""

from __future__ import annotations

from typing import Protocol

from saql.check.findings import Findings
from saql.check.streams import Rows
from saql.check.wording import did_you_mean
from saql.functions.define import AggregateFunction
from saql.functions.registry import spellings
from saql.schema import Calendar, Field
from saql.span import Span
from saql.syntax import expressions as syntax
from saql.typed.expressions import Column, Expression, Literal
from saql.types import Type


class Scope(Protocol):
    """Names, aggregates and windows in one place of a query: a filter, a foreach over groups, .."""

    @property
    def findings(self) -> Findings:
        """Where to say what is wrong."""

    def name(self, node: syntax.Name, /) -> Expression:
        """Return what a name stands for."""

    def aggregate(self, function: AggregateFunction, node: syntax.Call, /) -> Expression:
        """Return a function of all rows of a group."""

    def window(self, node: syntax.Over, /) -> Expression:
        """Return a function of the rows around the current one."""

    def key(self, node: syntax.Expression, /) -> Expression | None:
        """Return the group key that an expression as a whole repeats, or None."""

    def field(self, column: Column) -> Field | None:
        """Return the field behind a column of this scope, or None where there is none."""

    def calendar(self, column: Column) -> Calendar:
        """Return how the date of a column counts its periods."""

    def sibling(self, column: Column, name: str) -> Column | None:
        """Return another field of the rows that a column is of, or None where there is none that can be used here."""


def part_text(value: Expression, number: Literal, scope: Scope) -> Literal | None:
    """Return a number as the text that a date part has for it, `"05"` of the month 5; None for any other value."""
    field = scope.field(value) if isinstance(value, Column) else None
    if field is None or field.date_part is None or field.type is not Type.TEXT or not isinstance(number.value, int):
        return None
    wide = field.date_part.part.split("_")[0] not in ("Year", "Quarter")
    return Literal(f"{number.value:02d}" if wide else str(number.value), Type.TEXT, number.span)


_LISTED = 8
"""How many fields a hint lists, at most."""

_WORDS = ("true", "false", "null")


def _hints_for_field(rows: Rows, name: str, span: Span, findings: Findings) -> tuple[str, ...]:
    """Return what may be meant by a name that is no field."""
    if rows.before is not None and name in rows.before:
        kept = (f"the foreach before this did not keep '{name}': add it there, with an alias",)
        return (*kept, *did_you_mean(name, rows.schema.names))
    if name.lower() in _WORDS:
        return (f"write `{name.lower()}`",)
    if findings.aliases.get(name, 0) > span.start:
        return (f"'{name}' is an alias that a foreach gives later: write what it stands for there",)
    if name in spellings():
        return (f"as a function it has brackets: `{name}(..)`",)
    close = did_you_mean(name, rows.schema.names)
    names = [f"'{each}'" for each in rows.schema.names]
    listed = (f"the fields here are {', '.join(names)}",) if 0 < len(names) <= _LISTED else ()
    return close or (*listed, f'if a text is meant, it stands in double quotes: "{name}"')


def find_field(rows: Rows, name: str, span: Span, stream: str, findings: Findings) -> Field | None:
    """Return the field of that name, or None after saying that there is none (unless the fields are not known)."""
    field = rows.schema.get(name)
    if field is None and rows.known:
        findings.add("SAQL203", span, hints=_hints_for_field(rows, name, span, findings), name=name, stream=stream)
    return field
