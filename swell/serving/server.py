"""One process that serves: it ends as it should when it is told to, and at once when it is told again."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvicorn

from swell.serving.options import ServeOptions

if TYPE_CHECKING:
    from starlette.applications import Starlette

BACKLOG = 2048
"""Connections that wait to be taken."""

KEEP_ALIVE = 75
"""Seconds that a browser may keep a connection on which it asks nothing: as long as somebody looks at a page."""


def serve_here(
    application: Starlette, listener: socket.socket, options: ServeOptions, ready: Callable[[], None] | None = None
) -> None:
    """Serve until SIGTERM or SIGINT: no connection is taken any more then, and requests that run have their time.

    Args:
        application: what is served.
        listener: the socket that listens; other processes may share it.
        options: how.
        ready: called when connections are taken.
    """
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        **_transport(options),
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=options.grace,
        # asyncio takes so many connections at a time. Of several processes none is to take all that wait.
        backlog=BACKLOG if options.workers == 1 else 1,
    )
    _Server(config, ready or _nothing).run(sockets=[listener])
    if any(each is not threading.main_thread() and not each.daemon for each in threading.enumerate()):
        sys.stdout.flush()
        os._exit(0)  # a query that was given up would keep the process until it is computed


def _transport(options: ServeOptions) -> dict[str, Any]:
    """Return what uvicorn is told of TLS and of proxies."""
    told: dict[str, Any] = {"proxy_headers": bool(options.proxies)}
    if options.proxies:
        told["forwarded_allow_ips"] = list(options.proxies)
    if options.certificate:
        told |= {"ssl_certfile": options.certificate, "ssl_keyfile": options.key}
    return told


class _Server(uvicorn.Server):
    """uvicorn's server, but for what signals do: a stop that went well ends with 0."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(BACKLOG)  # asyncio has made the queue as short as what is taken at a time
        self._ready()

    def handle_exit(self, sig: int, _: FrameType | None) -> None:
        if self.should_exit:
            os._exit(128 + sig)  # what is written is safe at any moment: the store sees to that
        self.should_exit = True


def _nothing() -> None:
    """Tell nobody."""
