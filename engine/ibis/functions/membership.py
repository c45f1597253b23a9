"""`in [..]`: whether values are among constants or in inclusive ranges, in three-valued logic."""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from engine.ibis.functions.operators import any_value
from engine.ibis.stream import Value


def is_among(
    operand: Value, constants: Sequence[Value], ranges: Sequence[tuple[Value | None, Value | None]], holds_null: bool
) -> Value:
    """Return whether values are equal to a constant or lie in a range.

    Args:
        operand: The values; of a multivalue, one of its texts counts.
        constants: Constants that are not null.
        ranges: Inclusive bounds, None at an open end.
        holds_null: Whether a null is among the constants: what equals no other is then unknown.
    """
    if operand.type().is_null():
        return ibis.null("boolean")
    return any_value(operand, lambda each: _is_among(each, constants, ranges, holds_null))


def _is_among(
    operand: Value, constants: Sequence[Value], ranges: Sequence[tuple[Value | None, Value | None]], holds_null: bool
) -> Value:
    parts = [operand.isin(list(constants))] if constants else []
    parts.extend(_within(operand, lower, upper) for lower, upper in ranges)
    if holds_null:
        parts.append(ibis.null("boolean"))
    if not parts:
        return operand.isnull().ifelse(ibis.null("boolean"), ibis.literal(False))
    result = parts[0]
    for part in parts[1:]:
        result = result | part
    return result


def _within(operand: Value, lower: Value | None, upper: Value | None) -> Value:
    if lower is None and upper is None:
        return operand.isnull().ifelse(ibis.null("boolean"), ibis.literal(True))
    if lower is None:
        return operand <= upper
    return operand >= lower if upper is None else (operand >= lower) & (operand <= upper)
