"""Aggregates told how many of their groups are wanted, and by which order: the others need not be put together."""

from __future__ import annotations

from dataclasses import replace

from engine.plan.nodes import Aggregate, First, Limit, Node, Top
from engine.plan.walk import inputs, parent_counts, walk, with_inputs
from saql.typed.expressions import Column, OrderKey


def first_groups(plan: Node) -> Node:
    """Return the plan with the first rows of groups asked of the aggregates, where nothing else reads these."""
    counts = parent_counts(plan)
    changed: dict[int, Node] = {}
    for node in walk(plan):
        rebuilt = with_inputs(node, tuple(changed[id(each)] for each in inputs(node)))
        if isinstance(rebuilt, Top | Limit) and counts[id(inputs(node)[0])] == 1:
            rebuilt = _ask(rebuilt)
        changed[id(node)] = rebuilt
    return changed[id(plan)]


def _ask(node: Top | Limit) -> Node:
    if not isinstance(node.input, Aggregate) or node.count is None:
        return node
    where, keys = (node.where, _without_ties(node.keys, node.input)) if isinstance(node, Top) else (None, ())
    return replace(node, input=replace(node.input, first=First(where, keys, node.offset + node.count)))


def _without_ties(keys: tuple[OrderKey, ...], groups: Aggregate) -> tuple[OrderKey, ...]:
    """Return the keys of an order without those at its end that only say how groups come anyway."""
    for count in range(len(keys)):
        before = {each.expression.name for each in keys[:count] if isinstance(each.expression, Column)}
        ties = [(name, False, False) for name, _ in groups.keys if name not in before]
        if [(_name(each), each.descending, each.nulls_first) for each in keys[count:]] == ties:
            return keys[:count]
    return keys


def _name(key: OrderKey) -> str | None:
    return key.expression.name if isinstance(key.expression, Column) else None
