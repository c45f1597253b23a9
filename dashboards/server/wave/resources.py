"""Where the API begins: its versions and resources, and empty lists of what a workspace does not have."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import Json
from dashboards.server.wave.call import NEWEST, OLDEST, Call, Handler, route
from dashboards.server.wave.paging import empty

LISTS = ("dashboards", "datasets", "dependencies", "folders", "lenses", "limits", "query")

ABSENT = {
    "annotations": "annotations",
    "collections": "collections",
    "dataConnectors": "dataConnectors",
    "dataflowjobs": "dataflowJobs",
    "dataflows": "dataflows",
    "recipes": "recipes",
    "replicatedDatasets": "replicatedDatasets",
    "subscriptions": "subscriptions",
    "templates": "templates",
    "trendedReports": "trendedReports",
    "watchlist": "watchlist",
}
"""Resources of which there are none, each with the name of its list; clients that go through all of them go on."""


async def versions(_: Request) -> Response:
    """Answer with the versions of the API."""
    known = [
        {"label": f"v{n}.0", "url": f"/services/data/v{n}.0", "version": f"{n}.0"} for n in range(OLDEST, NEWEST + 1)
    ]
    return JSONResponse(known)


def services(call: Call) -> Json:
    """Answer with what there is in a version."""
    return {"query": f"{call.base}/query", "sobjects": f"{call.base}/sobjects", "wave": f"{call.base}/wave"}


def wave(call: Call) -> Json:
    """Answer with the resources."""
    return {each: call.url(each) for each in sorted((*LISTS, *ABSENT))}


def features(_: Call) -> Json:
    """Answer that no feature is configured."""
    return {"features": []}


def _empty(name: str) -> Handler:
    def listed(call: Call) -> Json:
        return empty(call, name)

    listed.__doc__ = f"Answer that there are no {name}."
    return listed


ROUTES = [
    Route("/services/data", versions),
    Route("/services/data/", versions),
    route("", services),
    route("/", services),
    route("/wave", wave),
    route("/wave/", wave),
    route("/wave/config/features", features),
    *(route(f"/wave/{path}", _empty(name)) for path, name in ABSENT.items()),
]
