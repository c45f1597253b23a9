"""Saved queries and lenses: their list, what is in one, and saving one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import as_text
from dashboards.server.errors import RequestError
from dashboards.server.payload import read_object
from dashboards.server.services import Services


async def listed(request: Request) -> Response:
    """Answer with the list, the latest first."""
    services = Services.of(request)
    entries = await services.workers.run(services.queries.entries)
    shown = [{"file": each.file, "label": each.label, "changed": each.changed.isoformat()} for each in entries]
    return JSONResponse({"queries": shown})


async def show(request: Request) -> Response:
    """Answer with the text of one and its version."""
    services, file = Services.of(request), request.path_params["file"]
    found = await services.workers.run(lambda: services.queries.open(file))
    return JSONResponse({"file": file, "text": found.text, "version": found.version})


async def save(request: Request) -> Response:
    """Write one, over the version that the page has seen."""
    services, file = Services.of(request), request.path_params["file"]
    body = await read_object(request)
    text, over = body.get("text"), as_text(body.get("version")) or None
    if not isinstance(text, str):
        raise RequestError(400, 'The request has no text: {"text": "q = load ...", "version": null}.')
    version = await services.workers.run(lambda: services.queries.save(file, text, over, services.saving))
    return JSONResponse({"file": file, "version": version})


ROUTES = [
    Route("/api/queries", listed),
    Route("/api/queries/{file}", show),
    Route("/api/queries/{file}", save, methods=["POST"]),
]
