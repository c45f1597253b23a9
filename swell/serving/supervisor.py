"""Several processes that serve one socket: whichever ends before its time is replaced."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from swell.serving.options import ServeOptions

_LOOK = 0.1
"""Seconds between two looks at the processes."""

_LONGEST_PAUSE = 30.0
_MARGIN = 5.0
"""Seconds after the grace of requests in which a process has to end."""


@dataclass(slots=True)
class _Worker:
    """A process, and the line to it. `ready` is whether it ever took requests."""

    process: subprocess.Popen[bytes]
    line: socket.socket
    ready: bool = False

    def runs(self) -> bool:
        """Whether it runs; by the way, whether it has said that it is ready."""
        with contextlib.suppress(BlockingIOError, ConnectionError):
            self.ready = bool(self.line.recv(1)) or self.ready
        return self.process.poll() is None


class Supervisor:
    """Keeps a number of processes serving until a signal says stop; a second one ends them at once."""

    def __init__(
        self, folder: Path, listener: socket.socket, options: ServeOptions, say: Callable[[str], None]
    ) -> None:
        """Take what is served.

        Args:
            folder: the workspace.
            listener: the socket that all processes share.
            options: how it is served.
            say: told when a process has ended before its time.
        """
        self._folder = folder
        self._listener = listener
        self._options = options
        self._say = say
        self._workers: list[_Worker] = []
        self._signals: list[int] = []
        self._failures = 0
        self._next_start = 0.0

    def run(self) -> int:
        """Serve, and return the status to exit with."""
        with self._listening_to_signals(), tempfile.TemporaryDirectory(prefix="swell-numbers-") as numbers:
            self._options = replace(self._options, numbers=numbers)
            try:
                while not self._signals:
                    if not self._keep():
                        return 1
                    time.sleep(_LOOK)
                return self._stop()
            finally:
                self._kill()

    def _keep(self) -> bool:
        """Replace processes that ended; say whether there is sense in going on."""
        for each in [each for each in self._workers if not each.runs()]:
            self._workers.remove(each)
            each.line.close()
            self._failures = 0 if each.ready else self._failures + 1
            self._next_start = time.monotonic() + min(0.5 * 2**self._failures, _LONGEST_PAUSE) * bool(self._failures)
            self._say(
                f"Process {each.process.pid} ended ({_reason(each.process.returncode)}); another takes its place."
            )
        if any(each.ready for each in self._workers):
            self._failures = 0
        elif self._failures >= self._options.workers and not self._workers:
            self._say("No process could begin to serve.")
            return False
        while len(self._workers) < self._options.workers and time.monotonic() >= self._next_start:
            self._workers.append(self._start())
        return True

    def _start(self) -> _Worker:
        own, other = socket.socketpair()
        own.setblocking(False)
        numbers = [str(self._listener.fileno()), str(other.fileno())]
        command = [sys.executable, "-m", "swell.serving.worker", str(self._folder), *numbers, self._options.to_json()]
        with other:
            # A session of its own: Ctrl+C is for this process, which tells them.
            process = subprocess.Popen(
                command, pass_fds=(self._listener.fileno(), other.fileno()), start_new_session=True
            )
        return _Worker(process, own)

    def _stop(self) -> int:
        """Let requests come to their end, and no longer than they may."""
        self._listener.close()
        for each in self._workers:
            each.process.terminate()
        until = time.monotonic() + self._options.grace + _MARGIN
        while len(self._signals) < 2 and time.monotonic() < until:
            if not any(each.runs() for each in self._workers):
                return 0
            time.sleep(_LOOK)
        return 128 + self._signals[-1] if len(self._signals) > 1 else 1

    def _kill(self) -> None:
        for each in self._workers:
            each.process.kill()
            each.process.wait()
            each.line.close()

    @contextlib.contextmanager
    def _listening_to_signals(self) -> Iterator[None]:
        def note(number: int, _: object) -> None:
            self._signals.append(number)

        before = {each: signal.signal(each, note) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _reason(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"
