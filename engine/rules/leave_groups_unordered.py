"""Groups of which only the first are wanted, by something else than their keys, left in any order.

A group-by with many groups takes longer to sort their keys than to sum them up. The keys become the last keys of the
order above, so that equal groups still come in the order of their keys.
"""

from __future__ import annotations

from dataclasses import replace

from engine.plan.nodes import Aggregate, Node, Top
from engine.plan.walk import inputs, parent_counts, walk, with_inputs
from saql.span import NOWHERE
from saql.typed.expressions import Column, OrderKey


def leave_groups_unordered(plan: Node) -> Node:
    """Return the plan with no group-by in order whose order is not seen."""
    counts = parent_counts(plan)
    changed: dict[int, Node] = {}
    for node in walk(plan):
        rebuilt = with_inputs(node, tuple(changed[id(each)] for each in inputs(node)))
        if isinstance(rebuilt, Top) and isinstance(node, Top) and counts[id(node.input)] == 1:
            rebuilt = _order(rebuilt)
        changed[id(node)] = rebuilt
    return changed[id(plan)]


def _order(top: Top) -> Top:
    groups = top.input
    if not isinstance(groups, Aggregate) or not top.keys:
        return top
    sorted_by = {each.expression.name for each in top.keys if isinstance(each.expression, Column)}
    ties = tuple(
        OrderKey(Column(name, key.type, NOWHERE), False, False) for name, key in groups.keys if name not in sorted_by
    )
    return replace(top, input=replace(groups, ordered=False), keys=(*top.keys, *ties))
