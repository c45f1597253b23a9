"""Limits moved below projections, and made one with the order and the filter below.

Only the rows that come first are projected, and no row is sorted that can't be among them.
"""

from __future__ import annotations

from dataclasses import replace

from engine.plan.expressions import map_key, substitute
from engine.plan.nodes import Filter, Limit, Node, Project, Sort, Top
from engine.plan.walk import inputs, parent_counts, walk, with_inputs


def limit_early(plan: Node) -> Node:
    """Return the plan with its limits as early as they go."""
    counts = parent_counts(plan)
    changed: dict[int, Node] = {}
    shared: set[int] = set()
    for node in walk(plan):
        rebuilt = with_inputs(node, tuple(changed[id(each)] for each in inputs(node)))
        if isinstance(rebuilt, Limit) and rebuilt.count is not None:
            rebuilt = _place(Top(rebuilt.input, None, (), rebuilt.count, rebuilt.offset), rebuilt, shared)
        changed[id(node)] = rebuilt
        if counts.get(id(node), 0) > 1:
            shared.add(id(rebuilt))
    return changed[id(plan)]


def _place(top: Top, otherwise: Limit, shared: set[int]) -> Node:
    """Return the first rows of a node; `otherwise` is the same as a limit, where no better form is found."""
    source = top.input
    if id(source) in shared:
        return otherwise if not top.keys and top.where is None else top
    match source:
        case Project(inner, items):
            names = dict(items)
            keys = tuple(map_key(key, lambda each: substitute(each, names)) for key in top.keys)
            below = replace(top, input=inner, keys=keys)
            return replace(source, input=_place(below, replace(otherwise, input=inner), shared))
        case Limit(inner, None, offset) if not top.keys:
            offset += top.offset
            return _place(
                replace(top, input=inner, offset=offset), replace(otherwise, input=inner, offset=offset), shared
            )
        case Sort(inner, keys) if not top.keys:
            return _place(replace(top, input=inner, keys=keys), otherwise, shared)
        case Filter():
            return top
        case _:
            return top if top.keys else otherwise
