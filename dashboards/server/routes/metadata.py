"""What people say of a dataset: how its fields are shown, for the editor of the page, and its changes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.metadata import Metadata, MetadataError, ShownField, Xmd, shown
from dashboards.metadata.changes import changed
from dashboards.model.json import Json, JsonObject
from dashboards.saving import ChangedMeanwhileError
from dashboards.server.errors import RequestError
from dashboards.server.payload import read_object
from dashboards.server.permission import may
from dashboards.server.services import Services
from engine.store import Dataset, DatasetField


async def read(request: Request) -> Response:
    """Answer with how the fields of a dataset are shown, and the version to change it by."""
    services, name = Services.of(request), request.path_params["dataset"]
    found = await services.workers.run(lambda: _read(services, name))
    answer = {**found, "writable": may(request, "editor")}
    return JSONResponse(answer, headers={"etag": f'"{found["version"]}"'})


async def change(request: Request) -> Response:
    """Change what people say where the file is still of the version that the request names in `If-Match`."""
    services, name = Services.of(request), request.path_params["dataset"]
    version = request.headers.get("if-match", "").strip().strip('"')
    if not version:
        raise RequestError(428, "The request does not say which version it changes (If-Match).")
    body = await read_object(request)
    found = await services.workers.run(lambda: _change(services, name, body, version))
    return JSONResponse({**found, "writable": True}, headers={"etag": f'"{found["version"]}"'})


def _read(services: Services, name: str) -> JsonObject:
    metadata = Metadata.beside(services.session.store)
    with services.session.store.open(name) as dataset:
        version = metadata.version(dataset.name)
        try:
            return _told(dataset, metadata.find(dataset.name), version, None)
        except MetadataError as error:
            return _told(dataset, None, version, error.message)


def _change(services: Services, name: str, body: JsonObject, version: str) -> JsonObject:
    metadata = Metadata.beside(services.session.store)
    with services.session.store.open(name) as dataset:
        known = metadata.find(dataset.name)
        if metadata.version(dataset.name) != version:
            raise ChangedMeanwhileError(
                "What is said of the dataset was changed by somebody else meanwhile; nothing was written.",
                hint="Open it again to see what it says now.",
            )
        xmd = changed(known, {each.name: each.role for each in dataset.fields}, body)
        saved = metadata.save(dataset.name, xmd, version, services.saving)
        return _told(dataset, xmd, saved, None)


def _told(dataset: Dataset, user: Xmd | None, version: str, problem: str | None) -> JsonObject:
    """Return how each field is shown, and how it would be if people said nothing."""
    now, imported = shown(dataset, user), shown(dataset, None)
    fields: list[Json] = [_field(each, now.fields[each.name], imported.fields[each.name]) for each in dataset.fields]
    return {
        "name": dataset.name,
        "version": version,
        "problem": problem,
        "fields": fields,
        "details": [*now.details],
        "derived": [*sorted(now.derived)],
    }


def _field(known: DatasetField, now: ShownField, imported: ShownField) -> JsonObject:
    members: JsonObject = {each.value: {"label": each.label, "color": each.color} for each in now.members}
    return {
        "name": known.name,
        "role": known.role,
        "label": now.label,
        "description": now.description,
        "hidden": now.hidden,
        "format": now.format,
        "multiplier": now.multiplier,
        "link": now.template,
        "tooltip": now.tooltip,
        "members": members,
        "imported": {"label": imported.label, "format": imported.format, "multiplier": imported.multiplier},
    }


ROUTES = [
    Route("/api/metadata/{dataset:path}", read),
    Route("/api/metadata/{dataset:path}", change, methods=["PATCH"]),
]
