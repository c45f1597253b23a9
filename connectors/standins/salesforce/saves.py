"""What keeps records from being saved: somebody else writes them, or a validation rule of the organisation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from connectors.standins.salesforce.refusals import Refusal, special

Values = Mapping[str, Any]


class Saves:
    """Locks and rules of a world, safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locked: dict[str, int] = {}
        self._rules: dict[str, list[Callable[[Values], str | None]]] = {}

    def lock_row(self, id: str, times: int) -> None:
        """Let somebody else write a record: the next saves of it are refused, as many as `times`."""
        with self._lock:
            self._locked[id] = times

    def add_rule(self, name: str, broken: Callable[[Values], str | None]) -> None:
        """Add a validation rule: it says why new values of a record of an object are refused; None lets them pass."""
        with self._lock:
            self._rules.setdefault(name, []).append(broken)

    def check(self, name: str, id: str, values: Values) -> None:
        """Raise the refusal of new values of a record, where there is a reason."""
        with self._lock:
            if self._locked.get(id, 0) > 0:
                self._locked[id] -= 1
                raise special("UNABLE_TO_LOCK_ROW")
            for broken in self._rules.get(name, ()):
                if message := broken(values):
                    raise Refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", message)
