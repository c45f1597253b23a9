"""What a session has done since it began: for those who watch over a server."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from engine.queries import QueryResult
from saql.record import record


@record
class Tallied:
    """Queries that were answered, how many of them from kept results, and failed; rows and bytes that were read."""

    queries: int = 0
    kept: int = 0
    failed: int = 0
    rows: int = 0
    bytes: int = 0


class Tally:
    """Adds up. Threads may share it."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._lock = threading.Lock()
        self._known = Tallied()

    def known(self) -> Tallied:
        """Return what was added up so far."""
        return self._known

    def answered(self, answers: Iterable[object]) -> None:
        """Add the answers of a batch: results, or errors."""
        found = list(answers)
        results = [each for each in found if isinstance(each, QueryResult)]
        self._add(len(found), sum(each.cached for each in results), len(found) - len(results), 0, 0)

    def read(self, rows: int, size: int) -> None:
        """Add the rows of a pass, and the bytes of the columns that it read."""
        self._add(0, 0, 0, rows, size)

    def _add(self, *more: int) -> None:
        with self._lock:
            now = self._known
            before = (now.queries, now.kept, now.failed, now.rows, now.bytes)
            self._known = Tallied(*map(sum, zip(before, more, strict=True)))
