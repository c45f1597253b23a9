"""Comparisons of two values: `==`, `<`, .., and what may be compared with what."""

from __future__ import annotations

from saql.check.coercion import adapt, adapt_together
from saql.check.conversions import as_number
from saql.check.findings import Findings, untyped
from saql.check.literals import ISO_START, date_literal
from saql.check.relative_dates import suggested
from saql.check.scope import Scope, part_text
from saql.check.wording import a_type, as_field
from saql.span import Span
from saql.typed.expressions import Call, Column, Expression, Literal, Membership
from saql.types import Type

OPERATORS = {
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}
"""The name of each operator's function."""


def compare(operator: str, left: Expression, right: Expression, span: Span, scope: Scope) -> Expression:
    """Return the comparison of two checked values.

    A text literal takes the type of a date or a condition that it is compared with; a date without a time compares
    days. A text that is compared with a number is one, but a number that a date part is compared with is a text:
    deployed queries have `'CloseDate_Year' == 2019`.
    """
    if Type.ERROR in (left.type, right.type):
        return untyped(span)
    _warn_of_null(operator, left, right, span, scope)
    of_list = _multivalue_equality(operator, left, right, span)
    if of_list is not None:
        return of_list
    _warn_of_texts(left, right, scope)
    left, right = _as_part(left, right, scope)
    left, right = _as_days(left, right, scope.findings)
    right, left = _as_days(right, left, scope.findings)
    left, right = _as_truths(left, right)
    together = adapt_together((left, right)) or _as_numbers(left, right, scope)
    if together is None:
        return scope.findings.error(
            "SAQL301",
            span,
            hints=comparison_hints(left, right),
            left=a_type(left.type),
            right=a_type(right.type),
            operator=operator,
        )
    return Call(OPERATORS[operator], together[1], Type.BOOLEAN, span)


def _warn_of_null(operator: str, left: Expression, right: Expression, span: Span, scope: Scope) -> None:
    if Type.NULL in (left.type, right.type):
        hints = ("write `is not null`",) if operator == "!=" else ("write `is null`",)
        scope.findings.add("SAQL328", span, hints=hints if operator in ("==", "!=") else ())


def _warn_of_texts(left: Expression, right: Expression, scope: Scope) -> None:
    """Warn of `"Stage" == "Won"`, the same in every row, where the left text is the name of a field."""
    match left, right:
        case Literal(str() as name), Literal():
            if scope.field(Column(name, Type.TEXT, left.span)) is not None:
                scope.findings.add("SAQL325", left.span, hints=(as_field(name),), name=name)


def _multivalue_equality(operator: str, left: Expression, right: Expression, span: Span) -> Expression | None:
    """A multivalue equals a text when one of its values does."""
    if operator not in ("==", "!=") or left.type is not Type.MULTIVALUE or right.type is not Type.TEXT:
        return None
    if not isinstance(right, Literal):
        return None
    found = Membership(left, (right,), (), span)
    return found if operator == "==" else Call("not", (found,), Type.BOOLEAN, span)


def _as_part(part: Expression, other: Expression, scope: Scope) -> tuple[Expression, Expression]:
    if isinstance(other, Literal) and other.type is Type.NUMBER:
        return part, part_text(part, other, scope) or other
    return part, other


def _warn_of_date(literal: Literal, findings: Findings) -> None:
    """Warn of a text that is neither a day nor the start of one in ISO form."""
    text = str(literal.value)
    if text and not ISO_START.fullmatch(text):
        findings.add("SAQL326", literal.span, hints=_date_hints(text), found=f'"{text}"')


def _date_hints(text: str) -> tuple[str, ...]:
    meant = suggested(text)
    if meant is None:
        return ('days are written "2024-01-31", instants "2024-01-31T12:00:00Z"',)
    return (f"write `in {meant if meant.startswith('[') else f'[{meant} .. {meant}]'}`",)


def _as_days(date: Expression, other: Expression, findings: Findings) -> tuple[Expression, Expression]:
    """Return a date and a text literal in ISO form as two days, or two instants where the text has a time."""
    if not (date.type.is_temporal and isinstance(other, Literal) and other.type is Type.TEXT):
        return date, other
    literal = date_literal(other)
    if literal is None:
        _warn_of_date(other, findings)
        return date, other
    return adapt(date, literal.type) or date, literal


def _as_numbers(left: Expression, right: Expression, scope: Scope) -> tuple[Type, tuple[Expression, ...]] | None:
    if {left.type, right.type} != {Type.TEXT, Type.NUMBER}:
        return None
    first, second = as_number(left, scope.findings), as_number(right, scope.findings)
    return None if first is None or second is None else (Type.NUMBER, (first, second))


def _as_truths(left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """Return a condition and the text `"true"` or `"false"` as two conditions."""
    if left.type is Type.BOOLEAN and isinstance(right, Literal) and right.type is Type.TEXT:
        return left, adapt(right, Type.BOOLEAN) or right
    if right.type is Type.BOOLEAN and isinstance(left, Literal) and left.type is Type.TEXT:
        return adapt(left, Type.BOOLEAN) or left, right
    return left, right


def comparison_hints(left: Expression, right: Expression) -> tuple[str, ...]:
    """Return what to write where two types can't be compared."""
    kinds = {left.type, right.type}
    if kinds == {Type.TEXT, Type.NUMBER}:
        for each in (right, left):
            if isinstance(each, Literal):
                return _literal_hint(each)
        return ("convert one of them with number_to_string() or string_to_number()",)
    if Type.NUMBER in kinds and any(each.is_temporal for each in kinds):
        return ("compare the date's _sec_epoch or _day_epoch field, or date_to_epoch() of the date, with a number",)
    return ()


def _literal_hint(literal: Literal) -> tuple[str, ...]:
    if isinstance(literal.value, str):
        return ("numbers stand without quotes", as_field(literal.value))
    return (f'texts stand in double quotes: "{literal.value}"',)
