"""Datasets: their list, and what is in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.compact import quote
from dashboards.datasets import Datasets
from dashboards.metadata import Metadata, ShownField, shown
from dashboards.model.json import Json, JsonObject
from dashboards.people.person import Person, reaches
from dashboards.server.identity import identity_of, person_of
from dashboards.server.payload import result_json
from dashboards.server.services import Services
from engine.errors import SwellError
from engine.models.staleness import making_of
from engine.recipes.staleness import made_of
from engine.store import Dataset, FieldProfile, Store, StoreError

PREVIEW_ROWS = 50
MOST_VERSIONS = 20
"""Beside the folder of the dashboards."""


async def listed(request: Request) -> Response:
    """Answer with the list."""
    services = Services.of(request)
    return JSONResponse({"datasets": await services.workers.run(lambda: _all(services))})


async def show(request: Request) -> Response:
    """Answer with the fields of one and its first rows."""
    services, name, person = Services.of(request), request.path_params["name"], person_of(request)
    found = await services.workers.run(lambda: _one(services, name, person))
    return JSONResponse({**found, "writable": reaches(person.role, "editor") and identity_of(request).by is None})


def _all(services: Services) -> list[JsonObject]:
    found = []
    store = services.session.store
    for name in store.names():
        try:
            with store.open(name) as dataset:
                found.append({**_summary(dataset), "fields": len(dataset.fields)})
        except StoreError:  # it went away meanwhile, or is damaged; to open it says why
            continue
    return found


def _one(services: Services, name: str, person: Person) -> JsonObject:
    with services.session.store.open(name) as dataset:
        known = shown(dataset, Metadata.beside(services.session.store).usable(dataset.name))
        fields: list[Json] = [_field(each, known.fields[each.name]) for each in dataset.profile()]
        return {
            **_summary(dataset),
            "fields": fields,
            "details": [*known.details],
            "preview": _preview(services, dataset),
            "versions": _versions(services.session.store, dataset),
            "sync": _sync(dataset),
            "recipe": _recipe(services, dataset, person),
            "model": _model(dataset),
            "security": _security(services, dataset.name) if person.role == "admin" else None,
        }


def _field(profile: FieldProfile, known: ShownField) -> JsonObject:
    """Return what is in a field, and how it is shown."""
    about: JsonObject = {
        "label": known.label,
        "description": known.description,
        "hidden": known.hidden,
        "labels": dict(known.labels),
    }
    return {**asdict(profile), "sample": list(profile.sample), **about}


def _security(services: Services, name: str) -> JsonObject | None:
    """Return who sees which rows, for administrators; None where all see all. What is wrong closes it for others."""
    try:
        rule = services.sessions.rules.find(name)
        if rule is None:
            return None
        with services.session.store.open(name) as dataset:
            rule.check(dataset.schema)
    except SwellError as error:
        return {"predicate": None, "backup": None, "except": [], "problem": error.message}
    backup = None if rule.backup is None else rule.backup.text
    return {"predicate": rule.predicate.text, "backup": backup, "except": [*rule.excepted], "problem": None}


def _versions(store: Store, dataset: Dataset) -> list[Json]:
    """Return the versions that can be opened, the newest first."""
    found: list[Json] = []
    for number in reversed(store.versions(dataset.name)[-MOST_VERSIONS:]):
        try:
            with store.open(dataset.name, number) as version:
                found.append({"version": number, "rows": version.rows, "created": version.created.isoformat()})
        except StoreError:  # it went away meanwhile, or is damaged
            continue
    return found


def _sync(dataset: Dataset) -> JsonObject | None:
    """Return what a sync noted of the dataset; None where none made it."""
    notes = dataset.manifest.notes.get("sync")
    if not isinstance(notes, Mapping):
        return None
    keys = ("connection", "object", "watermark", "reconciled")
    return {each: notes.get(each) if isinstance(notes.get(each), str) else None for each in keys}


def _recipe(services: Services, dataset: Dataset, person: Person) -> JsonObject | None:
    """Return which recipe made a dataset, and of what; None where none did. Its text is for those who may edit."""
    made = made_of(dataset.manifest)
    if made is None:
        return None
    recipes = services.recipes() if reaches(person.role, "editor") else ()
    recipe = next((each for each in recipes if each.name == made.recipe), None)
    inputs: list[Json] = [{"name": name, "version": version} for name, version in made.inputs.items()]
    return {
        "name": made.recipe,
        "description": made.description,
        "inputs": inputs,
        "file": None if recipe is None else recipe.file,
        "text": None if recipe is None else recipe.text,
    }


def _model(dataset: Dataset) -> JsonObject | None:
    """Return which model made a dataset, and of what; None where none did."""
    making = making_of(dataset.manifest)
    if making is None:
        return None
    inputs: list[Json] = [{"name": name, "version": version} for name, version in making.inputs.items()]
    known: JsonObject = {"name": making.model, "version": making.version, "description": making.description or None}
    return {**known, "inputs": inputs}


def _summary(dataset: Dataset) -> JsonObject:
    return {
        "name": dataset.name,
        "label": dataset.label,
        "rows": dataset.rows,
        "version": dataset.version,
        "created": dataset.created.isoformat(),
    }


def _preview(services: Services, dataset: Dataset) -> JsonObject:
    columns = ", ".join(f"{quote.name(each.name)} as {quote.name(each.name)}" for each in dataset.fields)
    if not columns:
        return {"columns": [], "rows": []}
    text = f"q = load {quote.text(dataset.name)}; q = limit q {PREVIEW_ROWS}; q = foreach q generate {columns};"
    found = services.session.query(text, now=services.now(), name="preview")
    return result_json(found, Datasets(services.session.store))


ROUTES = [Route("/api/datasets", listed), Route("/api/datasets/{name:path}", show)]
