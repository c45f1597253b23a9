"""Queries run in threads, a few at a time, so that the server answers meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

_T = TypeVar("_T")


class Workers:
    """Threads that compute; further work waits until one is free."""

    def __init__(self, count: int) -> None:
        """Take the number of threads."""
        self._count = count
        self._limiter: CapacityLimiter | None = None

    async def run(self, work: Callable[[], _T]) -> _T:
        """Run something in a thread and return what it returns."""
        if self._limiter is None:  # it belongs to the event loop, which runs only now
            self._limiter = CapacityLimiter(self._count)
        return await to_thread.run_sync(work, limiter=self._limiter)
