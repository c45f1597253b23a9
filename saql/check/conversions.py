"""Texts where numbers are wanted, and numbers among texts: converted, with a warning at the place.

CRM Analytics refuses most of these, but deployed queries hold them: a field that was a measure when the query was
written is a dimension now. What can only be a mistake is refused here too: a text literal that is no number.
"""

from __future__ import annotations

from collections.abc import Sequence

from saql.check.coercion import adapt, adapt_together
from saql.check.findings import Findings
from saql.check.literals import number_in
from saql.typed.expressions import Aggregate, Call, Case, Column, Expression, Literal
from saql.types import Type

_MIXED = {Type.TEXT, Type.NUMBER}
_TO_NUMBER = "string_to_number() makes a number of a text, and ends the query at one that is none"
_TO_TEXT = "number_to_string() makes a text of a number, in the form that is wanted"


def as_number(expression: Expression, findings: Findings) -> Expression | None:
    """Return an expression as a number, a text after a warning; None where it can be none."""
    number = adapt(expression, Type.NUMBER)
    if number is not None or expression.type is not Type.TEXT or not may_hold_number(expression):
        return number
    if isinstance(expression, Literal):
        findings.add("SAQL320", expression.span, hints=("numbers stand without quotes",), text=expression.value)
        return Literal(number_in(str(expression.value)), Type.NUMBER, expression.span)
    findings.add("SAQL321", expression.span, hints=(_TO_NUMBER,), what=_named(expression))
    return Call("number_or_null", (expression,), Type.NUMBER, expression.span)


def as_text(expression: Expression) -> Expression | None:
    """Return an expression as a text, a number as it is shown; None where it can be none."""
    if expression.type is not Type.NUMBER:
        return adapt(expression, Type.TEXT)
    return Call("number_text", (expression,), Type.TEXT, expression.span)


def as_texts(expressions: Sequence[Expression], what: str, findings: Findings) -> tuple[Expression, ...] | None:
    """Return values of which some are texts and some numbers as texts, after a warning; None for others.

    `what` takes the values, such as `a case`; the first number is the place.
    """
    if not {each.type for each in expressions} >= _MIXED:
        return None
    texts = tuple(found for each in expressions if (found := as_text(each)) is not None)
    if len(texts) < len(expressions):
        return None
    place = next(each for each in expressions if each.type is Type.NUMBER)
    findings.add("SAQL322", place.span, hints=(_TO_TEXT,), what=what)
    return texts


def alike(
    expressions: Sequence[Expression], what: str, findings: Findings
) -> tuple[Type, tuple[Expression, ...]] | None:
    """Return expressions as ones of one type, and that type; None where they have none.

    Texts among numbers are numbers, unless one of them can be none: then all are texts.
    """
    together = adapt_together(expressions)
    if together is not None or not {each.type for each in expressions} >= _MIXED:
        return together
    if all(each.type is not Type.TEXT or may_hold_number(each) for each in expressions):
        numbers = tuple(found for each in expressions if (found := as_number(each, findings)) is not None)
        return (Type.NUMBER, numbers) if len(numbers) == len(expressions) else None
    texts = as_texts(expressions, what, findings)
    return None if texts is None else (Type.TEXT, texts)


def may_hold_number(expression: Expression) -> bool:
    """Say whether some value of a text may be a number: not that of `"abc"` or of `'Year' + "-" + 'Month'`."""
    match expression:
        case Literal(str() as text):
            return number_in(text) is not None
        case Call("concat", arguments):
            return all(map(may_hold_number, arguments))
        case Call("coalesce", arguments):
            return any(map(may_hold_number, arguments))
        case Case(branches, otherwise):
            return any(may_hold_number(each) for each in (*(result for _, result in branches), otherwise))
    return True


def _named(expression: Expression) -> str:
    """Return what messages call a text: its field where it is one, also where it stands for that of a group."""
    match expression:
        case Column(name):
            return f"'{name}'"
        case Aggregate("first", (Column(name) as column,)) if column.span == expression.span:
            return f"'{name}'"
    return "this"
