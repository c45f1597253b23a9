"""Expressions over plain Arrow arrays, texts as strings: the reference that codes only make faster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

import engine.kernels  # noqa: F401  (registers the kernels)
from engine.kernels import arrays, arrow
from engine.kernels.arrays import ARROW_TYPES, Mask, array, is_true, repeat
from engine.kernels.membership import Bounds, is_among
from engine.kernels.registry import KernelError, Values, call_kernel
from engine.query_errors import EvaluationError, InternalError
from saql.functions.registry import REGISTRY
from saql.record import record
from saql.typed.expressions import Call, Case, Column, Expression, Literal, Membership
from saql.types import Type

_INTEGERS = 1 << 63


@record(eq=False)
class Rows:
    """Arrays of `count` values by column name, and the query's time zone."""

    columns: Mapping[str, pa.Array]
    count: int
    zone: dt.tzinfo


def evaluate(expression: Expression, rows: Rows) -> Values:
    """Return the value of an expression in each row: an array, or a scalar where it is the same in all.

    Raises:
        EvaluationError: A function has no result for a value, where that ends the query.
    """
    match expression:
        case Literal():
            return scalar(expression)
        case Column(name):
            return rows.columns[name]
        case Call(function, arguments):
            return call(expression, [evaluate(each, rows) for each in dated(function, arguments)], rows)
        case Case():
            return _case(expression, rows)
        case Membership(operand):
            return membership(expression, evaluate(operand, rows))
        case _:
            raise InternalError(f"a {type(expression).__name__} was left in a plan's expression")


def call(expression: Call, arguments: Sequence[Values], rows: Rows) -> Values:
    """Apply the function of a call to its arguments' values."""
    try:
        return call_kernel(REGISTRY[expression.function].kernel, arguments, rows.count, rows.zone)
    except KernelError as error:
        raise EvaluationError(str(error), expression.span) from None


def dated(function: str, arguments: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """Return arguments without the conversion of days to instants, which date functions do without.

    A day has no zone, so it must not be read as midnight in UTC by a function that looks at clocks of another.
    """
    if REGISTRY[function].family not in ("dates", "date parts"):
        return arguments
    return tuple(
        each.arguments[0] if isinstance(each, Call) and each.function == "day_start" else each for each in arguments
    )


def membership(expression: Membership, operand: Values) -> Values:
    """Return whether the operand's values are in the expression's list."""
    constants = [scalar(each) for each in expression.values]
    ranges: list[Bounds] = [
        (None if lower is None else scalar(lower), None if upper is None else scalar(upper))
        for lower, upper in expression.ranges
    ]
    return is_among(operand, constants, ranges)


def scalar(literal: Literal) -> pa.Scalar:
    """Return a constant as an Arrow scalar; whole numbers are int64 where they fit."""
    if literal.type is Type.NUMBER and isinstance(literal.value, int) and -_INTEGERS <= literal.value < _INTEGERS:
        return arrays.scalar(literal.value, pa.int64())
    return arrays.scalar(literal.value, ARROW_TYPES[literal.type])


def _case(expression: Case, rows: Rows) -> Values:
    masks: list[Mask] = []
    rest = np.ones(rows.count, np.bool_)
    for condition, _ in expression.branches:
        chosen = evaluate(condition, rows)
        true = np.full(rows.count, bool(chosen.as_py())) if isinstance(chosen, pa.Scalar) else is_true(chosen)
        masks.append(true & rest)
        rest = rest & ~true
    result = _branch(expression.otherwise, rows, rest)
    for (_, value), mask in zip(expression.branches, masks, strict=True):
        result = choose(array(mask), _branch(value, rows, mask), result)
    return result


def _branch(value: Expression, rows: Rows, mask: Mask) -> Values:
    """Return a branch's values in the rows that take it; elsewhere anything.

    It is computed for all rows, which is quicker, unless a function refuses a value of a row that does not take it.
    """
    try:
        return evaluate(value, rows)
    except EvaluationError:
        chosen = np.flatnonzero(mask)
        if not len(chosen):
            return arrays.scalar(None, ARROW_TYPES[value.type])
        some = {name: arrow.take(column, array(chosen)) for name, column in rows.columns.items()}
        found = as_array(evaluate(value, Rows(some, len(chosen), rows.zone)), len(chosen))
        places = np.zeros(rows.count, np.int64)
        places[chosen] = np.arange(len(chosen))
        return arrow.take(found, array(places, mask))


def choose(condition: pa.Array, yes: Values, no: Values) -> pa.Array:
    """Return `yes` where the condition is true, else `no`, in a type that holds both."""
    kinds = {each.type for each in (yes, no)} - {pa.null()}
    kind = kinds.pop() if len(kinds) == 1 else pa.float64() if kinds else pa.null()
    if kind == pa.null():
        return pa.nulls(len(condition))
    true = array(is_true(condition)) if condition.null_count else condition
    return arrow.call("if_else", true, arrow.cast(yes, kind), arrow.cast(no, kind))


def as_array(value: Values, count: int) -> pa.Array:
    """Return an array of `count` values."""
    return repeat(value, count) if isinstance(value, pa.Scalar) else value
