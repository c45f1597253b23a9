"""The fields of every dataset, for the field browser beside the editor."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.datasets import Datasets
from dashboards.model.json import Json, JsonObject
from dashboards.server.services import Services
from engine.store import StoreError


async def show(request: Request) -> Response:
    """Answer with the fields by dataset."""
    services = Services.of(request)
    return JSONResponse(await services.workers.run(lambda: _schema(services)))


def _schema(services: Services) -> JsonObject:
    datasets = Datasets(services.session.store)
    return {"datasets": {name: _fields(datasets, name) for name in datasets.names()}}


def _fields(datasets: Datasets, name: str) -> list[Json]:
    try:
        schema = datasets.schema(name)
    except StoreError:  # it is damaged; to open it says why
        return []
    return [
        {"name": each.name, "type": each.type.value, "virtual": each.date_part is not None} for each in schema or ()
    ]


ROUTES = [Route("/api/schema", show)]
