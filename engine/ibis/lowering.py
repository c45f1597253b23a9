"""A plan lowered node by node, each once; what has no form on the back end is left, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ibis.common.exceptions import IbisError

from engine.ibis.context import Context
from engine.ibis.errors import NotLoweredError
from engine.ibis.nodes.aggregate import lower_aggregate
from engine.ibis.nodes.rows import lower_filter, lower_limit, lower_project, lower_sort, lower_top
from engine.ibis.nodes.scan import lower_scan
from engine.ibis.nodes.several import lower_augment, lower_cogroup, lower_semi_join, lower_union
from engine.ibis.nodes.window import lower_window
from engine.ibis.stream import Stream
from engine.plan import nodes
from engine.plan.walk import inputs, walk
from saql.record import record

LOWERINGS: Mapping[type, Callable[[Any, list[Stream], Context], Stream]] = {
    nodes.Scan: lower_scan,
    nodes.Filter: lower_filter,
    nodes.Project: lower_project,
    nodes.Aggregate: lower_aggregate,
    nodes.Cogroup: lower_cogroup,
    nodes.Window: lower_window,
    nodes.Sort: lower_sort,
    nodes.Limit: lower_limit,
    nodes.Top: lower_top,
    nodes.Union: lower_union,
    nodes.SemiJoin: lower_semi_join,
    nodes.Augment: lower_augment,
}

LOCAL: Mapping[type, str] = {
    nodes.Flatten: "hierarchies are flattened by the embedded engine",
    nodes.Fill: "missing periods are filled in by the embedded engine",
    nodes.Forecast: "models of series are the embedded engine's",
}
"""Nodes without a lowering, and why: they are for results that are small enough to be finished locally."""


@record(eq=False)
class Lowered:
    """The streams of the nodes that have a form on the back end, by identity; and why others have none."""

    streams: Mapping[int, Stream]
    reasons: Mapping[int, str]


def lower_plan(root: nodes.Node, context: Context) -> Lowered:
    """Lower every node of a plan that can be lowered with all that it reads."""
    streams: dict[int, Stream] = {}
    reasons: dict[int, str] = {}
    for node in walk(root):
        read = [streams.get(id(each)) for each in inputs(node)]
        if any(each is None for each in read):
            continue
        lowering = LOWERINGS.get(type(node))
        if lowering is None:
            reasons[id(node)] = LOCAL[type(node)]
            continue
        try:
            stream = lowering(node, [each for each in read if each is not None], context)
            context.check(stream.table)
            streams[id(node)] = stream
        except (NotLoweredError, IbisError) as error:
            reasons[id(node)] = str(error)
    return Lowered(streams, reasons)
