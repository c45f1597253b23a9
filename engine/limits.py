"""What a query may take: rows, time; and how it is stopped from outside."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import field
from pathlib import Path

from engine.query_errors import QueryCancelledError, QueryLimitError
from saql.record import record


class Cancellation:
    """A switch that stops a query before its next step. Threads may share it."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Stop the query."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the query was stopped."""
        return self._event.is_set()


@record
class Limits:
    """What one query may take; None is no limit.

    Args:
        seconds: Time, looked at between steps.
        rows: Rows of any intermediate result.
        memory: Bytes that large intermediate results may take together; what goes beyond them goes to files.
        spill_folder: Gives the folder of these files, asked when one is needed; without it all stays in memory.
        cancellation: A switch to stop the query.
        clock: Gives seconds that only grow; needed with `seconds`.
    """

    seconds: float | None = None
    rows: int | None = None
    memory: int | None = None
    spill_folder: Callable[[], Path] | None = None
    cancellation: Cancellation = field(default_factory=Cancellation)
    clock: Callable[[], float] | None = None

    def start(self) -> Watch:
        """Begin to measure a query."""
        return Watch(self, None if self.clock is None or self.seconds is None else self.clock() + self.seconds)


@record
class Watch:
    """The limits of a query that runs; `deadline` is when its time is up."""

    limits: Limits
    deadline: float | None

    def check(self, rows: int = 0) -> None:
        """Look whether the query may go on.

        Args:
            rows: Rows of the step that was just made.

        Raises:
            QueryCancelledError: Somebody stopped it.
            QueryLimitError: Its time is up, or the step has too many rows.
        """
        if self.limits.cancellation.is_cancelled:
            raise QueryCancelledError
        if self.deadline is not None and self.limits.clock is not None and self.limits.clock() > self.deadline:
            raise QueryLimitError(
                f"The query takes longer than {self.limits.seconds:g} seconds.",
                hint="Filter earlier, group by fewer fields, or raise the limit.",
            )
        if self.limits.rows is not None and rows > self.limits.rows:
            raise QueryLimitError(
                f"A step of the query has {rows:,} rows, more than the {self.limits.rows:,} allowed.",
                hint="Filter earlier, or raise the limit.",
            )
