"""The page: one file for all its addresses; its script reads the address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboards.server.services import Services

KINDS = {
    "/": "home",
    "/dashboards": "dashboards",
    "/dashboards/{name}": "dashboard",
    "/dashboards/{name}/edit": "editor",
    "/explore": "explore",
    "/explore/{name:path}": "explore",
    "/query": "query",
    "/datasets": "datasets",
    "/datasets/{name:path}": "dataset",
    "/story/{name:path}": "story",
    "/duplicates": "duplicates",
    "/goals": "goals",
    "/pipeline": "pipeline",
    "/models": "models",
    "/models/{name}": "model",
    "/customers": "customers",
    "/segments": "segments",
    "/segments/{name}": "segments",
    "/next": "next",
    "/lineage": "lineage",
    "/connections": "connections",
    "/apps": "apps",
    "/jobs": "jobs",
    "/alerts": "alerts",
    "/actions": "actions",
    "/account": "account",
    "/people": "people",
    "/settings": "settings",
}
"""The kinds of pages by their addresses, as the page's own router has them."""


def _showing(kind: str) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers with the page, ready to become one of a kind."""

    async def show(request: Request) -> Response:
        asks = f"/api/dashboards/{quote(request.path_params['name'], safe='')}" if kind == "dashboard" else None
        services = Services.whole(request)
        return services.page.shell(services.locale_of(request), kind, asks)

    return show


ROUTES = [Route(path, _showing(kind)) for path, kind in KINDS.items()]
