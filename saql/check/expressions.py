"""Expressions: one small function a construct; names, aggregates and windows are the scope's business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from saql.check.calls import check_call, mixed_hints
from saql.check.coercion import adapt, adapt_to_one, adapt_together
from saql.check.comparisons import compare
from saql.check.conversions import as_texts
from saql.check.findings import untyped
from saql.check.literals import constant
from saql.check.membership import check_membership
from saql.check.operators import COMPARING, binary, condition, logic, negate, negation
from saql.check.scope import Scope
from saql.check.wording import a_type
from saql.functions.registry import REGISTRY, find_aggregate
from saql.syntax import expressions as syntax
from saql.typed.expressions import Call, Case, Expression, Literal
from saql.types import Type


def check_expression(node: syntax.Expression, scope: Scope) -> Expression:
    """Return an expression with its names resolved and its type known.

    What can't be typed is said in the scope's findings and comes back with `Type.ERROR`, of which nothing more is said.
    """
    return scope.key(node) or _CHECKS[type(node)](node, scope)


def _literal(node: syntax.Expression, _scope: Scope) -> Expression:
    return constant(node) or untyped(node.span)


def _name(node: syntax.Name, scope: Scope) -> Expression:
    return scope.name(node)


def _unary(node: syntax.Unary, scope: Scope) -> Expression:
    operand = check_expression(node.operand, scope)
    if node.operator == "-":
        return negate(operand, node.span, scope.findings)
    return negation(operand, node.span, scope.findings)


def _binary(node: syntax.Binary, scope: Scope) -> Expression:
    if node.operator in ("and", "or"):
        operands = [check_expression(each, scope) for each in _chain(node)]
        return logic(node.operator, operands, node.span, scope.findings)
    outside = _outer_not(node, node.left, scope) if node.operator in COMPARING else None
    if outside is not None:
        return outside
    right_side = _only_value(node.operator, node.right, scope) if node.operator in COMPARING else node.right
    left, right = check_expression(node.left, scope), check_expression(right_side, scope)
    return binary(node.operator, left, right, node.span, scope)


def _outer_not(
    node: syntax.Binary | syntax.In | syntax.IsNull, operand: syntax.Expression, scope: Scope
) -> Expression | None:
    """Return `!'Stage' == "Won"` as `!('Stage' == "Won")`, after a warning; None where `!` stands for a condition."""
    if not isinstance(operand, syntax.Unary) or operand.operator != "not":
        return None
    inner = check_expression(operand.operand, scope)
    if inner.type in (Type.BOOLEAN, Type.NULL, Type.ERROR):
        return None
    if isinstance(node, syntax.Binary):
        whole = check_expression(replace(node, left=operand.operand), scope)
    else:
        whole = check_expression(replace(node, operand=operand.operand), scope)
    hints = ("write `!(..)` around the comparison",)
    scope.findings.add("SAQL324", operand.span, hints=hints, found=a_type(inner.type))
    return negation(whole, node.span, scope.findings)


def _chain(node: syntax.Binary) -> list[syntax.Expression]:
    """Return the operands of `a and b and c`, however the parser nested them, without recursion."""
    operands: list[syntax.Expression] = []
    waiting: list[syntax.Expression] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, syntax.Binary) and each.operator == node.operator:
            waiting += (each.right, each.left)
        else:
            operands.append(each)
    return operands


def _in(node: syntax.In, scope: Scope) -> Expression:
    outside = _outer_not(node, node.operand, scope)
    if outside is not None:
        return outside
    return check_membership(node, check_expression(node.operand, scope), scope)


def _is_null(node: syntax.IsNull, scope: Scope) -> Expression:
    outside = _outer_not(node, node.operand, scope)
    if outside is not None:
        return outside
    operand = check_expression(node.operand, scope)
    if operand.type is Type.ERROR:
        return untyped(node.span)
    value = adapt_to_one(operand, REGISTRY["is_null"].parameters[0].types) or operand
    found = Call("is_null", (value,), Type.BOOLEAN, node.span)
    return Call("not", (found,), Type.BOOLEAN, node.span) if node.negated else found


def _only_value(operator: str, node: syntax.Expression, scope: Scope) -> syntax.Expression:
    """Return the value of a list of one that something is compared with, after a warning; else the node itself."""
    match node:
        case syntax.Array((value,)) if not isinstance(value, syntax.Range):
            scope.findings.add("SAQL329", node.span, hints=("leave out the brackets",), operator=operator)
            return value
    return node


def _array(node: syntax.Array, scope: Scope) -> Expression:
    hints = ("lists stand after `in` and `not in`, which ask whether a value is one of several",)
    return scope.findings.error("SAQL316", node.span, hints=hints)


def _call(node: syntax.Call, scope: Scope) -> Expression:
    aggregate = find_aggregate(node.function.name)
    if aggregate is not None:
        return scope.aggregate(aggregate, node)
    if node.function.name == "dateRange":
        return check_call(node, (), scope)
    return check_call(node, [check_expression(each, scope) for each in node.arguments], scope)


def _over(node: syntax.Over, scope: Scope) -> Expression:
    return scope.window(node)


def _case(node: syntax.Case, scope: Scope) -> Expression:
    subject = None if node.subject is None else check_expression(node.subject, scope)
    conditions, results = [], []
    for branch in node.branches:
        tested = check_expression(branch.condition, scope)
        if subject is None:
            conditions.append(condition(tested, "`when`", scope.findings))
        else:
            conditions.append(compare("==", subject, tested, branch.condition.span, scope))
        results.append(check_expression(branch.result, scope))
    if node.otherwise is not None:
        results.append(check_expression(node.otherwise, scope))
    texts = as_texts(results, "a case", scope.findings)
    together = adapt_together(results) if texts is None else (Type.TEXT, texts)
    if together is None:
        return _mixed_results(results, scope)
    kind, results_alike = together
    if any(each.type is Type.ERROR for each in (*conditions, *results_alike)):
        return untyped(node.span)
    branches = tuple(zip(conditions, results_alike, strict=False))
    otherwise = results_alike[-1] if node.otherwise is not None else Literal(None, kind, node.span)
    return Case(branches, otherwise, kind, node.span)


def _mixed_results(results: list[Expression], scope: Scope) -> Expression:
    first = next(each for each in results if each.type is not Type.NULL)
    other = next(each for each in results if adapt(each, first.type) is None)
    return scope.findings.error(
        "SAQL317",
        other.span,
        hints=mixed_hints((first, other)),
        first=a_type(first.type),
        other=a_type(other.type),
    )


_CHECKS: dict[type, Callable[[Any, Scope], Expression]] = {
    syntax.Text: _literal,
    syntax.Number: _literal,
    syntax.Boolean: _literal,
    syntax.Null: _literal,
    syntax.Name: _name,
    syntax.Unary: _unary,
    syntax.Binary: _binary,
    syntax.Array: _array,
    syntax.In: _in,
    syntax.IsNull: _is_null,
    syntax.Case: _case,
    syntax.Call: _call,
    syntax.Over: _over,
}
