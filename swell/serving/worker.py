"""One of several processes that share a socket: `python -m swell.serving.worker FOLDER LISTENER LINE OPTIONS`.

`LINE` is a socket to the process that watches over it: it is told when requests are taken, and when it is gone this
process ends too.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable

import swell
from swell.jobs.assembly import in_background
from swell.serving.options import ServeOptions
from swell.serving.server import serve_here
from swell.serving.watching import watch_over
from swell.workspace import Workspace

READY = b"r"


def main(folder: str, listener: str, line: str, options: str) -> None:
    """Serve a workspace."""
    watcher = socket.socket(fileno=int(line))
    threading.Thread(target=_end_with, args=(watcher,), daemon=True).start()
    given = ServeOptions.of_json(options)
    with socket.socket(fileno=int(listener)) as shared:
        serve_workspace(swell.open(folder), shared, given, lambda: watcher.sendall(READY))


def serve_workspace(
    workspace: Workspace, listener: socket.socket, options: ServeOptions, ready: Callable[[], None] | None = None
) -> None:
    """Serve a workspace, and do its jobs in the background, until told to stop; the arguments are `serve_here`'s."""
    with in_background(workspace):
        serve_here(workspace.application(watch_over(workspace, options)), listener, options, ready)


def _end_with(watcher: socket.socket) -> None:
    """End this process when the one at the other end of the line is gone."""
    with contextlib.suppress(OSError):  # it is gone, and has not read that this one is ready
        while watcher.recv(1):
            pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(*sys.argv[1:])
