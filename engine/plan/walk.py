"""Walking and rewriting plans, which are graphs: a node with several parents is visited and rebuilt once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from engine.plan.nodes import Augment, Cogroup, Node, Scan, SemiJoin, Union


def inputs(node: Node) -> tuple[Node, ...]:
    """Return the nodes that a node reads."""
    match node:
        case Scan():
            return ()
        case Union(inputs=several):
            return several
        case Cogroup(sides):
            return tuple(side.input for side in sides)
        case SemiJoin(first, other) | Augment(first, other):
            return first, other
        case _:
            return (node.input,)


def with_inputs(node: Node, changed: tuple[Node, ...]) -> Node:
    """Return the node reading other nodes; the node itself where they are the same."""
    if all(old is new for old, new in zip(inputs(node), changed, strict=True)):
        return node
    match node:
        case Scan():
            return node
        case Union():
            return replace(node, inputs=changed)
        case Cogroup(sides):
            both = zip(sides, changed, strict=True)
            return replace(node, sides=tuple(replace(side, input=new) for side, new in both))
        case SemiJoin() | Augment():
            return replace(node, input=changed[0], other=changed[1])
        case _:
            return replace(node, input=changed[0])


def walk(*roots: Node) -> Iterator[Node]:
    """Yield every node of some plans once, each after the nodes that it reads."""
    seen: set[int] = set()
    for root in roots:
        if id(root) in seen:
            continue
        seen.add(id(root))
        waiting = [(root, iter(inputs(root)))]
        while waiting:
            node, unread = waiting[-1]
            following = next((each for each in unread if id(each) not in seen), None)
            if following is None:
                waiting.pop()
                yield node
            else:
                seen.add(id(following))
                waiting.append((following, iter(inputs(following))))


def rewrite(root: Node, change: Callable[[Node], Node]) -> Node:
    """Return the plan with each node changed, after the nodes that it reads; a shared node stays shared."""
    changed: dict[int, Node] = {}
    for node in walk(root):
        rebuilt = with_inputs(node, tuple(changed[id(each)] for each in inputs(node)))
        changed[id(node)] = change(rebuilt)
    return changed[id(root)]


def parent_counts(*roots: Node) -> dict[int, int]:
    """Return, by identity, how many nodes read each node."""
    counts: dict[int, int] = {}
    for node in walk(*roots):
        for each in inputs(node):
            counts[id(each)] = counts.get(id(each), 0) + 1
    return counts
