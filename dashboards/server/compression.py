"""Which answers are compressed: those that leave the machine. On it, packing takes longer than sending."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.server.loopback import FORWARDED, is_loopback

COMPRESS_FROM = 1024
"""In bytes; shorter answers are sent as they are."""


class Compression:
    """Compresses answers for browsers on other machines."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self._app = app
        self._packing = GZipMiddleware(app, minimum_size=COMPRESS_FROM, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        packs = scope["type"] == "http" and compresses(scope)
        await (self._packing if packs else self._app)(scope, receive, send)


def compresses(scope: Scope) -> bool:
    """Whether the answer to a request is to be compressed: who asks is elsewhere, and takes it."""
    headers, client = Headers(scope=scope), scope.get("client")
    here = client is not None and is_loopback(client[0]) and not any(name in headers for name in FORWARDED)
    return not here and "gzip" in headers.get("accept-encoding", "")
