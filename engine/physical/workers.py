"""Threads that pass over ranges of rows, shared by all queries of a session."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from engine.kernels.scan import RANGE_STEP
from saql.record import record

_State = TypeVar("_State")
_Part = TypeVar("_Part")

_LEAST = 1 << 17
"""A range of fewer rows is not worth a thread."""

_ALONE = 6 << 17
"""So many rows are passed over sooner than another thread is woken, for one question."""

_MOST = 1 << 22
"""After so many rows at most a worker looks whether the query may go on."""


@record
class Rows:
    """The rows from `begin` to before `end`."""

    begin: int
    end: int

    def __len__(self) -> int:
        return self.end - self.begin


class Workers:
    """A pool of threads. Kernels let go of Python's lock, so several work at a time."""

    def __init__(self, count: int) -> None:
        """Take the number of threads that work for one query."""
        self.count = count
        self._pool: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()

    def fold(
        self,
        ranges: Sequence[Rows],
        most: int,
        begin: Callable[[], _State],
        add: Callable[[_State, Rows], None],
        weight: int = 1,
    ) -> list[_State]:
        """Pass over ranges of rows, each once, in any order.

        Args:
            ranges: Rows, ascending.
            most: The most rows to be taken at a time.
            begin: Makes the state of a thread.
            add: Adds rows to it.
            weight: How many questions each row is for.

        Returns:
            The states, of one thread at least.
        """
        few = sum(map(len, ranges)) * weight <= min(_ALONE, most)
        return self._share(split(ranges, 1 if few else self.count, most), begin, add, 1 if few else self.count)

    def each(self, count: int, work: Callable[[int], None]) -> None:
        """Do several pieces of work: call `work` with the numbers below `count`, the first of them first."""
        self._share(range(count), lambda: None, lambda _, place: work(place), self.count)

    def _share(
        self, parts: Sequence[_Part], begin: Callable[[], _State], add: Callable[[_State, _Part], None], threads: int
    ) -> list[_State]:
        if len(parts) < 2 or threads < 2:
            return [_work(iter(parts), threading.Lock(), begin, add)]
        waiting, lock = iter(parts), threading.Lock()
        pool = self._started()
        others: list[Future[_State]] = [
            pool.submit(_work, waiting, lock, begin, add) for _ in range(min(self.count, len(parts)) - 1)
        ]
        try:
            states = [_work(waiting, lock, begin, add)]
        finally:
            for each in others:
                each.exception()  # nobody writes into the arrays of a query that has failed
        return states + [each.result() for each in others]

    def _started(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(max(self.count - 1, 1), "swell-scan")
            return self._pool


def split(ranges: Sequence[Rows], count: int, most: int = _MOST) -> list[Rows]:
    """Return ranges cut at multiples of `RANGE_STEP`; the smallest come last, so that `count` threads end together."""
    rest = sum(map(len, ranges))
    parts = []
    for each in ranges:
        begin = each.begin
        while begin < each.end:
            share = rest if count < 2 else rest // count // 2
            size = max(min(max(share, _LEAST), most, _MOST), RANGE_STEP)
            end = (begin + size) // RANGE_STEP * RANGE_STEP
            end = end if end + RANGE_STEP < each.end else each.end
            parts.append(Rows(begin, end))
            rest -= end - begin
            begin = end
    return parts


def _work(
    waiting: Iterator[_Part], lock: threading.Lock, begin: Callable[[], _State], add: Callable[[_State, _Part], None]
) -> _State:
    state = begin()
    while True:
        with lock:
            part = next(waiting, None)
        if part is None:
            return state
        add(state, part)
