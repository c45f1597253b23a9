"""Results of queries kept for when the same is asked again, bounded in bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

import pyarrow as pa

from saql.record import record

_ENTRY = 4096
"""Bytes that an entry takes beside its table, about."""


@record(eq=False)
class KeptResult:
    """The rows of a result, and whether there were more."""

    table: pa.Table
    truncated: bool

    @property
    def size(self) -> int:
        """The bytes that it keeps from being freed."""
        return int(self.table.get_total_buffer_size()) + _ENTRY


class ResultCache:
    """The results that were asked for last. Threads may share it."""

    def __init__(self, capacity: int) -> None:
        """Take the bytes that all results together may have; 0 keeps none."""
        self.capacity = capacity
        self._size = 0
        self._kept: OrderedDict[Hashable, KeptResult] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """The bytes of all results."""
        return self._size

    def get(self, key: Hashable) -> KeptResult | None:
        """Return what is kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, result: KeptResult) -> None:
        """Keep a result, and let go of those that were not asked for the longest."""
        size = result.size
        if size > self.capacity:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self._size += size - (0 if before is None else before.size)
            self._kept[key] = result
            while self._size > self.capacity:
                self._size -= self._kept.popitem(last=False)[1].size
