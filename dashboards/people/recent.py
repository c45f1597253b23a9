"""Who had a secret a moment ago: most requests follow another of the same browser or program.

An answer counts for a few seconds, and only while nobody has written to the file of people: who is locked out, or whose
token is revoked, is out with the next request.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from dashboards.people.database import Database
from dashboards.people.tokens import digest

LIFE = dt.timedelta(seconds=5)
MOST = 10_000
"""Answers that are kept."""

_Answer = TypeVar("_Answer")


class Recent(Generic[_Answer]):
    """Answers to "whose secret is this?" that still hold."""

    def __init__(self, database: Database, ask: Callable[[str, dt.datetime], _Answer | None]) -> None:
        """Take the file of people, and what finds an answer there."""
        self._database = database
        self._ask = ask
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._file = 0
        self._version: object = None
        self._kept: dict[str, tuple[dt.datetime, _Answer]] = {}

    def find(self, secret: str, now: dt.datetime) -> _Answer | None:
        """Return whose secret this is, None where it is nobody's."""
        key = digest(secret)
        with self._lock:
            version = self._written()
            if version is None or version != self._version or len(self._kept) >= MOST:
                self._kept.clear()
                self._version = version
            moment, answer = self._kept.get(key, (now, None))
            if answer is not None and moment <= now < moment + LIFE:
                return answer
            answer = self._ask(secret, now)
            if answer is not None and version is not None:
                self._kept[key] = (now, answer)
            return answer

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        self.close()

    def _written(self) -> object:
        """Return something that is another one after each write to the file; None where that can't be known."""
        try:
            file = os.stat(self._database.file).st_ino  # noqa: PTH116 - the fastest way, for every request
            if self._connection is None or file != self._file:  # it may be another file, after a restore
                self.close()
                self._connection = sqlite3.connect(self._database.file, isolation_level=None, check_same_thread=False)
                self._file = file
            return file, self._connection.execute("pragma data_version").fetchone()[0]
        except (sqlite3.Error, OSError):
            with contextlib.suppress(sqlite3.Error):
                self.close()
            return None
