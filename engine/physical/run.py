"""Plans run to their results: one operator after the other, each node once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from engine.columns import Frame
from engine.limits import Watch
from engine.physical.augment import run_augment
from engine.physical.cogroup import run_cogroup
from engine.physical.fill import run_fill
from engine.physical.filter import run_filter
from engine.physical.flatten import run_flatten
from engine.physical.forecast import run_forecast
from engine.physical.limit import run_limit
from engine.physical.project import run_project
from engine.physical.scan import run_scan
from engine.physical.semi_join import run_semi_join
from engine.physical.setting import RunSetting
from engine.physical.sort import run_sort
from engine.physical.together import attempt, run_aggregates
from engine.physical.top import run_top
from engine.physical.union import run_union
from engine.physical.window import run_window
from engine.plan import nodes
from engine.plan.walk import inputs, parent_counts, walk
from engine.query_errors import Failure

__all__ = ["RunSetting", "run", "run_together"]


_PASSES: dict[type, Callable[[Any, list[Frame], RunSetting, Watch], Frame]] = {
    nodes.Filter: run_filter,
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
    nodes.Flatten: run_flatten,
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
    outcome = run_together([root], setting)[0]
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def run_together(roots: Sequence[nodes.Node], setting: RunSetting) -> list[Frame | Failure]:
    """Return the results of plans that may share nodes, each of which runs once.

    Aggregates of the same rows pass over them together. A plan that fails has its error in the place of its result; it
    stops no other.
    """
    return _Run(roots, setting).results(roots)


class _Run:
    """The frames of the nodes that have run, as long as others read them."""

    def __init__(self, roots: Sequence[nodes.Node], setting: RunSetting) -> None:
        self._setting = setting
        self._watch = setting.limits.start()
        self._order = list(walk(*roots))
        self._unread = parent_counts(*roots)
        for root in roots:
            self._unread[id(root)] = self._unread.get(id(root), 0) + 1
        self._outcomes: dict[int, Frame | Failure] = {}

    def results(self, roots: Sequence[nodes.Node]) -> list[Frame | Failure]:
        for node in self._order:
            if id(node) not in self._outcomes:
                self._step(node)
            for each in inputs(node):
                self._unread[id(each)] -= 1
                if not self._unread[id(each)]:
                    self._outcomes.pop(id(each), None)
        return [self._outcomes[id(root)] for root in roots]

    def _step(self, node: nodes.Node) -> None:
        """Run a node, an aggregate together with the others of the same rows."""
        read = [self._outcomes[id(each)] for each in inputs(node)]
        failed = next((each for each in read if isinstance(each, Exception)), None)
        if failed is not None:
            self._outcomes[id(node)] = failed
            return
        frames = [each for each in read if isinstance(each, Frame)]
        trace = self._setting.trace
        if trace is None:
            self._outcomes.update(self._together(node, frames))
            return
        with trace.step() as done:
            done.update(self._together(node, frames))
        self._outcomes.update(done)

    def _together(self, node: nodes.Node, read: list[Frame]) -> dict[int, Frame | Failure]:
        """Return the outcomes of a node, and of those that run with it, by their identities."""
        if not isinstance(node, nodes.Aggregate):
            return {id(node): attempt(lambda: self._frame(node, read), self._watch)}
        several = [each for each in self._order if isinstance(each, nodes.Aggregate) and each.input is node.input]
        outcomes = run_aggregates(several, read[0], self._setting, self._watch)
        return dict(zip(map(id, several), outcomes, strict=True))

    def _frame(self, node: nodes.Node, read: list[Frame]) -> Frame:
        self._watch.check()
        if isinstance(node, nodes.Scan):
            return run_scan(node, self._setting.source(node.dataset, node.version), self._setting.zone)
        if type(node) in _PASSES:
            frame = _PASSES[type(node)](node, read, self._setting, self._watch)
        else:
            frame = _OPERATORS[type(node)](node, read, self._setting.zone)
        self._watch.check(frame.rows)
        return frame
