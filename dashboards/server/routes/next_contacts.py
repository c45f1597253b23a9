"""Next contacts: the list of an owner, of the rows that who asks may see."""

from __future__ import annotations

import dataclasses

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import JsonObject
from dashboards.people.person import Person
from dashboards.rows.users import user_fields
from dashboards.server.identity import person_of
from dashboards.server.services import Services
from engine.analyses.contacts.list import Owner, list_of, owners_of
from engine.errors import SwellError
from engine.models.definition import Model
from engine.reports.json import report_json

KIND = "next_contact"
"""The kind of models that make such lists."""


async def show(request: Request) -> Response:
    """Answer with lists and owners, and the list of the owner who is asked for, else of who asks or the first."""
    services, person, asked = Services.of(request), person_of(request), request.query_params
    return JSONResponse(
        await services.workers.run(lambda: _answer(services, person, asked.get("list"), asked.get("owner")))
    )


def _answer(services: Services, person: Person, wanted: str | None, asked: str | None) -> JsonObject:
    lists = _lists(services)
    if not lists:
        return {"lists": [], "list": None, "owners": [], "owner": None, "report": None}
    dataset = next((each.name for each in lists if each.name == wanted), lists[0].name)
    owners = owners_of(services.session, dataset, services.now())
    chosen = _chosen(owners, (asked,) if asked is not None else (_name(services, person),))
    report = None if chosen is None else report_json(list_of(services.session, dataset, chosen, services.now()))
    return {
        "lists": [{"name": each.name, "label": each.label} for each in lists],
        "list": dataset,
        "owners": [dataclasses.asdict(each) for each in owners],
        "owner": None if chosen is None else chosen.name,
        "report": report,
    }


def _lists(services: Services) -> list[Model]:
    """Return the models of next contacts that have made their dataset, which is called as they are."""
    return [each for each in services.models() if each.kind == KIND and each.name in services.session.store]


def _chosen(owners: tuple[Owner, ...], names: tuple[str | None, ...]) -> Owner | None:
    return next((each for each in owners if each.name in names), owners[0] if owners else None)


def _name(services: Services, person: Person) -> str | None:
    """Return what who asks is called in the CRM; None where that is not clear."""
    try:
        name = user_fields(person, services.sessions.whole, services.sessions.users).get("Name")
    except SwellError:
        return None
    return name if isinstance(name, str) else None


ROUTES = [Route("/api/next", show)]
