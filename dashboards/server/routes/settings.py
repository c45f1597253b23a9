"""The settings of the workspace, for administrators. No secret is ever part of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.server.services import Services


async def listed(request: Request) -> Response:
    """Answer with every setting, its value, and where it came from."""
    services = Services.of(request)
    return JSONResponse({"settings": await services.workers.run(services.settings)})


ROUTES = [Route("/api/settings", listed)]
