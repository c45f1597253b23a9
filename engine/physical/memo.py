"""What was computed from columns of datasets alone, kept for the next query: versions never change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

_Value = TypeVar("_Value")

_KEPT = 32


class Memo:
    """A few values by the identity of the objects that they were computed from. Threads may share it.

    The objects are kept with the value, so that no other object has the identity of one of them meanwhile.
    """

    def __init__(self, most: int = _KEPT) -> None:
        """Begin with nothing; take how many values are kept."""
        self._most = most
        self._values: OrderedDict[tuple[Any, ...], tuple[tuple[object, ...], Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str, of: tuple[object, ...], compute: Callable[[], _Value]) -> _Value:
        """Return what `compute` gives; computed at most once while it is kept.

        Args:
            name: What is computed.
            of: The objects that it depends on, the same each time.
            compute: Computes it.
        """
        key = (name, *map(id, of))
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                found: _Value = self._values[key][1]
                return found
        value = compute()
        with self._lock:
            self._values[key] = (of, value)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
