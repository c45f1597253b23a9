"""The columns of a table, several at a time: Arrow and NumPy let go of the interpreter while they work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_threads(work: Callable[[Item], Result], items: Sequence[Item], threads: int) -> tuple[Result, ...]:
    """Return `work(item)` for each item, in their order; the first error in that order is raised."""
    if threads < 2 or len(items) < 2:
        return tuple(work(each) for each in items)
    with ThreadPoolExecutor(threads) as pool:
        return tuple(pool.map(work, items))
