"""Help with writing a query: what can be written at a place, what a word means, the query in its canonical form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.datasets import Datasets
from dashboards.model.json import Json, JsonObject
from dashboards.server.errors import RequestError
from dashboards.server.payload import query_text, read_object
from dashboards.server.services import Services
from saql import service
from saql.format import format_query
from saql.schema import Catalog
from saql.source import Source

_Answer = TypeVar("_Answer")


async def complete(request: Request) -> Response:
    """Answer with what can be written at a place."""
    source, found = await _asked(request, service.complete)
    items: list[Json] = [
        {"name": each.name, "kind": each.kind, "insert": each.insert, "detail": each.detail, "summary": each.summary}
        for each in found.items
    ]
    return JSONResponse({"start": source.utf16(found.start), "end": source.utf16(found.end), "items": items})


async def hover(request: Request) -> Response:
    """Answer with what the word at a place means, null where there is nothing to say."""
    source, found = await _asked(request, service.hover)
    if found is None:
        return JSONResponse({"hover": None})
    places = {"start": source.utf16(found.start), "end": source.utf16(found.end)}
    return JSONResponse({"hover": {**places, "title": found.title, "text": found.text, "example": found.example}})


async def canonical(request: Request) -> Response:
    """Answer with the query in its canonical form."""
    text = query_text(await read_object(request))
    return JSONResponse({"query": await Services.of(request).workers.run(lambda: format_query(text))})


async def _asked(request: Request, ask: Callable[[str, int, Catalog], _Answer]) -> tuple[Source, _Answer]:
    """Return the query that a request is about, and what the language service says of the place in it."""
    services, body = Services.of(request), await read_object(request)
    source = Source(query_text(body))
    offset = source.from_utf16(_offset(body))
    return source, await services.workers.run(lambda: ask(source.text, offset, Datasets(services.session.store)))


def _offset(body: JsonObject) -> int:
    offset = body.get("offset")
    if not isinstance(offset, int) or isinstance(offset, bool):
        raise RequestError(400, 'The request has no place: {"query": "..", "offset": 12}.')
    return offset


ROUTES = [
    Route("/api/complete", complete, methods=["POST"]),
    Route("/api/hover", hover, methods=["POST"]),
    Route("/api/format", canonical, methods=["POST"]),
]
