"""The operators of rules: the words that people choose, the fields they fit, and the conditions they are in SAQL.

A field that is empty is not equal to anything, so `is not`, `none of` and `does not contain` hold for it, as people
expect; SAQL's own `!=` would leave it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from engine.analyses.segments.segment import Value
from saql import quote
from saql.record import record
from saql.types import Type

Takes: TypeAlias = Literal["nothing", "one", "two", "several", "period", "segment"]

_PERIOD = re.compile(
    r"(current (day|week|month|quarter|year|fiscal_quarter|fiscal_year)"
    r"|\d{1,4} (day|week|month|quarter|year|fiscal_quarter|fiscal_year)s? (ago|ahead))"
    r"( [+-] \d{1,4} (day|week|month|quarter|year|fiscal_quarter|fiscal_year)s?)*"
    r"|\d{4}-\d\d-\d\d"
)


@record
class Operator:
    """An operator.

    Args:
        takes: the values that it takes: `several` are one or more, a `period` is a day, a relative date or two of them.
        types: the types of fields that it fits.
        condition: makes the condition of the field, quoted, and the values.
    """

    takes: Takes
    types: frozenset[Type]
    condition: Callable[[str, tuple[Value, ...]], str]


def is_period(value: object) -> bool:
    """Whether a value is a day (`2026-01-31`) or a relative date (`90 days ago`, `current quarter`)."""
    return isinstance(value, str) and _PERIOD.fullmatch(value) is not None


def literal(value: Value) -> str:
    """Return a value as SAQL writes it."""
    return quote.text(value) if isinstance(value, str) else quote.number(value)


def _listed(values: tuple[Value, ...]) -> str:
    return f"[{', '.join(map(literal, values))}]"


def _or_empty(condition: str, field: str) -> str:
    return f"({condition} || {field} is null)"


def _pattern(value: Value) -> str:
    escaped = re.sub(r"([\\%_])", r"\\\1", str(value))
    return quote.text(f"{escaped}%")


def _comparison(sign: str) -> Operator:
    return Operator("one", _NUMBERS, lambda field, values: f"{field} {sign} {literal(values[0])}")


def _membership(_: str, values: tuple[Value, ...]) -> str:
    raise AssertionError(f"the segment {values[0]} is joined, not compared")


_PLAIN = frozenset({Type.TEXT, Type.NUMBER})
_TEXTS = frozenset({Type.TEXT})
_LISTED = frozenset({Type.TEXT, Type.NUMBER, Type.MULTIVALUE})
_NUMBERS = frozenset({Type.NUMBER})
_DATES = frozenset({Type.DATE, Type.DAY})
_ALL = _LISTED | _DATES

OPERATORS: Mapping[str, Operator] = {
    "is": Operator("one", _PLAIN, lambda field, values: f"{field} == {literal(values[0])}"),
    "is not": Operator("one", _PLAIN, lambda field, values: _or_empty(f"{field} != {literal(values[0])}", field)),
    "one of": Operator("several", _LISTED, lambda field, values: f"{field} in {_listed(values)}"),
    "none of": Operator("several", _LISTED, lambda field, values: _or_empty(f"!({field} in {_listed(values)})", field)),
    "contains": Operator("one", _TEXTS, lambda field, values: f"{field} matches {literal(values[0])}"),
    "does not contain": Operator(
        "one", _TEXTS, lambda field, values: _or_empty(f"!({field} matches {literal(values[0])})", field)
    ),
    "starts with": Operator("one", _TEXTS, lambda field, values: f"{field} like {_pattern(values[0])}"),
    "more than": _comparison(">"),
    "at least": _comparison(">="),
    "less than": _comparison("<"),
    "at most": _comparison("<="),
    "between": Operator(
        "two", _NUMBERS, lambda field, values: f"({field} >= {literal(values[0])} && {field} <= {literal(values[1])})"
    ),
    "during": Operator(
        "period", _DATES, lambda field, values: f"{field} in [{literal(values[0])}..{literal(values[-1])}]"
    ),
    "before": Operator("period", _DATES, lambda field, values: f"!({field} in [{literal(values[0])}..])"),
    "after": Operator("period", _DATES, lambda field, values: f"!({field} in [..{literal(values[-1])}])"),
    "is empty": Operator("nothing", _ALL, lambda field, _: f"{field} is null"),
    "is not empty": Operator("nothing", _ALL, lambda field, _: f"{field} is not null"),
    "in segment": Operator("segment", _TEXTS, _membership),
    "not in segment": Operator("segment", _TEXTS, _membership),
}
"""The operators by their words, in the order in which people choose from them."""
