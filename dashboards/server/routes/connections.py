"""Connections to CRMs, and how their last syncs went. No secret is ever part of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.server.services import Services


async def listed(request: Request) -> Response:
    """Answer with the list."""
    services = Services.of(request)
    return JSONResponse({"connections": await services.workers.run(services.connections)})


ROUTES = [Route("/api/connections", listed)]
