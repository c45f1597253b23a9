"""The page: one file for all its addresses; its script reads the address."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboards.server.services import Services


async def show(request: Request) -> Response:
    """Answer with the page."""
    services = Services.of(request)
    return services.page.shell(services.locale_of(request))


PATHS = (
    "/",
    "/dashboards",
    "/dashboards/{name}",
    "/dashboards/{name}/edit",
    "/explore",
    "/explore/{name:path}",
    "/query",
    "/datasets",
    "/datasets/{name:path}",
    "/connections",
)

ROUTES = [Route(path, show) for path in PATHS]
