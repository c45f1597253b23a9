"""Ways through a syntax tree, whatever its nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from saql.span import Span

_PLAIN = frozenset((Span, str, int, float, bool, type(None)))


def children(node: Any) -> Iterator[Any]:
    """Yield the nodes directly below a node, in the order of its fields; spans and plain values are no nodes."""
    for name in node.__slots__:
        part = getattr(node, name)
        kind = part.__class__
        if kind is tuple:
            yield from _flat(part)
        elif kind not in _PLAIN and hasattr(part, "__slots__"):
            yield part


def descendants(node: Any) -> Iterator[Any]:
    """Yield a node and all below it, each before those below it."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(reversed(list(children(each))))


def depth(node: Any) -> int:
    """Return how many nodes stand on the longest way down from a node, itself included."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        each, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((child, level + 1) for child in children(each))
    return deepest


def _flat(parts: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the nodes of a tuple; that of a parameter holds pairs."""
    for part in parts:
        if isinstance(part, tuple):
            yield from part
        else:
            yield part
