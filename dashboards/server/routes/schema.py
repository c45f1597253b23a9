"""The fields of every dataset, for the field browser beside the editor."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.datasets import Datasets
from dashboards.metadata import ShownField
from dashboards.model.json import Json, JsonObject
from dashboards.server.services import Services
from engine.store import StoreError
from saql.schema import Field


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
    known = datasets.shown(name).fields
    return [_field(each, known.get(each.name)) for each in schema or ()]


def _field(field: Field, known: ShownField | None) -> Json:
    about: JsonObject = {"name": field.name, "type": field.type.value, "virtual": field.date_part is not None}
    if known is not None:
        about |= {"label": known.label, "description": known.description, "hidden": known.hidden}
    return about


ROUTES = [Route("/api/schema", show)]
