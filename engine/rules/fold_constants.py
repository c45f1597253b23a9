"""What is constant computed once: arithmetic on literals, and conditions whose result one side decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pyarrow as pa

from engine.physical import plain
from engine.plan.expressions import map_children, map_key
from engine.plan.nodes import Aggregate, Augment, Filter, Flatten, Node, Project, SemiJoin, Sort, Window
from engine.plan.walk import rewrite
from engine.query_errors import EvaluationError
from saql.functions.registry import REGISTRY
from saql.typed.expressions import Aggregate as AggregateCall
from saql.typed.expressions import Call, Case, Expression, Literal
from saql.typed.expressions import Window as WindowCall
from saql.types import Type

_FAMILIES = ("operators", "math", "text", "null")
"""Functions of the other families may depend on the query's time zone."""
_TYPES = (Type.NUMBER, Type.TEXT, Type.BOOLEAN)


def fold_constants(plan: Node) -> Node:
    """Return the plan with constant parts of its expressions computed."""
    return rewrite(plan, _node)


def _node(node: Node) -> Node:
    match node:
        case Filter(source, predicate):
            folded = fold(predicate)
            return source if _is(folded, True) else replace(node, predicate=folded)
        case Project(_, items):
            return replace(node, items=tuple((name, fold(item)) for name, item in items))
        case Aggregate(_, keys, measures):
            folded_measures = tuple((name, _inside_aggregate(each)) for name, each in measures)
            return replace(node, keys=tuple((name, fold(key)) for name, key in keys), measures=folded_measures)
        case Window(_, calls):
            return replace(node, calls=tuple((name, _inside_window(each)) for name, each in calls))
        case Sort(_, keys):
            return replace(node, keys=tuple(map_key(key, fold) for key in keys))
        case SemiJoin(_, _, keys, other_keys):
            return replace(node, keys=tuple(map(fold, keys)), other_keys=tuple(map(fold, other_keys)))
        case Augment(_, _, keys, other_keys, items):
            computed = tuple((name, fold(item)) for name, item in items)
            return replace(node, keys=tuple(map(fold, keys)), other_keys=tuple(map(fold, other_keys)), items=computed)
        case Flatten(_, key, parent):
            return replace(node, key=fold(key), parent=fold(parent))
        case _:
            return node


def _inside_aggregate(call: AggregateCall) -> AggregateCall:
    order = None if call.order is None else map_key(call.order, fold)
    return replace(call, arguments=tuple(map(fold, call.arguments)), order=order)


def _inside_window(call: WindowCall) -> WindowCall:
    return replace(
        call,
        arguments=tuple(map(fold, call.arguments)),
        partition=tuple(map(fold, call.partition)),
        order=tuple(map_key(key, fold) for key in call.order),
    )


def fold(expression: Expression) -> Expression:
    """Return the expression with its constant parts computed."""
    folded = map_children(expression, fold)
    if isinstance(folded, Call):
        return _call(folded)
    return _case(folded) if isinstance(folded, Case) else folded


def _call(call: Call) -> Expression:
    if call.function in ("and", "or"):
        return _logic(call)
    constant = call.arguments and all(isinstance(each, Literal) for each in call.arguments)
    if not constant or call.type not in _TYPES or REGISTRY[call.function].family not in _FAMILIES:
        return call
    try:
        value = plain.evaluate(call, plain.Rows({}, 1, dt.UTC))
    except (EvaluationError, pa.ArrowException):
        return call  # it may be in a branch that no row takes
    return Literal(value.as_py(), call.type, call.span)


def _logic(call: Call) -> Expression:
    """Simplify `and` and `or`: null is unknown, so only true and false decide anything."""
    decides = call.function == "or"
    if any(_is(each, decides) for each in call.arguments):
        return Literal(decides, Type.BOOLEAN, call.span)
    rest = [each for each in call.arguments if not _is(each, not decides)]
    if not rest:
        return Literal(not decides, Type.BOOLEAN, call.span)
    return rest[0] if len(rest) == 1 else call


def _case(case: Case) -> Expression:
    branches: list[tuple[Expression, Expression]] = []
    otherwise = case.otherwise
    for condition, result in case.branches:
        if _is(condition, True):
            otherwise = result
            break
        if not isinstance(condition, Literal):  # false and null are never chosen
            branches.append((condition, result))
    return replace(case, branches=tuple(branches), otherwise=otherwise) if branches else otherwise


def _is(expression: Expression, value: bool) -> bool:
    return isinstance(expression, Literal) and expression.value is value
