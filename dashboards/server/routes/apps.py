"""Ready-made apps: which there are, adding and removing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.server.apps import AppsDesk
from dashboards.server.errors import RequestError
from dashboards.server.services import Services

T = TypeVar("T")


async def listed(request: Request) -> Response:
    """Answer with the apps."""
    return JSONResponse({"apps": await _ask(request, lambda desk: desk.list())})


async def add(request: Request) -> Response:
    """Add an app, or bring it up to date."""
    name = request.path_params["app"]
    return JSONResponse(await _ask(request, lambda desk: desk.add(name)), 201)


async def remove(request: Request) -> Response:
    """Remove an app."""
    name = request.path_params["app"]
    return JSONResponse(await _ask(request, lambda desk: desk.remove(name)))


async def _ask(request: Request, question: Callable[[AppsDesk], T]) -> T:
    services = Services.whole(request)
    desk = services.apps
    if desk is None:
        raise RequestError(404, "This server has no apps.", "Serve the workspace with: swell serve")
    return await services.workers.run(lambda: question(desk))


ROUTES = [
    Route("/api/apps", listed),
    Route("/api/apps/{app}", add, methods=["POST"]),
    Route("/api/apps/{app}", remove, methods=["DELETE"]),
]
