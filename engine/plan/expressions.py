"""Walking and rewriting checked expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from saql.span import NOWHERE
from saql.typed.expressions import (
    Aggregate,
    Call,
    Case,
    Column,
    DateMembership,
    Expression,
    Literal,
    Membership,
    OrderKey,
    Window,
)


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside an expression; the constants of a list are not among them."""
    match expression:
        case Call(_, arguments):
            return arguments
        case Case(branches, otherwise):
            return (*(each for branch in branches for each in branch), otherwise)
        case Membership(operand) | DateMembership(operand):
            return (operand,)
        case Aggregate(_, arguments, order=order):
            return arguments if order is None else (*arguments, order.expression)
        case Window(_, arguments, partition=partition, order=keys):
            return (*arguments, *partition, *(key.expression for key in keys))
        case _:
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and everything inside it, parents first."""
    yield expression
    for each in children(expression):
        yield from walk(each)


def columns(expression: Expression) -> set[str]:
    """Return the names of the columns that an expression reads."""
    return {each.name for each in walk(expression) if isinstance(each, Column)}


def rewrite(expression: Expression, change: Callable[[Expression], Expression | None]) -> Expression:
    """Return the expression with parts replaced, from the outside in.

    Args:
        expression: What to rewrite.
        change: Gives the replacement of a part, which is not looked into any more, or None to look inside.
    """
    changed = change(expression)
    if changed is not None:
        return changed

    def inner(each: Expression) -> Expression:
        return rewrite(each, change)

    return map_children(expression, inner)


def map_children(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return the expression with each of its children changed."""
    match expression:
        case Call(_, arguments):
            return replace(expression, arguments=tuple(map(change, arguments)))
        case Case(branches, otherwise):
            changed = tuple((change(condition), change(result)) for condition, result in branches)
            return replace(expression, branches=changed, otherwise=change(otherwise))
        case Membership(operand) | DateMembership(operand):
            return replace(expression, operand=change(operand))
        case Aggregate(_, arguments, order=order):
            inside = None if order is None else map_key(order, change)
            return replace(expression, arguments=tuple(map(change, arguments)), order=inside)
        case Window(_, arguments, partition=partition, order=keys):
            return replace(
                expression,
                arguments=tuple(map(change, arguments)),
                partition=tuple(map(change, partition)),
                order=tuple(map_key(key, change) for key in keys),
            )
        case _:
            return expression


def map_key(key: OrderKey, change: Callable[[Expression], Expression]) -> OrderKey:
    """Return the key with its expression changed."""
    return replace(key, expression=change(key.expression))


def without_spans(expression: Expression) -> Expression:
    """Return the expression as if written nowhere, so that equal ones compare equal."""
    bare = replace(map_children(expression, without_spans), span=NOWHERE)
    if isinstance(bare, Membership):
        ranges = tuple((_bare(lower), _bare(upper)) for lower, upper in bare.ranges)
        return replace(bare, values=tuple(replace(each, span=NOWHERE) for each in bare.values), ranges=ranges)
    return bare


def _bare(literal: Literal | None) -> Literal | None:
    return None if literal is None else replace(literal, span=NOWHERE)
