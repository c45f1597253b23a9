"""Conditions on datasets as SAQL text, for those who read where a number comes from."""

from __future__ import annotations

from dashboards.compact import quote
from saql.syntax.expressions import (
    Array,
    Binary,
    Boolean,
    Call,
    Expression,
    In,
    IsNull,
    Name,
    Null,
    Number,
    Range,
    Text,
    Unary,
)

_SPELLINGS = {"and": "&&", "or": "||"}


def condition_text(condition: Expression | Range) -> str:
    """Return a condition as it may stand in a `filter` of a query.

    Raises:
        TypeError: it has a part that no filter of a dashboard has, such as a case.
    """
    match condition:
        case Text():
            return quote.text(condition.value)
        case Number():
            return quote.decimal(condition.value)
        case Boolean():
            return "true" if condition.value else "false"
        case Null():
            return "null"
        case Name():
            return quote.name(condition.name)
        case Unary():
            sign = "!" if condition.operator == "not" else condition.operator
            return f"{sign}{_operand(condition.operand)}"
        case Binary():
            operator = _SPELLINGS.get(condition.operator, condition.operator)
            return f"{_operand(condition.left)} {operator} {_operand(condition.right)}"
        case _:
            return _other(condition)


def _other(condition: Expression | Range) -> str:
    match condition:
        case In():
            values = "all" if condition.values is None else condition_text(condition.values)
            return f"{_operand(condition.operand)} {'not in' if condition.negated else 'in'} {values}"
        case IsNull():
            return f"{_operand(condition.operand)} is {'not null' if condition.negated else 'null'}"
        case Array():
            return f"[{', '.join(map(condition_text, condition.elements))}]"
        case Range():
            ends = ("" if each is None else condition_text(each) for each in (condition.lower, condition.upper))
            return " .. ".join(ends).strip()
        case Call():
            return f"{condition.function.name}({', '.join(map(condition_text, condition.arguments))})"
        case _:
            raise TypeError(f"{type(condition).__name__} is no part of a dashboard's filter")


def _operand(condition: Expression) -> str:
    text = condition_text(condition)
    return f"({text})" if isinstance(condition, Binary) else text
