"""A request to the Wave API as its handlers get it, and the routes that lead there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import Json, JsonObject
from dashboards.server.payload import LARGEST_BODY, read_object
from dashboards.server.services import Services
from dashboards.server.wave.errors import WaveError

BASE = "/services/data/v{version}"
OLDEST, NEWEST = 36, 70
"""Versions of the API that clients may name; all get the same answers."""

_VERSION = re.compile(r"(\d{2})\.0")
_WITH_BODY = frozenset(("POST", "PUT", "PATCH"))


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler needs to know. `body` is the JSON that came, empty where none can."""

    services: Services
    request: Request
    body: JsonObject

    @property
    def base(self) -> str:
        """The path that all addresses of this version of the API begin with."""
        return f"/services/data/v{self.request.path_params['version']}"

    def url(self, *parts: str) -> str:
        """Return the address of a resource below `/wave`, as answers have it: a path on this server."""
        return "/".join((f"{self.base}/wave", *parts))

    def part(self, name: str) -> str:
        """Return a part of the path that was called."""
        return str(self.request.path_params[name])

    def option(self, name: str, otherwise: str = "") -> str:
        """Return a parameter of the query string."""
        return self.request.query_params.get(name, otherwise)

    def options(self, name: str) -> list[str]:
        """Return the values of a parameter that may be there several times, or as a list with commas."""
        return [each for value in self.request.query_params.getlist(name) for each in value.split(",") if each]


Answer: TypeAlias = "Json | Response"
Handler: TypeAlias = Callable[[Call], Answer]


def route(path: str, handler: Handler, method: str = "GET", *, largest: int = LARGEST_BODY, status: int = 200) -> Route:
    """Return the route of a resource.

    Args:
        path: the path below the version's.
        handler: answers; it runs in a thread.
        method: the one that it answers.
        largest: how many bytes the body may have.
        status: of the answer.
    """

    async def endpoint(request: Request) -> Response:
        _check_version(request)
        body = await read_object(request, largest) if method in _WITH_BODY else {}
        call = Call(Services.of(request), request, body)
        found = await call.services.workers.run(lambda: handler(call))
        return found if isinstance(found, Response) else JSONResponse(found, status)

    endpoint.__name__ = handler.__name__
    endpoint.__doc__ = handler.__doc__
    return Route(f"{BASE}{path}", endpoint, methods=[method])


def routes(path: str, handlers: Sequence[tuple[str, Handler]], *, largest: int = LARGEST_BODY) -> list[Route]:
    """Return the routes of a path that answers several methods."""
    return [route(path, handler, method, largest=largest) for method, handler in handlers]


def _check_version(request: Request) -> None:
    found = _VERSION.fullmatch(str(request.path_params["version"]))
    if found is None or not OLDEST <= int(found[1]) <= NEWEST:
        raise WaveError(404, "NOT_FOUND", f"Versions of this API are v{OLDEST}.0 to v{NEWEST}.0.")
