"""Expressions of a plan as Ibis values over the columns of a stream."""

from __future__ import annotations

import datetime as dt

import ibis

from engine.ibis.context import Context
from engine.ibis.errors import NotLoweredError
from engine.ibis.functions.math import number
from engine.ibis.functions.membership import is_among
from engine.ibis.functions.operators import alike
from engine.ibis.functions.registry import Call as LoweredCall
from engine.ibis.functions.registry import lower_call
from engine.ibis.stream import Stream, Value
from saql.functions.registry import REGISTRY
from saql.typed.expressions import Call, Case, Column, Expression, Literal, Membership
from saql.types import Type

TYPES = {
    Type.TEXT: "string",
    Type.NUMBER: "float64",
    Type.BOOLEAN: "boolean",
    Type.DATE: "timestamp",
    Type.DAY: "date",
    Type.MULTIVALUE: "array<string>",
    Type.NULL: "string",
}
"""How values of each type stand in tables of a back end; numbers may be int64 as well."""

_DATE_FAMILIES = ("dates", "date parts")


def lower(expression: Expression, stream: Stream, context: Context) -> Value:
    """Return an expression over the columns of a stream.

    Raises:
        NotLoweredError: A part of it has no form on the back end.
    """
    match expression:
        case Literal():
            return literal(expression)
        case Column(name):
            return stream.column(name)
        case Call():
            return _call(expression, stream, context)
        case Case():
            return _case(expression, stream, context)
        case Membership():
            return _membership(expression, stream, context)
        case _:
            raise NotLoweredError(f"a {type(expression).__name__} is left in an expression")


def literal(constant: Literal) -> Value:
    """Return a constant."""
    value = constant.value
    match value:
        case None:
            return ibis.null(TYPES[constant.type])
        case bool():
            return ibis.literal(value)
        case int() | float():
            return number(value)
        case dt.datetime():
            return ibis.literal(value.astimezone(dt.UTC).replace(tzinfo=None))
        case dt.date():
            return ibis.date(value.year, value.month, value.day)
        case _:
            return ibis.literal(value)


def _call(expression: Call, stream: Stream, context: Context) -> Value:
    declared = REGISTRY[expression.function]
    written = expression.arguments
    if declared.family in _DATE_FAMILIES:  # days have no zone, and date functions take them as they are
        written = tuple(map(_undated, written))
    values = [lower(each, stream, context) for each in written]
    call = LoweredCall(values, written, expression.type, context.dialect, context.zone)
    return lower_call(declared.kernel, expression.function, call)


def _undated(argument: Expression) -> Expression:
    is_day = isinstance(argument, Call) and argument.function == "day_start"
    return argument.arguments[0] if is_day and isinstance(argument, Call) else argument


def _case(expression: Case, stream: Stream, context: Context) -> Value:
    conditions = [lower(condition, stream, context) for condition, _ in expression.branches]
    written = [*(result for _, result in expression.branches), expression.otherwise]
    results = [lower(each, stream, context) for each in written]
    results = alike(results)
    kinds = [each.type() for each, result in zip(results, written, strict=True) if not _is_null(result)]
    kind = kinds[0] if kinds else TYPES[expression.type]
    results = [ibis.null(kind) if _is_null(each) else value for each, value in zip(written, results, strict=True)]
    return ibis.cases(*zip(conditions, results[:-1], strict=True), else_=results[-1])


def _is_null(expression: Expression) -> bool:
    return isinstance(expression, Literal) and expression.value is None


def _membership(expression: Membership, stream: Stream, context: Context) -> Value:
    operand = lower(expression.operand, stream, context)
    known = [literal(each) for each in expression.values if each.value is not None]
    ranges = [
        (None if lower_end is None else literal(lower_end), None if upper_end is None else literal(upper_end))
        for lower_end, upper_end in expression.ranges
    ]
    return is_among(operand, known, ranges, len(known) < len(expression.values))
