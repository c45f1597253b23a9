"""Answers and dashboards, kept for the next who asks the same as long as files and datasets stay as they are."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections import OrderedDict
from collections.abc import Hashable
from pathlib import Path

from dashboards.library import Library
from dashboards.metadata import Metadata
from dashboards.model import Dashboard
from dashboards.model.json import Json
from engine.session import Session

_ENTRY = 2048
"""Bytes that an answer takes beside its text, about."""


class KeptDashboards:
    """The dashboards that were loaded last, each as long as its file stays as it is. Threads may share it."""

    def __init__(self, most: int = 64) -> None:
        """Take how many are kept."""
        self._most = most
        self._kept: OrderedDict[Path, tuple[Hashable, Dashboard]] = OrderedDict()
        self._lock = threading.Lock()

    def load(self, library: Library, name: str) -> Dashboard:
        """Return a dashboard, as `Library.load`."""
        file = library.file(name)
        state = file_state(file)
        with self._lock:
            kept = self._kept.get(file)
        if kept is not None and kept[0] == state:
            return kept[1]
        loaded = library.load(name)
        with self._lock:
            self._kept[file] = state, loaded
            self._kept.move_to_end(file)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return loaded


class KeptAnswers:
    """The answers that were asked for last, bounded in bytes. Threads may share it.

    What an answer depends on is its key. Only those of people who see all rows are kept.
    """

    def __init__(self, capacity: int) -> None:
        """Take the bytes that all answers together may have; 0 keeps none."""
        self._capacity = capacity
        self._size = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> bytes | None:
        """Return the answer that is kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, answer: bytes) -> None:
        """Keep an answer, and let go of those that were not asked for the longest."""
        size = len(answer) + _ENTRY
        if size > self._capacity:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self._size += size - (0 if before is None else len(before) + _ENTRY)
            self._kept[key] = answer
            while self._size > self._capacity:
                self._size -= len(self._kept.popitem(last=False)[1]) + _ENTRY


def answer_key(session: Session, library: Library, name: str, asked: Json, now: dt.datetime) -> Hashable:
    """Return all that a look at a dashboard depends on, but the instant within the day.

    Raises:
        DashboardNotFoundError: there is no such dashboard.
    """
    days = session.day(now), now.date()
    others = tuple(library.names())
    text = json.dumps(asked, sort_keys=True)
    said = Metadata.beside(session.store).state()
    return session, session.store.state(), said, file_state(library.file(name)), others, text, days


def file_state(file: Path) -> Hashable:
    """Return what is another when a file was written, replaced or removed."""
    try:
        facts = file.stat()
    except OSError:
        return str(file), None
    return str(file), facts.st_ino, facts.st_mtime_ns, facts.st_size
