"""Random choices that shrink: the first of several is the simplest."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@functools.cache
def _up_to(limit: int) -> st.SearchStrategy[int]:
    return st.integers(0, limit)


class Choose:
    """Choices from Hypothesis."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw

    def number(self, limit: int) -> int:
        """Return 0 to `limit`."""
        return int(self._draw(_up_to(limit))) if limit else 0

    def one(self, several: Sequence[T]) -> T:
        return several[self.number(len(several) - 1)]

    def maybe(self, parts: int = 2) -> bool:
        """Return True once in so many times."""
        return self.number(parts - 1) == parts - 1

    def some(self, several: Sequence[T], most: int, least: int = 0) -> tuple[T, ...]:
        """Return different ones of several, in any order."""
        left = list(several)
        count = min(least + self.number(max(most - least, 0)), len(left))
        return tuple(left.pop(self.number(len(left) - 1)) for _ in range(count))
