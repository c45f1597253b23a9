"""A lens put on a dashboard: its pages with the version of its file, and the writing over that version."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.lens.addition import add_lens
from dashboards.model.json import Json, JsonObject, as_object, as_text
from dashboards.saving import read
from dashboards.server.errors import RequestError
from dashboards.server.payload import read_object
from dashboards.server.services import Services


async def pages(request: Request) -> Response:
    """Answer with the pages of a dashboard and the version of its file."""
    services, name = Services.of(request), request.path_params["name"]
    return JSONResponse(await services.workers.run(lambda: _pages(services, name)))


async def add(request: Request) -> Response:
    """Add a lens to the dashboard and answer with the new widget and its page."""
    services, name = Services.of(request), request.path_params["name"]
    body = await read_object(request)
    version = as_text(body.get("version"))
    if not version:
        raise RequestError(400, "The request does not say which version of the dashboard it adds to.")
    lens, page = as_object(body.get("lens")), as_text(body.get("page")) or None
    return JSONResponse(await services.workers.run(lambda: _add(services, name, lens, page, version)))


def _pages(services: Services, name: str) -> JsonObject:
    file = services.library.file(name)
    saved = read(file)
    found = services.library.load(name)
    first = found.layouts[0].pages if found.layouts else ()
    listed: list[Json] = [{"name": each.name, "label": each.label} for each in first]
    return {"label": found.label or name, "pages": listed, "version": saved.version}


def _add(services: Services, name: str, lens: JsonObject, page: str | None, version: str) -> JsonObject:
    file = services.library.file(name)
    added = add_lens(read(file).text, lens, page)
    return {
        "widget": added.widget,
        "page": added.page,
        "version": services.saving.write(file, added.text, version),
    }


ROUTES = [
    Route("/api/dashboards/{name}/additions", pages),
    Route("/api/dashboards/{name}/additions", add, methods=["POST"]),
]
