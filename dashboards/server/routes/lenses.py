"""Lenses: what one shows, before anybody saved it."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.lens.look import lens_look
from dashboards.locale import Locale
from dashboards.model.json import JsonObject
from dashboards.server.payload import read_object
from dashboards.server.services import Services


async def look(request: Request) -> Response:
    """Answer with the picture, the rows and the query of a lens."""
    services, lens = Services.of(request), await read_object(request)
    locale = services.locale_of(request)
    return JSONResponse(await services.workers.run(lambda: _look(services, lens, locale)))


def _look(services: Services, lens: JsonObject, locale: Locale) -> JsonObject:
    start = time.perf_counter()
    found = lens_look(lens, services.session, services.now(), locale)
    return {**found, "milliseconds": round((time.perf_counter() - start) * 1000, 1)}


ROUTES = [Route("/api/lens", look, methods=["POST"])]
