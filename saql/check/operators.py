"""Operators other than comparisons: arithmetic, `+` of texts, logic, patterns."""

from __future__ import annotations

from collections.abc import Sequence

from saql.check.calls import fit
from saql.check.coercion import adapt
from saql.check.comparisons import OPERATORS as COMPARISONS
from saql.check.comparisons import compare
from saql.check.conversions import as_number, may_hold_number
from saql.check.findings import Findings, untyped
from saql.check.scope import Scope
from saql.check.wording import a_type, as_field
from saql.functions.registry import REGISTRY
from saql.span import Span
from saql.typed.expressions import Call, Expression, Literal
from saql.types import Type

_ARITHMETIC = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo"}
_PATTERNS = ("like", "matches")
COMPARING = frozenset((*COMPARISONS, *_PATTERNS))
"""The operators whose result is a condition about two values."""


def binary(operator: str, left: Expression, right: Expression, span: Span, scope: Scope) -> Expression:
    """Return two checked operands under an operator that is not `and` or `or`."""
    if Type.ERROR in (left.type, right.type):
        return untyped(span)
    if operator in COMPARISONS:
        return compare(operator, left, right, span, scope)
    findings = scope.findings
    if operator in _PATTERNS:
        function = REGISTRY[operator]
        fitted = fit(operator, function.parameters, (left, right), span, findings)
        _warn_of_wildcards(operator, right, findings)
        return Call(operator, fitted, Type.BOOLEAN, span) if fitted else untyped(span)
    if operator == "+" and not _is_sum(left, right):
        return _concat(left, right, span, findings)
    return _arithmetic(operator, left, right, span, findings)


def _warn_of_wildcards(operator: str, pattern: Expression, findings: Findings) -> None:
    """Warn of `like "*x*"` and of `matches "%x%"`: each takes the other's sign for itself."""
    if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
        return
    text = pattern.value
    if operator == "like" and "*" in text and not any(each in text for each in "%_"):
        hints = (f'`%` stands for any characters: write "{text.replace("*", "%")}"',)
        findings.add("SAQL327", pattern.span, hints=hints, character="*", operator=operator)
    elif operator == "matches" and (text.startswith(("%", "*")) or text.endswith(("%", "*"))):
        hints = (f'`matches` looks anywhere in the text: write "{text.strip("%*")}"',)
        character = text[0] if text[0] in "%*" else text[-1]
        findings.add("SAQL327", pattern.span, hints=hints, character=character, operator=operator)


def _is_sum(left: Expression, right: Expression) -> bool:
    """Say whether `+` adds: it does where one is a number, unless the other is a text that can't be one."""
    kinds = {left.type, right.type}
    if kinds == {Type.TEXT, Type.NUMBER}:
        return may_hold_number(left) and may_hold_number(right)
    return kinds <= {Type.NUMBER, Type.NULL}


def _concat(left: Expression, right: Expression, span: Span, findings: Findings) -> Expression:
    first, second = adapt(left, Type.TEXT), adapt(right, Type.TEXT)
    if first is None or second is None:
        hints = ("number_to_string() makes a text of a number",)
        kinds = {"left": a_type(left.type), "right": a_type(right.type)}
        return findings.error("SAQL313", span, hints=hints, **kinds)
    return Call("concat", (first, second), Type.TEXT, span)


def _arithmetic(operator: str, left: Expression, right: Expression, span: Span, findings: Findings) -> Expression:
    numbers = [_number(operator, each, findings) for each in (left, right)]
    if any(each is None for each in numbers):
        return untyped(span)
    return Call(_ARITHMETIC[operator], tuple(each for each in numbers if each), Type.NUMBER, span)


def _number(operator: str, operand: Expression, findings: Findings) -> Expression | None:
    number = as_number(operand, findings)
    if number is None:
        findings.add(
            "SAQL314", operand.span, hints=_number_hints(operand), operator=operator, found=a_type(operand.type)
        )
    return number


def _number_hints(operand: Expression) -> tuple[str, ...]:
    if isinstance(operand, Literal) and isinstance(operand.value, str):
        return (as_field(operand.value),)
    if operand.type is Type.TEXT:
        return ("string_to_number() makes a number of a text",)
    if operand.type.is_temporal:
        return ("daysBetween() and date_diff() measure between dates; date_to_epoch() gives seconds",)
    return ()


def negate(operand: Expression, span: Span, findings: Findings) -> Expression:
    """Return the number with the other sign; that of a constant is a constant."""
    if operand.type is Type.ERROR:
        return untyped(span)
    number = _number("-", operand, findings)
    if number is None:
        return untyped(span)
    if isinstance(number, Literal) and isinstance(number.value, int | float):
        return Literal(-number.value, Type.NUMBER, span)
    return Call("negate", (number,), Type.NUMBER, span)


def condition(operand: Expression, place: str, findings: Findings) -> Expression:
    """Return an operand as a condition, after saying so where it is none; `place` is what takes it: `a filter`."""
    truth = adapt(operand, Type.BOOLEAN)
    if truth is None:
        hints = ('compare it, for instance with `== "true"`',) if operand.type is Type.TEXT else ()
        return findings.error("SAQL315", operand.span, hints=hints, place=place, found=a_type(operand.type))
    return truth


def logic(operator: str, operands: Sequence[Expression], span: Span, findings: Findings) -> Expression:
    """Return a chain of `and`, or of `or`, as a balanced tree: a long one is not deep."""
    truths = [condition(each, f"`{operator}`", findings) for each in operands]
    if any(each.type is Type.ERROR for each in truths):
        return untyped(span)
    while len(truths) > 1:
        pairs = [truths[place : place + 2] for place in range(0, len(truths), 2)]
        truths = [_joined(operator, pair) for pair in pairs]
    return truths[0]


def _joined(operator: str, pair: Sequence[Expression]) -> Expression:
    if len(pair) == 1:
        return pair[0]
    left, right = pair
    return Call(operator, (left, right), Type.BOOLEAN, left.span.to(right.span))


def negation(operand: Expression, span: Span, findings: Findings) -> Expression:
    """Return that a condition does not hold."""
    truth = condition(operand, "`not`", findings)
    return untyped(span) if truth.type is Type.ERROR else Call("not", (truth,), Type.BOOLEAN, span)
