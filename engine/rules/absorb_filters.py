"""Filters and projections made part of the group-by that they feed: one pass over the rows does it all.

A filter or projection that another stream reads as well stays, unless it is over a scan: to test a row twice is cheaper
than to keep the rows that pass.
"""

from __future__ import annotations

from dataclasses import replace

from engine.plan.expressions import map_key, substitute
from engine.plan.nodes import Aggregate, Filter, Node, Project, Scan, Top
from engine.plan.walk import inputs, parent_counts, walk, with_inputs
from saql.span import NOWHERE
from saql.typed.expressions import Aggregate as AggregateCall
from saql.typed.expressions import Call, Expression
from saql.types import Type


def absorb_filters(plan: Node) -> Node:
    """Return the plan with filters and projections inside the aggregates and first rows above them."""
    counts = parent_counts(plan)
    changed: dict[int, Node] = {}
    shared: set[int] = set()
    for node in walk(plan):
        rebuilt = with_inputs(node, tuple(changed[id(each)] for each in inputs(node)))
        if isinstance(rebuilt, Aggregate | Top):
            rebuilt = _absorb(rebuilt, shared)
        changed[id(node)] = rebuilt
        if counts.get(id(node), 0) > 1:
            shared.add(id(rebuilt))
    return changed[id(plan)]


def _absorb(node: Aggregate | Top, shared: set[int]) -> Node:
    while True:
        source = node.input
        if id(source) in shared and not isinstance(source, Filter | Project):
            return node
        if isinstance(source, Filter) and (id(source) not in shared or isinstance(source.input, Scan)):
            node = replace(node, input=source.input, where=both(source.predicate, node.where))
        elif isinstance(source, Project) and isinstance(node, Aggregate) and id(source) not in shared:
            node = _over_projected(node, source)
        else:
            return node


def _over_projected(node: Aggregate, source: Project) -> Aggregate:
    items = dict(source.items)

    def over(expression: Expression) -> Expression:
        return substitute(expression, items)

    def inside(call: AggregateCall) -> AggregateCall:
        order = None if call.order is None else map_key(call.order, over)
        return replace(call, arguments=tuple(map(over, call.arguments)), order=order)

    return replace(
        node,
        input=source.input,
        keys=tuple((name, over(key)) for name, key in node.keys),
        measures=tuple((name, inside(call)) for name, call in node.measures),
        where=None if node.where is None else over(node.where),
    )


def both(first: Expression, second: Expression | None) -> Expression:
    """Return the conjunction of two predicates; the second may be missing."""
    return first if second is None else Call("and", (first, second), Type.BOOLEAN, NOWHERE)
