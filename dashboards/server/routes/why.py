"""Why a widget shows what it shows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.filter_choices import FilterChoices
from dashboards.model.json import JsonObject, as_text
from dashboards.run import Selections
from dashboards.server.payload import read_object
from dashboards.server.routes.dashboards import selections_of
from dashboards.server.routes.filters import filter_choices
from dashboards.server.services import Services
from dashboards.why.explain import explain


async def show(request: Request) -> Response:
    """Answer with the query behind a widget, where its parts come from, and the records."""
    services, name = Services.of(request), request.path_params["name"]
    body = await read_object(request)
    widget, selections, filters = as_text(body.get("widget")), selections_of(body), filter_choices(body)
    return JSONResponse(await services.workers.run(lambda: _why(services, name, widget, selections, filters)))


def _why(services: Services, name: str, widget: str, selections: Selections, filters: FilterChoices) -> JsonObject:
    return explain(services.dashboard(name), widget, services.session, services.now(), selections, filters)


ROUTES = [Route("/api/dashboards/{name}/why", show, methods=["POST"])]
