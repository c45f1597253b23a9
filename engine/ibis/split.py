"""A plan cut in two: parts that the back end runs, and the rest, which the embedded engine finishes."""

from __future__ import annotations

from collections.abc import Callable

from engine.ibis.errors import RefusedError
from engine.ibis.lowering import Lowered
from engine.ibis.stream import Stream
from engine.plan import nodes
from engine.plan.display import describe
from engine.plan.walk import inputs, walk, with_inputs
from saql.record import record
from saql.schema import Schema

LOCAL_ROWS = 1_000_000
"""So many rows of datasets may be fetched where the back end can't go on; groups are taken to be few."""


@record(eq=False)
class Part:
    """A part of a plan that the back end runs; `name` is what the rest scans its result by."""

    name: str
    node: nodes.Node
    stream: Stream


@record(eq=False)
class Split:
    """The parts, and the plan over their results: a scan where the back end does it all."""

    parts: tuple[Part, ...]
    rest: nodes.Node


def split(root: nodes.Node, lowered: Lowered, back_end: str, rows_of: Callable[[str, int], int]) -> Split:
    """Cut a plan where the back end can do no more.

    Args:
        root: The plan.
        lowered: What the back end can do of it.
        back_end: Its name.
        rows_of: Gives the number of rows of a dataset's version.

    Raises:
        RefusedError: It would leave more than `LOCAL_ROWS` rows that are neither grouped nor limited.
    """
    parts: dict[int, Part] = {}

    def cut(node: nodes.Node, reason: str | None, reader: nodes.Node) -> None:
        if reason is not None and most_rows(node, rows_of) > LOCAL_ROWS:
            raise RefusedError(back_end, describe(reader), reason)
        if id(node) not in parts:
            parts[id(node)] = Part(f"result {len(parts) + 1}", node, lowered.streams[id(node)])

    if id(root) in lowered.streams:
        cut(root, None, root)
    else:
        for node in walk(root):
            if id(node) in lowered.streams:
                continue
            for each in inputs(node):
                if id(each) in lowered.streams:
                    cut(each, lowered.reasons.get(id(node), "a step before it is done by the embedded engine"), node)
    return Split(tuple(parts.values()), _over_results(root, parts))


def _over_results(root: nodes.Node, parts: dict[int, Part]) -> nodes.Node:
    scans = {number: _scan(part) for number, part in parts.items()}
    if id(root) in scans:
        return scans[id(root)]
    changed: dict[int, nodes.Node] = dict(scans)
    for node in walk(root):
        if id(node) not in changed:
            changed[id(node)] = with_inputs(node, tuple(changed[id(each)] for each in inputs(node)))
    return changed[id(root)]


def _scan(part: Part) -> nodes.Scan:
    return nodes.Scan(part.name, 0, Schema.of((field.name, field.type) for field in part.node.schema))


def most_rows(node: nodes.Node, rows_of: Callable[[str, int], int]) -> int:
    """Return how many rows a node may give; groups count as none, since they are few.

    Args:
        node: The node.
        rows_of: Gives the number of rows of a dataset's version.
    """
    match node:
        case nodes.Aggregate() | nodes.Cogroup():
            return 0
        case nodes.Scan(dataset, version):
            return rows_of(dataset, version)
        case nodes.Limit(below, int(count)) | nodes.Top(below, count=count):
            return min(count, most_rows(below, rows_of))
        case nodes.SemiJoin() | nodes.Augment():
            return most_rows(node.input, rows_of)
        case _:
            return sum(most_rows(each, rows_of) for each in inputs(node))
