"""Dashboards in the making: their JSON read and saved, new ones, and what one that is not saved shows."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.check import Finding, check_text
from dashboards.describe import describe
from dashboards.model import load
from dashboards.model.json import Json, JsonObject, as_list, as_text
from dashboards.run import OpenDashboard
from dashboards.server.errors import RequestError
from dashboards.server.payload import read_object
from dashboards.server.permission import may
from dashboards.server.routes.dashboards import selections_of
from dashboards.server.services import Services
from dashboards.writing import BOM, create, empty, relabelled, save, source, written

LARGEST_DASHBOARD = 20_000_000
"""In bytes of JSON; the largest that people export have a few millions."""


async def read(request: Request) -> Response:
    """Answer with the JSON of a dashboard, and the version to save it by."""
    services, name = Services.of(request), request.path_params["name"]
    found = await services.workers.run(lambda: source(services.library, name))
    answer = {"source": found.value, "version": found.version, "writable": may(request, "editor")}
    return JSONResponse(answer, headers={"etag": f'"{found.version}"'})


async def write(request: Request) -> Response:
    """Save a dashboard where its file is still of the version that the request names in `If-Match`."""
    services, name = Services.of(request), request.path_params["name"]
    version = request.headers.get("if-match", "").strip().strip('"')
    if not version:
        raise RequestError(428, "The request does not say which version it changes (If-Match).")
    value = _object(await read_object(request, LARGEST_DASHBOARD), "source")
    saved = await services.workers.run(lambda: save(services.library, name, value, version, services.saving))
    return JSONResponse({"version": saved}, headers={"etag": f'"{saved}"'})


async def make(request: Request) -> Response:
    """Make a new dashboard: an empty one, or one like another."""
    services, body = Services.of(request), await read_object(request)
    label, like = as_text(body.get("label")).strip(), as_text(body.get("like"))
    folder = request.query_params.get("folder", "")
    if not label:
        raise RequestError(400, "The new dashboard has no label.", "Give it one.")

    def made() -> str:
        value = relabelled(services.library.open(like), label) if like else empty(label)
        return create(services.library, label, value, folder)

    return JSONResponse({"name": await services.workers.run(made)}, 201)


async def preview(request: Request) -> Response:
    """Answer with the structure of a dashboard that is not saved, and with what its widgets show."""
    services, body = Services.of(request), await read_object(request, LARGEST_DASHBOARD)
    value, name, selections = _object(body, "source"), as_text(body.get("name")), selections_of(body)
    wanted = frozenset(each for each in as_list(body.get("widgets")) if isinstance(each, str))
    locale = services.locale_of(request)

    def looked() -> JsonObject:
        dashboard = load(value)
        start = time.perf_counter()
        look = OpenDashboard(dashboard, services.session, locale=locale).look(services.now(), selections, wanted)
        taken = (time.perf_counter() - start) * 1000
        return {"dashboard": describe(dashboard, name), "data": {**look.to_json(), "milliseconds": round(taken, 1)}}

    return JSONResponse(await services.workers.run(looked))


async def findings(request: Request) -> Response:
    """Answer with what `swell check` would say of a dashboard's file if it were saved as the request has it."""
    services, name = Services.of(request), request.path_params["name"]
    value = _object(await read_object(request, LARGEST_DASHBOARD), "source")
    return JSONResponse({"findings": await services.workers.run(lambda: _findings(services, name, value))})


def _findings(services: Services, name: str, value: JsonObject) -> list[JsonObject]:
    file = services.library.file(name)
    text = written(file, value).removeprefix(BOM)
    return [_finding(each) for each in check_text(text, file, services.session, services.now())]


def _finding(found: Finding) -> JsonObject:
    path: Json = [*(found.path[1:] if found.path[:1] == ("state",) else found.path)]
    return {
        "severity": found.severity,
        "message": found.message,
        "hint": found.hint,
        "file": found.file.name if found.file else None,
        "line": found.line,
        "column": found.column,
        "path": path,
        "pointer": found.pointer,
    }


def _object(body: JsonObject, name: str) -> JsonObject:
    value: Json = body.get(name)
    if not isinstance(value, dict):
        raise RequestError(400, f'The request has no "{name}", the JSON of the dashboard.')
    return value


ROUTES = [
    Route("/api/dashboards", make, methods=["POST"]),
    Route("/api/dashboards/{name}/source", read),
    Route("/api/dashboards/{name}/source", write, methods=["PUT"]),
    Route("/api/dashboards/{name}/findings", findings, methods=["POST"]),
    Route("/api/preview", preview, methods=["POST"]),
]
