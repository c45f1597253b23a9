"""What protects a page on this machine from other pages: headers, and whom the server answers at all.

A page elsewhere can make a name of its own point to 127.0.0.1 (DNS rebinding) and then read answers as its own. So
while nobody signs in, a request over loopback has to call the server by a name of loopback. A form elsewhere can post,
but not JSON; so posts have to be JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards.server.errors import body
from dashboards.server.loopback import FORWARDED, is_loopback

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
    }
)

FORMS = frozenset(("/sign-in", "/services/oauth2/token", "/services/oauth2/revoke"))
"""What a form without a script posts to; there the page that it comes from is checked."""


class SecurityMiddleware:
    """Refuses what should not be answered, and puts the headers on every answer."""

    def __init__(
        self, app: ASGIApp, hosts: frozenset[str] = frozenset(), has_accounts: Callable[[], bool] = lambda: False
    ) -> None:
        """Take the application, further names of the server, and what says whether people sign in."""
        self._app = app
        self._has_accounts = has_accounts
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host = host_name(headers.get("host", ""))
        server = scope.get("server")
        known = is_loopback(host) or host in self._hosts
        if server and is_loopback(server[0]) and not known and not self._has_accounts():
            hint = "Open http://localhost, with the port."
            return JSONResponse(body("host", f"This server is not called '{host[:100]}'.", hint), 421)
        content = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["method"] == "POST" and content != "application/json" and not _takes_others(scope["path"]):
            return JSONResponse(body("request", "A request has to be JSON (content type application/json)."), 415)
        return None


def _takes_others(path: str) -> bool:
    """Whether posts may be other than JSON: forms, and the XML by which programs sign in; neither looks at cookies."""
    return path in FORMS or path.startswith("/services/Soap/u/")


def is_local(scope: Scope) -> bool:
    """Whether a request comes from this machine, and calls it so. Where nobody signs in, only such ones may write."""
    server, headers = scope.get("server"), Headers(scope=scope)
    if any(each in headers for each in FORWARDED):  # a proxy here hands on what comes from elsewhere
        return False
    host = headers.get("host", "")
    return server is not None and is_loopback(server[0]) and is_loopback(host_name(host))


def host_name(header: str) -> str:
    """Return the name in a Host header, without the port and the brackets of an address."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower().rstrip(".")
