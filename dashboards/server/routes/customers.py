"""Customers: what models made of them, in one report."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.server.services import Services
from engine.analyses.customers.overview import customers_report
from engine.models.staleness import made_by
from engine.reports.json import report_json


async def customers(request: Request) -> Response:
    """Answer with the report; null where no model has made a dataset of customers."""
    services, whole = Services.of(request), Services.whole(request)

    def answer() -> object:
        made = made_by(whole.session.store)
        models = [each for each in whole.models() if each.name in made and made[each.name].model == each.name]
        found = customers_report(models, services.session, services.now())
        return None if found is None else report_json(found)

    return JSONResponse({"report": await services.workers.run(answer)})


ROUTES = [Route("/api/customers", customers)]
