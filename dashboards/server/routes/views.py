"""Saved views of dashboards."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import JsonObject, as_object, as_text
from dashboards.server.errors import RequestError
from dashboards.server.payload import read_object
from dashboards.server.routes.dashboards import selections_of
from dashboards.server.services import Services
from dashboards.views import View, forget, keep, views

LONGEST_NAME = 100


async def listed(request: Request) -> Response:
    """Answer with the views of a dashboard."""
    services, dashboard = Services.of(request), request.path_params["name"]
    return _answer(await services.workers.run(lambda: views(services.library, dashboard)))


async def kept(request: Request) -> Response:
    """Keep a view, and answer with all."""
    services, dashboard = Services.of(request), request.path_params["name"]
    body = await read_object(request)
    name = as_text(body.get("name")).strip()
    if not name or len(name) > LONGEST_NAME:
        raise RequestError(400, f"A view has a name of 1 to {LONGEST_NAME} characters.")
    selections: JsonObject = {step: [dict(row) for row in rows] for step, rows in selections_of(body).items()}
    view = View(name, as_text(body.get("page")) or None, selections, as_object(body.get("filters")))
    return _answer(await services.workers.run(lambda: keep(services.library, dashboard, view)))


async def removed(request: Request) -> Response:
    """Remove a view, and answer with the others."""
    services, dashboard = Services.of(request), request.path_params["name"]
    name = request.query_params.get("view", "")
    return _answer(await services.workers.run(lambda: forget(services.library, dashboard, name)))


def _answer(found: Sequence[View]) -> Response:
    return JSONResponse({"views": [each.to_json() for each in found]})


ROUTES = [
    Route("/api/dashboards/{name}/views", listed),
    Route("/api/dashboards/{name}/views", kept, methods=["POST"]),
    Route("/api/dashboards/{name}/views", removed, methods=["DELETE"]),
]
