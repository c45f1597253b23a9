"""The clock of a stand-in: real time, or a moment that moves only when told to."""

from __future__ import annotations

import datetime as dt
import threading


class Clock:
    """A settable clock, safe between threads.

    Args:
        start: the moment it shows, with a zone; it then stands still but for `advance`. None: real time.
    """

    def __init__(self, start: dt.datetime | None = None) -> None:
        self._start = start
        self._ahead = dt.timedelta()
        self._lock = threading.Lock()

    def now(self) -> dt.datetime:
        """Return the present moment, in UTC."""
        with self._lock:
            return (self._start or dt.datetime.now(dt.UTC)).astimezone(dt.UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        with self._lock:
            self._ahead += dt.timedelta(seconds=seconds)
