"""Arguments of aggregates: `sum('Amount')`, `percentile_cont(0.5) within group (order by 'Amount')`."""

from __future__ import annotations

import dataclasses

from saql.check.calls import fit
from saql.check.coercion import adapt
from saql.check.conversions import as_number
from saql.check.expressions import check_expression
from saql.check.findings import Findings
from saql.check.scope import Scope
from saql.check.wording import a_type
from saql.functions.define import AggregateFunction
from saql.syntax import expressions as syntax
from saql.typed.expressions import Expression, OrderKey
from saql.types import Type

Arguments = tuple[Expression, ...]


def check_arguments(
    function: AggregateFunction, node: syntax.Call, scope: Scope, findings: Findings
) -> tuple[Arguments | None, OrderKey | None]:
    """Return an aggregate's arguments and the order within its group; None for what is wrong, after saying so."""
    spelling = node.function.name
    arguments = [check_expression(each, scope) for each in node.arguments]
    if function.within != (node.within is not None):
        code = "SAQL405" if function.within else "SAQL406"
        hints = (f"write `{function.signature}`",) if function.within else ()
        findings.add(code, node.span, hints=hints, function=spelling)
        return None, None
    order = check_order_key(node.within, scope) if node.within else None
    if order is not None:
        number = ordered_number(order.expression, spelling, findings)
        order = None if number is None else dataclasses.replace(order, expression=number)
        if order is None:
            return None, None
    if any(each.type is Type.ERROR for each in arguments):
        return None, None
    return fit(spelling, function.parameters, arguments, node.span, findings), order


def ordered_number(expression: Expression, spelling: str, findings: Findings) -> Expression | None:
    """Return the values of a percentile as numbers, or None after saying why they are none."""
    if expression.type is Type.ERROR:
        return None
    number = as_number(expression, findings)
    if number is None:
        named = {"function": spelling, "expected": "a number", "place": " as its order"}
        findings.add("SAQL303", expression.span, **named, found=a_type(expression.type))
    return number


def check_order_key(node: syntax.OrderKey, scope: Scope) -> OrderKey:
    """Return a key of an order. By default nulls are last, and first where the order descends."""
    expression = check_expression(node.expression, scope)
    if expression.type is Type.MULTIVALUE:
        expression = adapt(expression, Type.TEXT) or expression
    nulls_first = node.descending if node.nulls_first is None else node.nulls_first
    return OrderKey(expression, node.descending, nulls_first)
