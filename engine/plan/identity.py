"""Which plans and expressions are the same, wherever in texts they were written; and equal parts made one."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter
from typing import Any, get_args

from engine.plan.nodes import Node, Scan
from engine.plan.walk import inputs, walk, with_inputs
from saql.span import Span

_NODES = frozenset(get_args(Node))


def identity(value: object) -> Hashable:
    """Return what is equal for equal parts of a plan; a node counts without what it reads.

    Numbers that are equal but not the same, as 1 and 1.0, have results of other types, so they differ here.
    """
    kind = type(value)
    if kind is str:
        return value
    if kind is tuple:
        return tuple(map(identity, value))  # type: ignore[call-overload]  # a tuple
    if kind is Span or kind in _NODES:
        return None
    parts = _parts(kind)  # type: ignore[arg-type]  # mypy takes classes for unhashable
    if parts is not None:
        return kind, *map(identity, parts(value))
    return (kind, value.hex()) if isinstance(value, float) else (kind, value)


@functools.cache
def _parts(kind: type) -> Callable[[Any], tuple[object, ...]] | None:
    """Return what gives the fields of a class of frozen data as a tuple; None for other classes."""
    if not dataclasses.is_dataclass(kind):
        return None
    names = [each.name for each in dataclasses.fields(kind) if each.compare and each.name != "span"]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _described(node: Node) -> Hashable:
    """Return the identity of a node without what it reads."""
    if isinstance(node, Scan):  # name and version stand for the rest of the fields
        return Scan, node.dataset, node.version, node.schema.names, node.sample, node.seed
    return type(node), identity(_own(node))


def _own(node: Node) -> tuple[object, ...]:
    parts = _parts(type(node))  # type: ignore[arg-type]  # as above
    return () if parts is None else parts(node)


def is_repeatable(plan: Node) -> bool:
    """Return whether the plan gives the same rows each time: it takes no sample without a seed."""
    return not any(_is_random(each) for each in walk(plan))


def _is_random(node: Node) -> bool:
    return isinstance(node, Scan) and node.sample is not None and node.seed is None


def plan_identity(plan: Node) -> Hashable:
    """Return what is equal for plans that compute the same in the same way."""
    places: dict[int, int] = {}
    described: list[Hashable] = []
    for node in walk(plan):
        places[id(node)] = len(places)
        described.append((_described(node), *(places[id(each)] for each in inputs(node))))
    return tuple(described)


def merged(plans: Sequence[Node]) -> list[Node]:
    """Return the plans as one graph, in which equal parts are one node: that of the first plan that has it."""
    first: dict[Hashable, Node] = {}
    changed: dict[int, Node] = {}
    for node in walk(*plans):
        below = tuple(changed[id(each)] for each in inputs(node))
        key = id(node) if _is_random(node) else (_described(node), *map(id, below))
        if key not in first:
            first[key] = with_inputs(node, below)
        changed[id(node)] = first[key]
    return [changed[id(each)] for each in plans]
