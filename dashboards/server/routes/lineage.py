"""Lineage: what is made of what, and the way of a field back to the fields of CRMs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.lineage.graph import graph
from dashboards.lineage.payload import graph_json, way_json
from dashboards.lineage.uses import uses
from dashboards.lineage.way import Ways
from dashboards.model.json import JsonObject
from dashboards.people.person import reaches
from dashboards.server.identity import person_of
from dashboards.server.services import Services


async def show(request: Request) -> Response:
    """Answer with the graph, and with the way of the field that is named; formulas are for those who may edit."""
    services, asked = Services.of(request), request.query_params
    dataset, field = asked.get("dataset"), asked.get("field")
    formulas = reaches(person_of(request).role, "editor")
    return JSONResponse(await services.workers.run(lambda: _lineage(services, dataset, field, formulas)))


def _lineage(services: Services, dataset: str | None, field: str | None, formulas: bool) -> JsonObject:
    store = services.session.store
    recipes = services.recipes()
    way = None if dataset is None or field is None else Ways(store, recipes, formulas).of(dataset, field)
    found = graph(store, recipes, services.models(), uses(services.library, services.queries))
    return {**graph_json(found), "way": None if way is None else way_json(way)}


ROUTES = [Route("/api/lineage", show)]
