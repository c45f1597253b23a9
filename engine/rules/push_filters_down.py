"""Filters moved towards the scans, so that fewer rows are projected and sorted.

A filter passes a sort; a projection, where what it reads is cheap to compute twice; a union, into every input; an
augment, as far as it reads none of the fields added there. It joins the filter that it meets. It does not pass a node
that another stream reads as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.plan.expressions import children, columns, rewrite, substitute
from engine.plan.nodes import Augment, Filter, Node, Project, Sort, Union
from engine.plan.walk import inputs, parent_counts, walk, with_inputs
from saql.span import NOWHERE
from saql.typed.expressions import Call, Column, Expression, Literal
from saql.types import Type


def push_filters_down(plan: Node) -> Node:
    """Return the plan with its filters as far down as they go."""
    counts = parent_counts(plan)
    changed: dict[int, Node] = {}
    shared: dict[int, Node] = {}
    for node in walk(plan):
        rebuilt = with_inputs(node, tuple(changed[id(each)] for each in inputs(node)))
        if isinstance(rebuilt, Filter):
            rebuilt = _place(rebuilt.predicate, rebuilt.input, shared)
        changed[id(node)] = rebuilt
        if counts.get(id(node), 0) > 1:
            shared[id(rebuilt)] = rebuilt
    return changed[id(plan)]


def _place(predicate: Expression, node: Node, shared: dict[int, Node]) -> Node:
    """Return the rows of `node` for which the predicate is true."""
    if id(node) in shared:
        return Filter(node, predicate)
    match node:
        case Filter(source, other):
            both = Call("and", (other, predicate), Type.BOOLEAN, NOWHERE)
            return _place(both, source, shared)
        case Sort(source):
            return replace(node, input=_place(predicate, source, shared))
        case Project(source, items) if _is_cheap(predicate, dict(items)):
            return replace(node, input=_place(substitute(predicate, dict(items)), source, shared))
        case Union(several):
            placed = tuple(_place(_known(predicate, each), each, shared) for each in several)
            return replace(node, inputs=placed)
        case Augment(source):
            return _below_augment(predicate, node, source, shared)
        case _:
            return Filter(node, predicate)


def _below_augment(predicate: Expression, node: Augment, source: Node, shared: dict[int, Node]) -> Node:
    """Place the conditions that read only `source` below the augment, the others above it."""
    below: list[Expression] = []
    above: list[Expression] = []
    for each in _conditions(predicate):
        (below if all(name in source.schema for name in columns(each)) else above).append(each)
    placed = replace(node, input=_place(_all(below), source, shared)) if below else node
    return Filter(placed, _all(above)) if above else placed


def _conditions(predicate: Expression) -> Iterator[Expression]:
    if isinstance(predicate, Call) and predicate.function == "and":
        for each in predicate.arguments:
            yield from _conditions(each)
    else:
        yield predicate


def _all(conditions: list[Expression]) -> Expression:
    """Return the conjunction, as a tree of little depth: filters of hundreds of conditions are common."""
    if len(conditions) == 1:
        return conditions[0]
    middle = (len(conditions) + 1) // 2
    return Call("and", (_all(conditions[:middle]), _all(conditions[middle:])), Type.BOOLEAN, NOWHERE)


def _is_cheap(predicate: Expression, items: dict[str, Expression]) -> bool:
    return all(all(not children(part) for part in children(items[name])) for name in columns(predicate))


def _known(predicate: Expression, node: Node) -> Expression:
    """Return the predicate over an input of a union, in which columns that the input lacks are null."""

    def change(each: Expression) -> Expression | None:
        if isinstance(each, Column) and each.name not in node.schema:
            return Literal(None, each.type, each.span)
        return None

    return rewrite(predicate, change)
