"""Analyses of the rows that the person sees: stories, and what else is found when somebody asks."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.analyses import analyse
from dashboards.server.payload import read_object
from dashboards.server.services import Services
from engine.reports.json import report_json


async def show(request: Request) -> Response:
    """Answer with what an analysis finds."""
    services, kind, settings = Services.of(request), request.path_params["kind"], await read_object(request)
    now = services.now()
    return JSONResponse(await services.workers.run(lambda: report_json(analyse(kind, services.session, settings, now))))


ROUTES = [Route("/api/analyses/{kind}", show, methods=["POST"])]
