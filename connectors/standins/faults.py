"""A script of what goes wrong: the next requests that match a fault meet it, in the order of the script."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, TypeAlias

FaultKind: TypeAlias = Literal["status", "expired", "reset", "cut", "short", "slow", "special"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong with some requests.

    Args:
        path: which requests: a pattern of their path, in which `*` is any text, slashes included.
        kind: what happens.
            status: the answer is `status` with `headers`, `retry_after` and `body`; nothing is done.
            expired: the session has ended; the answer is the CRM's own, or `body` where there is one.
            reset: the connection is reset before an answer; nothing is done.
            cut: the connection is reset within the body, after `bytes` of it.
            short: a page has `rows` rows fewer than it announces.
            slow: the answer comes after `seconds`.
            special: what the CRM calls `code`; each stand-in has its own.
        method: which requests: their method; any where None.
        containing: which requests: a text in their query string or body, decoded.
        times: how many requests meet it; None for all.
        after: how many requests that match are spared first.
        body: the body of the answer; JSON where it starts as such, else HTML.
    """

    path: str
    kind: FaultKind
    method: str | None = None
    containing: str = ""
    times: int | None = 1
    after: int = 0
    status: int = 503
    headers: Mapping[str, str] = field(default_factory=dict)
    retry_after: int | None = None
    body: str | None = None
    bytes: int = 0
    rows: int = 1
    seconds: float = 0.0
    code: str = ""

    def matches(self, method: str, path: str, text: str) -> bool:
        """Return whether it is meant for a request; `text` is the request's query string and body, decoded."""
        return fnmatchcase(path, self.path) and self.method in (None, method) and self.containing in text


class Faults:
    """The script of one server, safe between threads: which fault, if any, each request meets."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._script: list[tuple[Fault, list[int]]] = []

    def add(self, *faults: Fault) -> None:
        """Put faults at the end of the script."""
        with self._lock:
            self._script += [(each, [0]) for each in faults]

    def clear(self) -> None:
        """Let everything go well from now on."""
        with self._lock:
            self._script.clear()

    def take(self, method: str, path: str, text: str) -> Fault | None:
        """Return the fault that a request meets: of those that match, the first that is due.

        Faults that come before that one, and those that only spare the request, count it.
        """
        with self._lock:
            for fault, seen in self._script:
                if not fault.matches(method, path, text):
                    continue
                seen[0] += 1
                due = seen[0] - fault.after
                if due > 0 and (fault.times is None or due <= fault.times):
                    return fault
        return None

    def pending(self) -> tuple[Fault, ...]:
        """Return the faults that have not struck as often as they are meant to."""
        with self._lock:
            return tuple(
                fault for fault, seen in self._script if fault.times is not None and seen[0] < fault.after + fault.times
            )
