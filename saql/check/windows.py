"""Windows: `sum(sum('Amount')) over ([.. 0] partition by 'Year' order by 'Month')`, over a grouped stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from saql.check.aggregates import check_order_key, ordered_number
from saql.check.calls import fit, returned_type
from saql.check.expressions import check_expression
from saql.check.findings import untyped
from saql.check.scope import Scope
from saql.check.wording import alternatives
from saql.functions.define import AggregateFunction, RankingFunction
from saql.functions.registry import AGGREGATES, RANKINGS, find_aggregate, find_ranking
from saql.syntax import expressions as syntax
from saql.syntax.walk import descendants
from saql.typed.expressions import (
    Aggregate,
    Call,
    Case,
    Column,
    DateMembership,
    Expression,
    Membership,
    OrderKey,
    Window,
)
from saql.types import Type

_ORDERLESS = ("sum", "avg", "min", "max")
"""Over a whole partition the order can't matter to these, and CRM Analytics refuses it."""


def check_window(node: syntax.Over, scope: Scope, sides: Sequence[str]) -> Expression:
    """Return a window over groups; `sides` are the names of the streams that were grouped."""
    called = node.call.function
    function = find_ranking(called.name) or find_aggregate(called.name)
    if function is None or (isinstance(function, AggregateFunction) and not function.windowed):
        known = [*(each.name for each in AGGREGATES.values() if each.windowed), *RANKINGS]
        hints = (f"before `over` stand {alternatives(known)}",)
        return scope.findings.error("SAQL411", called.span, hints=hints, function=called.name)
    if not _is_framed_well(node, function, scope) or _holds_window(node, scope):
        return untyped(node.span)
    arguments = _arguments(node.call, function, scope)
    partition = tuple(check_expression(each, scope) for each in _partition(node.partition, scope))
    order = tuple(check_order_key(each, scope) for each in node.order)
    parts = (*(arguments or ()), *partition, *(key.expression for key in order))
    if arguments is None or any(each.type is Type.ERROR for each in parts):
        return untyped(node.span)
    used = {side for part in parts for side in _sides(part)}
    if len(used) > 1:
        first, second, *_ = (sides[place] for place in sorted(used))
        hints = ("project both streams with a foreach first, then group and use the window",)
        return scope.findings.error("SAQL413", node.span, hints=hints, first=first, second=second)
    kind = returned_type(function, arguments)
    return Window(function.name, arguments, node.lower, node.upper, partition, order, kind, node.span)


def _partition(keys: Sequence[syntax.Expression] | None, scope: Scope) -> Sequence[syntax.Expression]:
    """Return the fields of a partition; `'all'` in quotes is none, as deployed queries have it, but for a field."""
    match keys:
        case (syntax.Name("all", None, span),) if scope.field(Column("all", Type.TEXT, span)) is None:
            return ()
    return keys or ()


def _is_framed_well(node: syntax.Over, function: AggregateFunction | RankingFunction, scope: Scope) -> bool:
    whole = node.lower is None and node.upper is None
    name = node.call.function.name
    if isinstance(function, RankingFunction):
        if whole and node.order:
            return True
        scope.findings.add("SAQL414", node.span, hints=(f"write `{function.signature}`",), function=name)
        return False
    if whole and node.order and function.name in _ORDERLESS:
        hints = ("leave out `order by`", "`[.. 0]` is a running total, from the first row to the current one")
        scope.findings.add("SAQL412", node.span, hints=hints, function=name)
        return False
    return True


def _holds_window(node: syntax.Over, scope: Scope) -> bool:
    """Whether a window stands inside another, which is refused."""
    inner = next((each for each in descendants(node) if isinstance(each, syntax.Over) and each is not node), None)
    if inner is None:
        return False
    hints = ("give it an alias in a foreach first, then use the alias in another",)
    names = {"function": inner.call.function.name, "outer": node.call.function.name}
    scope.findings.add("SAQL404", inner.span, hints=hints, **names)
    return True


def _arguments(
    call: syntax.Call, function: AggregateFunction | RankingFunction, scope: Scope
) -> tuple[Expression, ...] | None:
    """Return the values that a window is over; those of a percentile are its fraction and its value.

    `count` takes a value or none: with one it counts the rows where that is not null, else all rows of the frame.
    """
    checked = [check_expression(each, scope) for each in call.arguments]
    if any(each.type is Type.ERROR for each in checked):
        return None
    if isinstance(function, RankingFunction):
        return fit(call.function.name, function.parameters, checked, call.span, scope.findings)
    if function.name == "count":
        return tuple(checked) if len(checked) <= 1 else fit("count", (), checked, call.span, scope.findings)
    fitted = fit(call.function.name, function.parameters, checked, call.span, scope.findings)
    if fitted is None or not function.within:
        return fitted
    if call.within is None or call.within.descending:
        hints = (f"write `{function.signature}`, ascending",)
        scope.findings.add("SAQL405", call.span, hints=hints, function=call.function.name)
        return None
    value = check_expression(call.within.expression, scope)
    number = ordered_number(value, call.function.name, scope.findings)
    return None if number is None else (*fitted, number)


def _sides(expression: Expression) -> Iterator[int]:
    """Give the sides of a cogroup that an expression reads."""
    match expression:
        case Column() | Aggregate():
            yield expression.side
        case Membership(operand=operand) | DateMembership(operand=operand):
            yield from _sides(operand)
        case Call(arguments=children):
            for child in children:
                yield from _sides(child)
        case Case(branches=branches, otherwise=otherwise):
            for child in (*(each for branch in branches for each in branch), otherwise):
                yield from _sides(child)
        case Window(arguments=children, partition=partition, order=order):
            for child in (*children, *partition, *_ordered(order)):
                yield from _sides(child)


def _ordered(order: Sequence[OrderKey]) -> tuple[Expression, ...]:
    return tuple(each.expression for each in order)
