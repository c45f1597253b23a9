"""The API's own description."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.server.api.openapi import openapi
from dashboards.server.routes.workspace import version_of_swell


async def show(request: Request) -> Response:
    """Answer with the description in OpenAPI 3.1."""
    return JSONResponse(openapi(request.app.routes, version_of_swell()))


ROUTES = [Route("/api/openapi.json", show)]
