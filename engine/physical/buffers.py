"""Memory that passes over rows use again.

What the system gives anew has to be mapped and cleared page by page: for the states of a million groups that took a
quarter of the time of a query.
"""

from __future__ import annotations

import math
import threading
import weakref
from collections import OrderedDict
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array

CAPACITY = 96 << 20
"""Bytes that are kept while nobody uses them: the states of two threads with a million groups."""

_LEAST = 1 << 20
"""Smaller arrays are cheap. Larger ones come in multiples of it, so that the next one may fit."""


class Buffers:
    """Gives arrays of zeros; an array's memory comes back when nobody refers to it. Threads may share it."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Take how many bytes are kept at most."""
        self._capacity = capacity
        self._size = 0
        self._free: OrderedDict[int, list[npt.NDArray[np.uint8]]] = OrderedDict()  # the size used last is the last
        self._lock = threading.RLock()  # memory may come back at any moment, also while some is taken

    @property
    def size(self) -> int:
        """How many bytes are kept now."""
        return self._size

    def zeros(self, shape: tuple[int, ...], kind: type[Any] = np.float64) -> Array:
        """Return an array of zeros."""
        wanted = math.prod(shape) * np.dtype(kind).itemsize
        if wanted < _LEAST:
            return np.zeros(shape, kind)
        size = -(-wanted // _LEAST) * _LEAST
        memory = self._take(size)
        if memory is None:
            memory = np.zeros(size, np.uint8)
        else:
            memory[:wanted] = 0
        lent = np.frombuffer(memory.data, np.uint8)  # its views refer to it, and not to `memory` behind it
        weakref.finalize(lent, self._keep, memory).atexit = False
        array: Array = lent[:wanted].view(kind).reshape(shape)
        return array

    def _take(self, size: int) -> npt.NDArray[np.uint8] | None:
        with self._lock:
            free = self._free.get(size)
            if not free:
                return None
            self._size -= size
            return free.pop()

    def _keep(self, memory: npt.NDArray[np.uint8]) -> None:
        size = len(memory)
        with self._lock:
            self._free.setdefault(size, []).append(memory)
            self._free.move_to_end(size)
            self._size += size
            while self._size > self._capacity:
                oldest, free = next(iter(self._free.items()))
                if free:
                    free.pop()
                    self._size -= oldest
                else:
                    del self._free[oldest]
