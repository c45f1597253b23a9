"""Who may change files: pages of this very server, opened on the machine that it runs on."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from dashboards.server.errors import RequestError
from dashboards.server.security import is_local


def check_may_write(request: Request) -> None:
    """Refuse a request to write that comes over a network, or from a page of another origin.

    The middleware has refused what is not JSON, and names that are not this machine's, before.

    Raises:
        RequestError: it may not write.
    """
    if not is_local(request.scope):
        hint = "Open the page there, at http://localhost with the port."
        raise RequestError(403, "Only the machine that serves the workspace can change it.", hint)
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise RequestError(403, "Another page asks to change files; only pages of this server may.")
