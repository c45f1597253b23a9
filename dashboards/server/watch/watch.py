"""The watch over a server: it counts each request, gives it an id, and writes a line of it where lines are wanted."""

from __future__ import annotations

import contextvars
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards.model.json import JsonObject
from dashboards.server.watch.numbers import Counts, Numbers, Sample, exposition
from dashboards.server.watch.shared import SharedNumbers
from engine.tally import Tally

REQUEST_ID = "x-request-id"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_LONGEST = 200
"""Characters of a path in the log."""

_EVERY = 1.0
"""Seconds between two times that a process leaves its numbers for the others."""

current_request: contextvars.ContextVar[str | None] = contextvars.ContextVar("current_request", default=None)
"""The id of the request that is being answered, in its threads too."""


class Watch:
    """What is counted and logged of a server, in one of its processes."""

    def __init__(
        self,
        *,
        line: Callable[[JsonObject], None] | None = None,
        shared: Path | None = None,
        samples: Callable[[], Iterable[Sample]] = tuple,
    ) -> None:
        """Begin.

        Args:
            line: takes a line of the log for each request; None where none are wanted.
            shared: the folder where the processes of a server leave their numbers; None for one alone.
            samples: gives numbers of the workspace at this moment.
        """
        self.numbers = Numbers()
        self.line = line
        self._samples = samples
        self._running = 0
        self._tally: Tally | None = None
        self._shared = None if shared is None else SharedNumbers(shared)
        if self._shared is not None:
            threading.Thread(target=self._leave_for_ever, args=(self._shared,), daemon=True).start()

    def count_queries(self, tally: Tally) -> None:
        """Count what a session does, too."""
        self._tally = tally

    def begin(self) -> None:
        """Count a request that begins."""
        self._running += 1

    def end(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        self._running -= 1
        labels = ("route", route), ("method", method)
        self.numbers.add("swell_requests_total", (*labels, ("status", str(status))))
        self.numbers.observe("swell_request_seconds", labels, seconds)

    def text(self) -> str:
        """Return all numbers, those of the other processes of the server added, as Prometheus reads them."""
        counts, samples = self._counts(), [*self._own(), *self._samples()]
        if self._shared is not None:
            theirs, their_samples = self._shared.others()
            for key, value in theirs.items():
                counts[key] = counts.get(key, 0) + value
            samples += their_samples
        return exposition(counts, samples)

    def _counts(self) -> Counts:
        counts = self.numbers.counts()
        if self._tally is not None:
            known = self._tally.known()
            counts["swell_queries_total", ()] = known.queries
            counts["swell_queries_kept_total", ()] = known.kept
            counts["swell_queries_failed_total", ()] = known.failed
            counts["swell_scanned_rows_total", ()] = known.rows
            counts["swell_scanned_bytes_total", ()] = known.bytes
        return counts

    def _own(self) -> list[Sample]:
        labels = (("pid", str(os.getpid())),)
        memory = _memory()
        found = [Sample("swell_requests_in_progress", self._running, labels)]
        return found if memory is None else [*found, Sample("swell_process_memory_bytes", memory, labels)]

    def _leave_for_ever(self, shared: SharedNumbers) -> None:
        while True:
            shared.leave(self._counts(), self._own())
            time.sleep(_EVERY)


class WatchMiddleware:
    """Puts a watch over an application."""

    def __init__(self, app: ASGIApp, watch: Watch) -> None:
        """Take the application and the watch."""
        self._app = app
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request = given if _ID.fullmatch(given) else secrets.token_hex(8)
        status = int(HTTPStatus.INTERNAL_SERVER_ERROR)  # where the application fails before it has said another

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request
            await send(message)

        current = current_request.set(request)
        start = time.perf_counter()
        self._watch.begin()
        try:
            await self._app(scope, receive, send_noted)
        finally:
            current_request.reset(current)
            self._note(scope, request, status, time.perf_counter() - start)

    def _note(self, scope: Scope, request: str, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = _route(scope)
        self._watch.end(method, route, status, seconds)
        if self._watch.line is not None:
            person, client = scope.get("person"), scope.get("client")
            self._watch.line(
                {
                    "event": "request",
                    "request": request,
                    "person": None if person is None else person.email or person.id,
                    "address": client[0] if client else None,
                    "method": method,
                    "route": route,
                    "path": str(scope["path"])[:_LONGEST],
                    "status": status,
                    "milliseconds": round(seconds * 1000, 1),
                }
            )


def _route(scope: Scope) -> str:
    """Return the pattern of the address, so that there are few; of files only the folder."""
    route = scope.get("route")
    if route is None:
        return "none"
    path = str(route.path)
    return "/" + path.split("/")[1] if isinstance(route, Mount) else path


def _memory() -> int | None:
    """Return the bytes of memory that this process has in use (proc_pid_statm(5)); None where nothing tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
