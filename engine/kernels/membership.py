"""`in [..]`: whether values are among constants or in inclusive ranges, in three-valued logic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import pyarrow as pa

from engine.kernels import arrow
from engine.kernels.arrays import repeat, scalar
from engine.kernels.registry import Values

Bounds: TypeAlias = tuple[pa.Scalar | None, pa.Scalar | None]


def is_among(operand: Values, constants: Sequence[pa.Scalar], ranges: Sequence[Bounds]) -> Values:
    """Return whether values are equal to a constant or lie in a range.

    Args:
        operand: Array or scalar.
        constants: Scalars of a type that compares with the operand's.
        ranges: Inclusive bounds, None at an open end.

    Returns:
        Booleans, null where the operand is null, and where only a null among the constants could have been equal.
    """
    known = [each for each in constants if each.is_valid]
    parts: list[Any] = [_is_in(operand, known)] if known else []
    parts.extend(_within(operand, lower, upper) for lower, upper in ranges)
    if len(known) < len(constants):
        parts.append(scalar(None, pa.bool_()))
    result: Any = scalar(False, pa.bool_())
    for part in parts:
        result = arrow.call("or_kleene", result, part)
    missing = arrow.call("is_null", operand)
    return arrow.call("if_else", missing, scalar(None, pa.bool_()), result)


def _is_in(operand: Values, constants: Sequence[pa.Scalar]) -> Values:
    if len(constants) == 1:
        return arrow.call("equal", operand, constants[0])
    kinds = {each.type for each in constants} | {operand.type}
    if len(kinds) > 1:
        operand = arrow.cast(operand, pa.float64())
        constants = [arrow.cast(each, pa.float64()) for each in constants]
    among = pa.concat_arrays([repeat(each, 1) for each in constants])
    return arrow.is_in(_one_zero(operand), _one_zero(among))


def _one_zero(numbers: Any) -> Any:
    """Return floats with 0 for -0, which is equal to it but is looked up by its bits."""
    return arrow.call("add", numbers, scalar(0.0, pa.float64())) if numbers.type == pa.float64() else numbers


def _within(operand: Values, lower: pa.Scalar | None, upper: pa.Scalar | None) -> Values:
    result: Any = scalar(True, pa.bool_())
    if lower is not None:
        result = arrow.call("greater_equal", operand, lower)
    if upper is not None:
        result = arrow.call("and_kleene", result, arrow.call("less_equal", operand, upper))
    return result
