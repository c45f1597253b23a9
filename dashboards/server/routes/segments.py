"""Segments: their list, one with its records, what an edited one has, and saving it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import as_text
from dashboards.segments import Segments
from dashboards.server.payload import read_object
from dashboards.server.permission import may
from dashboards.server.services import Services
from engine.analyses.segments.folder import FOLDER
from engine.analyses.segments.operators import OPERATORS

T = TypeVar("T")


async def segments(request: Request) -> Response:
    """Answer with all segments."""
    found = await _ask(request, lambda segments: segments.list())
    operators = [
        {"word": word, "takes": each.takes, "types": sorted(kind.value for kind in each.types)}
        for word, each in OPERATORS.items()
    ]
    return JSONResponse({"segments": found, "operators": operators, "editable": may(request, "editor")})


async def segment(request: Request) -> Response:
    """Answer with a segment as it is edited."""
    name = request.path_params["segment"]
    found = await _ask(request, lambda segments: segments.show(name))
    return JSONResponse({**found, "editable": may(request, "editor")})


async def look(request: Request) -> Response:
    """Answer with what an edited segment has."""
    body = await read_object(request)
    name, value = as_text(body.get("name")), body.get("segment")
    return JSONResponse(await _ask(request, lambda segments: segments.look(name, value)))


async def save(request: Request) -> Response:
    """Write a segment, over the version that the page has seen."""
    body, name, services = await read_object(request), request.path_params["segment"], Services.of(request)
    value, over = body.get("segment"), as_text(body.get("version")) or None
    version = await _ask(request, lambda segments: segments.save(name, value, over, services.saving))
    return JSONResponse({"name": name, "version": version})


async def _ask(request: Request, question: Callable[[Segments], T]) -> T:
    services = Services.of(request)
    found = Segments(services.library.folder.parent / FOLDER, services.session, services.now())
    return await services.workers.run(lambda: question(found))


ROUTES = [
    Route("/api/segments", segments),
    Route("/api/segments", look, methods=["POST"]),
    Route("/api/segments/{segment}", segment),
    Route("/api/segments/{segment}", save, methods=["POST"]),
]
