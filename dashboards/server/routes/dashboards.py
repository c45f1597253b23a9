"""Dashboards: their list, how one is laid out, and what its widgets show for some selections."""

from __future__ import annotations

import time
from collections.abc import Hashable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.describe import describe
from dashboards.model.json import Json, JsonObject
from dashboards.run import OpenDashboard, Selections
from dashboards.server.errors import RequestError
from dashboards.server.kept import answer_key
from dashboards.server.payload import read_object
from dashboards.server.routes.filters import filter_choices
from dashboards.server.services import Services


async def listed(request: Request) -> Response:
    """Answer with the list."""
    services = Services.of(request)
    entries = await services.workers.run(services.library.entries)
    shown = [
        {"name": each.name, "label": each.label, "description": each.description, "folder": each.folder}
        for each in entries
    ]
    return JSONResponse({"dashboards": shown})


async def show(request: Request) -> Response:
    """Answer with the layout, widgets and steps of one."""
    services, name = Services.of(request), request.path_params["name"]
    return JSONResponse(await services.workers.run(lambda: describe(services.dashboard(name), name)))


async def data(request: Request) -> Response:
    """Answer with what the widgets show."""
    services, name = Services.of(request), request.path_params["name"]
    body = await read_object(request)
    selections, only, filters = selections_of(body), _only(body), filter_choices(body)
    start, now, locale = time.perf_counter(), services.now(), services.locale_of(request)
    keeps = services.session is services.sessions.whole  # others see other rows

    def key() -> Hashable:
        return answer_key(services.session, services.library, name, [body, locale.tag], now)

    def looked() -> bytes:
        others = frozenset(services.library.names())
        look = OpenDashboard(services.dashboard(name), services.session, others, locale).look(
            now, selections, only, filters
        )
        made = bytes(JSONResponse(look.to_json()).body)
        if keeps and look.lasting and key() == asked:  # nothing has changed meanwhile
            services.answers.put(asked, made)
        return made

    asked = key()  # some names and times of files: not worth a thread, nor the wait for one
    kept = services.answers.get(asked) if keeps else None
    if kept is not None:
        services.watch.numbers.add("swell_answers_kept_total")
    shown = await services.workers.run(looked) if kept is None else kept
    taken = round((time.perf_counter() - start) * 1000, 1)
    return Response(shown[:-1] + f',"milliseconds":{taken}}}'.encode(), media_type="application/json")


def _only(body: JsonObject) -> frozenset[str] | None:
    """Return the widgets that are asked for; None for all."""
    given = body.get("widgets")
    if given is None:
        return None
    if not isinstance(given, list):
        raise RequestError(400, '"widgets" is not a list of names.')
    return frozenset(each for each in given if isinstance(each, str))


def selections_of(body: JsonObject) -> Selections:
    """Return the selections that a request names.

    Raises:
        RequestError: they have the wrong shape.
    """
    given = body.get("selections")
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise RequestError(400, '"selections" is not an object of steps.')
    return {step: _rows(step, rows) for step, rows in given.items()}


def _rows(step: str, rows: Json) -> list[JsonObject]:
    found = [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []
    if not isinstance(rows, list) or len(found) < len(rows):
        raise RequestError(400, f"The selection of step '{step[:100]}' is not a list of rows.")
    return found


ROUTES = [
    Route("/api/dashboards", listed),
    Route("/api/dashboards/{name}", show),
    Route("/api/dashboards/{name}/data", data, methods=["POST"]),
]
