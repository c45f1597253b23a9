"""Files of dashboards: what a viewer sees, for some selections, in one of the formats."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from dashboards.export.formats import MEDIA_TYPES, WIDEST, Exporter, Options, read_format
from dashboards.export.report import report
from dashboards.model.json import JsonObject, as_text
from dashboards.run import OpenDashboard
from dashboards.server.errors import RequestError
from dashboards.server.payload import read_object
from dashboards.server.routes.dashboards import selections_of
from dashboards.server.routes.filters import filter_choices
from dashboards.server.services import Services

CHUNK = 1 << 16
"""Bytes that are sent at once."""

_NARROWEST = 320


async def export(request: Request) -> Response:
    """Answer with a file."""
    services, name = Services.of(request), request.path_params["name"]
    body = await read_object(request)
    form, options, selections = read_format(as_text(body.get("format"))), _options(body), selections_of(body)
    filters = filter_choices(body)

    def made() -> bytes:
        opened = OpenDashboard(services.dashboard(name), services.session, locale=services.locale_of(request))
        only, now = None if options.widget is None else {options.widget}, services.now()
        look = opened.look(now, selections, only=only, filters=filters)
        with Exporter(report(opened.dashboard, name, look, now), options) as exporter:
            return exporter.file(form)

    content = await services.workers.run(made)
    file = f"{options.widget or name}.{form}"
    disposition = f"attachment; filename*=UTF-8''{quote(file, safe='')}"
    return StreamingResponse(
        _chunks(content),
        media_type=MEDIA_TYPES[form],
        headers={"content-disposition": disposition, "content-length": str(len(content))},
    )


def _chunks(content: bytes) -> Iterator[bytes]:
    return (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))


def _options(body: JsonObject) -> Options:
    width = body.get("width")
    if width is not None and (not isinstance(width, int) or not _NARROWEST <= width <= WIDEST):
        raise RequestError(400, f'"width" is no number from {_NARROWEST} to {WIDEST:,}.')
    return Options(
        page=as_text(body.get("page")) or None,
        widget=as_text(body.get("widget")) or None,
        width=width,
        scheme="dark" if body.get("scheme") == "dark" else "light",
    )


ROUTES = [Route("/api/dashboards/{name}/export", export, methods=["POST"])]
