"""Who may change files: pages of this very server, where it serves this machine alone."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from dashboards.server.errors import RequestError
from dashboards.server.security import is_loopback


def check_may_write(request: Request) -> None:
    """Refuse a request to write that comes over a network, or from a page of another origin.

    The middleware has refused what is not JSON, and names that are not this machine's, before.

    Raises:
        RequestError: it may not write.
    """
    server = request.scope.get("server")
    if not server or not is_loopback(server[0]):
        raise RequestError(403, "Files can be changed only on the machine that serves them.", "Open it there.")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise RequestError(403, "Another page asks to change files; only pages of this server may.")
