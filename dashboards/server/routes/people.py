"""People and what they did, for administrators."""

from __future__ import annotations

from typing import cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import Json, JsonObject, as_text
from dashboards.people.accounts import Account
from dashboards.people.audit import Event
from dashboards.people.person import EVERYONE, NO_ACCESS, Role
from dashboards.server.errors import RequestError
from dashboards.server.identity import person_of
from dashboards.server.payload import read_object
from dashboards.server.services import Services

MOST_EVENTS = 1000


async def listed(request: Request) -> Response:
    """Answer with all accounts, the folders of assets, and what everybody is in them."""
    services = Services.of(request)
    return JSONResponse(await services.workers.run(lambda: _listed(services)))


async def add(request: Request) -> Response:
    """Add an account; without a password it signs in elsewhere."""
    services, by, body = Services.of(request), person_of(request).email, await read_object(request)
    if not services.accounts.exist():
        raise RequestError(422, "This workspace has no accounts.", "Make the first one: swell user add")
    email, name, password = (as_text(body.get(each)) for each in ("email", "name", "password"))
    role = cast(Role, as_text(body.get("role")))  # which is checked there
    await services.doors.run(lambda: services.accounts.add(email, name, role, services.now(), password or None, by))
    return JSONResponse(await services.workers.run(lambda: _listed(services)), 201)


async def change(request: Request) -> Response:
    """Change an account's role (in a folder, if one is named), its password, or whether it is disabled."""
    services, by, email = Services.of(request), person_of(request).email, request.path_params["email"]
    body = await read_object(request)
    accounts, now = services.accounts, services.now()

    def changed() -> JsonObject:
        if "role" in body:
            folder = as_text(body.get("folder")) or None
            accounts.set_role(email, as_text(body.get("role")), now, folder, by)
        if "disabled" in body:
            accounts.disable(email, now, body.get("disabled") is True, by)
        if "password" in body:
            accounts.set_password(email, as_text(body.get("password")), now, by)
        return _listed(services)

    return JSONResponse(await services.doors.run(changed))


async def audit(request: Request) -> Response:
    """Answer with the latest events, of one person or one action if these are named."""
    services, wanted = Services.of(request), request.query_params
    count = wanted.get("count", "200")
    if not count.isascii() or not count.isdigit() or not 1 <= int(count[:9]) <= MOST_EVENTS:
        raise RequestError(400, f'"count" is no number from 1 to {MOST_EVENTS:,}.')
    person, action = wanted.get("person") or None, wanted.get("action") or None
    found = await services.workers.run(lambda: services.accounts.audit.latest(int(count), person, action))
    return JSONResponse({"events": [_event(each) for each in found]})


def _listed(services: Services) -> JsonObject:
    everyone: Json = _roles(services.accounts.for_everyone())
    people: list[Json] = [_account(each) for each in services.accounts.list()]
    return {"people": people, "folders": [*services.library.folders()], EVERYONE: everyone}


def _account(account: Account) -> JsonObject:
    person = account.person
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "folders": _roles(person.folders),
        "disabled": account.disabled,
        "password": account.signs_in_here,
        "created": account.created.isoformat(),
    }


def _roles(folders: object) -> JsonObject:
    assert isinstance(folders, dict)
    return {folder: role or NO_ACCESS for folder, role in folders.items()}


def _event(event: Event) -> JsonObject:
    return {
        "at": event.at.isoformat(),
        "person": event.person,
        "action": event.action,
        "target": event.target,
        "address": event.address,
        "detail": cast(JsonObject, dict(event.detail)),
    }


ROUTES = [
    Route("/api/people", listed),
    Route("/api/people", add, methods=["POST"]),
    Route("/api/people/{email:path}", change, methods=["PATCH"]),
    Route("/api/audit", audit),
]
