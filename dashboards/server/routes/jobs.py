"""Jobs, their runs, alerts and subscriptions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import Json, JsonObject, as_text
from dashboards.people.person import Person
from dashboards.server.errors import RequestError
from dashboards.server.identity import person_of
from dashboards.server.jobs import JobsDesk
from dashboards.server.payload import read_object
from dashboards.server.permission import may
from dashboards.server.services import Services

T = TypeVar("T")


async def overview(request: Request) -> Response:
    """Answer with what is to be done when, and the latest runs."""
    return JSONResponse(await _ask(request, lambda desk: desk.overview()))


async def run(request: Request) -> Response:
    """Answer with a run and its log."""
    number = _number(request)
    return JSONResponse(await _ask(request, lambda desk: desk.run(number)))


async def start(request: Request) -> Response:
    """Want a run of a job."""
    job, by = as_text((await read_object(request)).get("job")), _by(request)
    return JSONResponse(await _ask(request, lambda desk: desk.start(job, by)), 201)


async def cancel(request: Request) -> Response:
    """Want a run to stop."""
    number, by = _number(request), _by(request)
    return JSONResponse(await _ask(request, lambda desk: desk.cancel(number, by)))


async def alerts(request: Request) -> Response:
    """Answer with alerts and subscriptions, and what came of them, as far as they are the business of who asks."""
    person, edits, names = person_of(request), may(request, "editor"), Services.of(request).library.names()

    def found(desk: JobsDesk) -> JsonObject:
        mine = [_theirs(each, person, edits, names) for each in (desk.alerts(), desk.subscriptions())]
        known = {each["name"] for each in mine[0]}
        history: list[Json] = [_told(each, person) for each in desk.history() if each["alert"] in known]
        sent: list[Json] = [each for each in desk.sent() if edits or _is_for(each.get("target"), person)]
        problems: list[Json] = [*(desk.problems() if edits else ())]
        return {
            "alerts": [*mine[0]],
            "subscriptions": [*mine[1]],
            "history": history,
            "sent": sent,
            "problems": problems,
            "editable": edits,
            "email": person.email,
        }

    return JSONResponse(await _ask(request, found))


async def add_alert(request: Request) -> Response:
    """Make an alert."""
    body, by, services = await read_object(request), _by(request), Services.of(request)

    def made(desk: JobsDesk) -> str:
        if "dashboard" in body:
            services.library.file(as_text(body["dashboard"]))
        return desk.add_alert(body, by)

    return JSONResponse({"name": await _ask(request, made)}, 201)


async def remove_alert(request: Request) -> Response:
    """Remove an alert."""
    name = request.path_params["alert"]
    await _ask(request, lambda desk: desk.remove_alert(name))
    return JSONResponse({})


async def add_subscription(request: Request) -> Response:
    """Make a subscription."""
    body, by, services = await read_object(request), _by(request), Services.of(request)

    def made(desk: JobsDesk) -> str:
        services.library.file(as_text(body.get("dashboard")))
        return desk.add_subscription(body, by)

    return JSONResponse({"name": await _ask(request, made)}, 201)


async def remove_subscription(request: Request) -> Response:
    """Remove a subscription."""
    name = request.path_params["subscription"]
    await _ask(request, lambda desk: desk.remove_subscription(name))
    return JSONResponse({})


async def _ask(request: Request, question: Callable[[JobsDesk], T]) -> T:
    services = Services.of(request)
    desk = services.jobs
    if desk is None:
        raise RequestError(404, "This server has no jobs.", "Serve the workspace with: swell serve")
    return await services.workers.run(lambda: question(desk))


def _number(request: Request) -> int:
    text = request.path_params["run"]
    most_digits = 15  # more than SQLite's numbers have is no run either
    if not (text.isascii() and text.isdigit() and len(text) <= most_digits):
        raise RequestError(404, "There is no such run.")
    return int(text)


def _by(request: Request) -> str:
    person = person_of(request)
    return person.email or person.name


def _is_for(recipient: Json, person: Person) -> bool:
    return person.local or recipient == person.email


def _theirs(found: Sequence[JsonObject], person: Person, edits: bool, names: Sequence[str]) -> list[JsonObject]:
    """Return those that somebody may know of: of dashboards that they see, and theirs where they don't edit."""
    return [
        each
        for each in found
        if each.get("dashboard") in (None, *names)
        and (edits or each.get("owner") == person.email or person.email in (each.get("recipients") or ()))  # type: ignore[operator]
    ]


def _told(event: JsonObject, person: Person) -> Json:
    """Return a firing without its values where they are another's rows; a webhook's are its owner's."""
    mine = _is_for(event.get("recipient"), person) or _is_for(event.get("owner") or None, person)
    return event if mine else {**event, "told": None}


ROUTES = [
    Route("/api/jobs", overview),
    Route("/api/jobs/runs", start, methods=["POST"]),
    Route("/api/jobs/runs/{run}", run),
    Route("/api/jobs/runs/{run}", cancel, methods=["DELETE"]),
    Route("/api/alerts", alerts),
    Route("/api/alerts", add_alert, methods=["POST"]),
    Route("/api/alerts/{alert}", remove_alert, methods=["DELETE"]),
    Route("/api/subscriptions", add_subscription, methods=["POST"]),
    Route("/api/subscriptions/{subscription}", remove_subscription, methods=["DELETE"]),
]
