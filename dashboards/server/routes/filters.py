"""Global filters: what there is to choose from, asked for when somebody opens one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.domains import ends, extent, histogram, members
from dashboards.field_kinds import field_kind
from dashboards.filter_choices import FilterChoices, filtered, range_ends
from dashboards.global_filters import global_conditions
from dashboards.model import GlobalFilter
from dashboards.model.json import Json, JsonObject, as_object, as_text
from dashboards.resolve import Resolver
from dashboards.server.errors import RequestError
from dashboards.server.payload import read_object
from dashboards.server.services import Services
from dashboards.widgets.dateselector import date_forms

MEMBERS = 200
"""How many members are offered at once; a search finds the others."""


async def choices(request: Request) -> Response:
    """Answer with the members of a filter's field, or with its least and greatest value."""
    services, name, wanted = Services.of(request), request.path_params["name"], request.path_params["filter"]
    body = await read_object(request)
    return JSONResponse(await services.workers.run(lambda: _choices(services, name, wanted, body)))


def filter_choices(body: JsonObject) -> FilterChoices:
    """Return what a request sets global filters to.

    Raises:
        RequestError: that has the wrong shape.
    """
    given = body.get("filters")
    if given is not None and not (isinstance(given, dict) and all(isinstance(each, dict) for each in given.values())):
        raise RequestError(400, '"filters" is not an object of filters.')
    return {name: as_object(each) for name, each in as_object(given).items()}


def _choices(services: Services, name: str, wanted: str, body: JsonObject) -> JsonObject:
    dashboard = filtered(services.dashboard(name), filter_choices(body))
    known = next((each for each in dashboard.filters if each.id == wanted and not each.hidden), None)
    if known is None:
        raise RequestError(404, f"The dashboard has no filter '{wanted[:100]}'.")
    resolver = Resolver(dashboard, services.session, services.now(), {})
    kind = field_kind(resolver.datasets.schema(known.dataset), known.field)
    if kind == "text":
        others = [each for each in dashboard.filters if known.dependent and each.id != known.id]
        return _members(services, resolver, known, others, as_text(body.get("search")).strip())
    return _range(resolver, known, kind)


def _members(
    services: Services, resolver: Resolver, known: GlobalFilter, others: list[GlobalFilter], search: str
) -> JsonObject:
    schema = resolver.datasets.schema(known.dataset)
    conditions = [] if schema is None else global_conditions(others, known.dataset, schema)
    rows = members(
        services.session,
        services.now(),
        schema,
        known.dataset,
        known.field,
        search=search,
        limit=MEMBERS + 1,
        conditions=conditions,
    )
    listed: list[Json] = [[*each] for each in rows[:MEMBERS]]
    return {"kind": "text", "members": listed, "more": len(rows) > MEMBERS}


def _range(resolver: Resolver, known: GlobalFilter, kind: str) -> JsonObject:
    (limits,) = resolver.together([lambda: extent(resolver, known.dataset, known.field)])
    found: JsonObject = {"kind": kind, "domain": ends(limits)}
    if kind == "number":
        (bins,) = resolver.together([lambda: histogram(resolver, known.dataset, known.field, limits)])
        found["histogram"] = [*bins]
    if kind == "date":
        found["forms"] = date_forms({"calendarTypeSwitchingAllowed": True, "defaultFiscalMode": _is_fiscal(known)})
    return found


def _is_fiscal(known: GlobalFilter) -> bool:
    return any(isinstance(each, list) and str(each[0]).startswith("fiscal") for each in range_ends(known))


ROUTES = [Route("/api/dashboards/{name}/filters/{filter}", choices, methods=["POST"])]
