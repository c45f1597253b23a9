"""Which node reads which: unknown names, circles, and the order in which nodes can be written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from engine.recipes.dataflow.findings import Finding
from engine.recipes.dataflow.node import Node


def in_order(nodes: Mapping[str, Node], named: frozenset[str], findings: list[Finding]) -> list[Node]:
    """Return nodes, each behind those that it reads; those in a circle are left out, after saying so.

    Args:
        nodes: the nodes by name.
        named: all names of the dataflow, those of nodes that could not be read included.
        findings: where to say what is wrong.
    """
    _check_names(nodes, named, findings)
    found: dict[str, Node] = {}
    waiting = dict(nodes)
    while waiting:
        ready = [name for name, each in waiting.items() if not any(source in waiting for source in each.head.sources)]
        if not ready:
            _say_circle(waiting, findings)
            break
        for name in ready:
            found[name] = waiting.pop(name)
    return list(found.values())


def ancestors(node: Node, nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes from which a node's rows come, itself the last, in the order of `nodes`."""
    by_name = {each.head.name: each for each in nodes}
    wanted: set[str] = set()
    waiting = [node.head.name]
    while waiting:
        name = waiting.pop()
        if name not in wanted and name in by_name:
            wanted.add(name)
            waiting.extend(by_name[name].head.sources)
    return [each for name, each in by_name.items() if name in wanted]


def _check_names(nodes: Mapping[str, Node], named: frozenset[str], findings: list[Finding]) -> None:
    for each in nodes.values():
        for place, source in enumerate(each.head.sources):
            if source in named:
                continue
            close = difflib.get_close_matches(source, named, n=1)
            hint = f"Did you mean '{close[0]}'?" if close else "Name a node of this dataflow."
            findings.append(Finding(each.head.source_places[place], f"There is no node '{source}'.", hint))


def _say_circle(waiting: Mapping[str, Node], findings: list[Finding]) -> None:
    """Name the nodes of one circle, in order."""
    path = [next(iter(waiting))]
    while True:
        following = next(each for each in waiting[path[-1]].head.sources if each in waiting)
        if following in path:
            circle = [*path[path.index(following) :], following]
            node = waiting[following]
            message = f"Nodes read each other in a circle: {' <- '.join(circle)}."
            findings.append(Finding(node.head.at, message, "Let one of them read another node."))
            return
        path.append(following)
