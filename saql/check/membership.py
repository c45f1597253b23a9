"""`in [..]`: lists and ranges of constants."""

from __future__ import annotations

from saql.check.coercion import adapt
from saql.check.comparisons import comparison_hints
from saql.check.conversions import as_number
from saql.check.date_membership import check_date_membership
from saql.check.findings import untyped
from saql.check.literals import constant
from saql.check.scope import Scope, part_text
from saql.check.wording import a_type
from saql.syntax import expressions as syntax
from saql.typed.expressions import Call, Expression, Literal, Membership
from saql.types import Type


def check_membership(node: syntax.In, operand: Expression, scope: Scope) -> Expression:
    """Return whether a checked operand is in the list of an `in`, or is not.

    Null in a list is never equal to anything, so it is left out.
    """
    if node.values is None:
        return Literal(not node.negated, Type.BOOLEAN, node.span)
    if operand.type is Type.ERROR:
        return untyped(node.span)
    if operand.type.is_temporal:
        found = check_date_membership(node.values, operand, node.span, scope)
    else:
        found = _plain(node.values, operand, node, scope)
    if found.type is Type.ERROR or not node.negated:
        return found
    return Call("not", (found,), Type.BOOLEAN, node.span)


def _plain(array: syntax.Array, operand: Expression, node: syntax.In, scope: Scope) -> Expression:
    if operand.type is Type.TEXT and _only_numbers(array, operand, scope):
        operand = as_number(operand, scope.findings) or operand
    wanted = Type.TEXT if operand.type in (Type.MULTIVALUE, Type.NULL) else operand.type
    values: list[Literal] = []
    ranges: list[tuple[Literal | None, Literal | None]] = []
    sound = True
    for element in array.elements:
        if isinstance(element, syntax.Range):
            ends = [_end(end, operand, wanted, scope) for end in (element.lower, element.upper)]
            sound = sound and not any(end is not None and end.type is Type.ERROR for end in ends)
            if not any(end is not None and end.value is None for end in ends):
                ranges.append((ends[0], ends[1]))
        else:
            value = _value(element, operand, wanted, scope)
            sound = sound and value.type is not Type.ERROR
            if value.value is not None:
                values.append(value)
    if not sound:
        return untyped(node.span)
    operand = adapt(operand, wanted) or operand if operand.type is Type.NULL else operand
    return Membership(operand, tuple(values), tuple(ranges), node.span)


def _only_numbers(array: syntax.Array, operand: Expression, scope: Scope) -> bool:
    """Say whether a list has numbers alone, which no date part is compared with."""
    ends = [(each.lower, each.upper) if isinstance(each, syntax.Range) else (each,) for each in array.elements]
    literals = [constant(each) for pair in ends for each in pair if each is not None]
    numbers = [each for each in literals if each is not None and each.type is Type.NUMBER]
    return len(literals) == len(numbers) > 0 and part_text(operand, numbers[0], scope) is None


def _end(end: syntax.Expression | None, operand: Expression, wanted: Type, scope: Scope) -> Literal | None:
    return None if end is None else _value(end, operand, wanted, scope)


def _value(element: syntax.Expression, operand: Expression, wanted: Type, scope: Scope) -> Literal:
    literal = constant(element)
    if literal is None:
        return scope.findings.error("SAQL307", element.span, hints=_constant_hints(element))
    adapted = part_text(operand, literal, scope) or adapt(literal, wanted)
    if adapted is None and wanted is Type.NUMBER:
        adapted = as_number(literal, scope.findings)
    if isinstance(adapted, Literal):
        return adapted
    return scope.findings.error(
        "SAQL301",
        element.span,
        hints=comparison_hints(operand, literal),
        left=a_type(wanted),
        right=a_type(literal.type),
        operator="in",
    )


def _constant_hints(element: syntax.Expression) -> tuple[str, ...]:
    if isinstance(element, syntax.Name):
        return (f'texts stand in double quotes: "{element.name}"', "a field is compared with `==`")
    if isinstance(element, syntax.Call) and element.function.name == "dateRange":
        return ("dateRange() is for dates: `date('D_Year', 'D_Month', 'D_Day') in [dateRange(..)]`",)
    return ()
