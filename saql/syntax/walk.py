"""Ways through a syntax tree, whatever its nodes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

_PLAIN = frozenset(("Span", "str", "int", "float", "bool", "None", "JoinKind"))


def children(node: Any) -> Iterator[Any]:
    """Yield the nodes directly below a node, in the order of its fields; spans and plain values are no nodes."""
    for name in _node_fields(node.__class__):
        part = getattr(node, name)
        if part.__class__ is tuple:
            yield from _flat(part)
        elif part is not None:
            yield part


@cache
def _node_fields(kind: type) -> tuple[str, ...]:
    """Return the fields of a class of nodes that hold nodes, by their annotations."""
    return tuple(each.name for each in dataclasses.fields(kind) if not _is_plain(str(each.type)))


def _is_plain(annotation: str) -> bool:
    return annotation.startswith("Literal[") or _PLAIN.issuperset(re.findall(r"\w+", annotation))


def descendants(node: Any) -> Iterator[Any]:
    """Yield a node and all below it, each before those below it."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(reversed(list(children(each))))


def depth(node: Any) -> int:
    """Return how many nodes stand on the longest way down from a node, itself included."""
    level, deepest = [node], 0
    while level:
        level = [child for each in level for child in children(each)]
        deepest += 1
    return deepest


def _flat(parts: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the nodes of a tuple; that of a parameter holds pairs."""
    for part in parts:
        if isinstance(part, tuple):
            yield from part
        else:
            yield part
