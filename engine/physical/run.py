"""A plan run to its result: one operator after the other, each node once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from engine.columns import Frame
from engine.limits import Watch
from engine.physical.aggregate import run_aggregate
from engine.physical.augment import run_augment
from engine.physical.cogroup import run_cogroup
from engine.physical.fill import run_fill
from engine.physical.filter import run_filter
from engine.physical.forecast import run_forecast
from engine.physical.limit import run_limit
from engine.physical.project import run_project
from engine.physical.scan import run_scan
from engine.physical.semi_join import run_semi_join
from engine.physical.setting import RunSetting
from engine.physical.sort import run_sort
from engine.physical.top import run_top
from engine.physical.union import run_union
from engine.physical.window import run_window
from engine.plan import nodes
from engine.plan.walk import inputs, parent_counts, walk

__all__ = ["RunSetting", "run"]


_PASSES: dict[type, Callable[[Any, list[Frame], RunSetting, Watch], Frame]] = {
    nodes.Filter: run_filter,
    nodes.Aggregate: run_aggregate,
    nodes.Top: run_top,
    nodes.Augment: run_augment,
}
"""Operators that pass over many rows, or put it off."""

_OPERATORS: dict[type, Callable[[Any, list[Frame], dt.tzinfo], Frame]] = {
    nodes.Project: run_project,
    nodes.Cogroup: run_cogroup,
    nodes.Window: run_window,
    nodes.Sort: run_sort,
    nodes.Limit: run_limit,
    nodes.Union: run_union,
    nodes.SemiJoin: run_semi_join,
    nodes.Fill: run_fill,
    nodes.Forecast: run_forecast,
}


def run(root: nodes.Node, setting: RunSetting) -> Frame:
    """Return the result of a plan.

    Raises:
        EvaluationError: A function refuses a value.
        QueryCancelledError, QueryLimitError: The run was stopped.
        StoreError: A dataset can't be read.
    """
    watch = setting.limits.start()
    unread = parent_counts(root)
    frames: dict[int, Frame] = {}
    for node in walk(root):
        watch.check()
        read = inputs(node)
        if isinstance(node, nodes.Scan):
            frame = run_scan(node, setting.source(node.dataset, node.version), setting.zone)
        elif type(node) in _PASSES:
            frame = _PASSES[type(node)](node, [frames[id(each)] for each in read], setting, watch)
        else:
            frame = _OPERATORS[type(node)](node, [frames[id(each)] for each in read], setting.zone)
        if not isinstance(node, nodes.Scan):
            watch.check(frame.rows)
        frames[id(node)] = frame
        for each in read:
            unread[id(each)] -= 1
            if not unread[id(each)]:
                frames.pop(id(each), None)
    return frames[id(root)]
