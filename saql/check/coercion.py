"""Which type stands in for which, and the calls that convert."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from saql.check.literals import date_literal, instant_of
from saql.typed.expressions import Call, Expression, Literal
from saql.types import Type

_CONVERSIONS = {
    (Type.DATE, Type.TEXT): "date_text",
    (Type.DAY, Type.TEXT): "day_text",
    (Type.BOOLEAN, Type.TEXT): "boolean_text",
    (Type.MULTIVALUE, Type.TEXT): "first_value",
    (Type.DAY, Type.DATE): "day_start",
    (Type.DATE, Type.DAY): "day_of",
}
_TRUTHS = {"true": True, "false": False}


def adapt(expression: Expression, wanted: Type) -> Expression | None:
    """Return an expression as one of the wanted type, or None where it can't be."""
    kind = expression.type
    if kind is wanted or kind is Type.ERROR:
        return expression
    if kind is Type.NULL:
        return Literal(None, wanted, expression.span)
    if isinstance(expression, Literal):
        literal = _adapt_literal(expression, wanted)
        if literal is not None:
            return literal
    conversion = _CONVERSIONS.get((kind, wanted))
    return Call(conversion, (expression,), wanted, expression.span) if conversion else None


def _adapt_literal(literal: Literal, wanted: Type) -> Literal | None:
    value = literal.value
    if wanted is Type.TEXT and isinstance(value, bool):
        return Literal("true" if value else "false", Type.TEXT, literal.span)
    if wanted is Type.BOOLEAN and isinstance(value, str) and value in _TRUTHS:
        return Literal(_TRUTHS[value], Type.BOOLEAN, literal.span)
    date = date_literal(literal) if wanted.is_temporal else None
    if date is None or not isinstance(date.value, dt.date):
        return None
    if wanted is Type.DATE:
        return Literal(instant_of(date.value), Type.DATE, literal.span)
    day = date.value.date() if isinstance(date.value, dt.datetime) else date.value
    return Literal(day, Type.DAY, literal.span)


def adapt_to_one(expression: Expression, wanted: Sequence[Type]) -> Expression | None:
    """Return an expression as one of the first of the wanted types that it can be, or None."""
    if expression.type in wanted:
        return expression
    for kind in wanted:
        adapted = adapt(expression, kind)
        if adapted is not None:
            return adapted
    return None


def common_type(kinds: Iterable[Type]) -> Type | None:
    """Return the type that values of several types have together, or None.

    Dates, conditions and multivalues are texts where a text is among them; an instant and a day are instants; null is
    anything, and a text where nothing else is there.
    """
    found = set(kinds) - {Type.NULL}
    if Type.ERROR in found:
        return Type.ERROR
    if not found:
        return Type.TEXT
    if found == {Type.DATE, Type.DAY}:
        return Type.DATE
    if Type.TEXT in found or Type.MULTIVALUE in found:
        return None if Type.NUMBER in found else Type.TEXT
    return found.pop() if len(found) == 1 else None


def adapt_together(expressions: Sequence[Expression]) -> tuple[Type, tuple[Expression, ...]] | None:
    """Return expressions as ones of one type, and that type; None where they have none in common."""
    kind = common_type(each.type for each in expressions)
    if kind is None:
        return None
    adapted = tuple(adapt(each, kind) for each in expressions)
    return kind, tuple(each for each in adapted if each is not None)
