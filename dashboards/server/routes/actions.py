"""Actions: what there is, what a run would do, a run, and what runs did.

Their records are those that the owner of an action sees, so only the owner and administrators are shown records, and
only they run an action by hand. All editors see which actions there are and how runs went.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import as_text
from dashboards.server.actions import ActionsDesk
from dashboards.server.errors import RequestError
from dashboards.server.identity import person_of
from dashboards.server.payload import read_object
from dashboards.server.services import Services

T = TypeVar("T")


async def overview(request: Request) -> Response:
    """Answer with the actions and the latest runs, without records."""
    person = person_of(request)
    found = await _ask(request, lambda desk: desk.overview())
    return JSONResponse({**found, "email": person.email, "all": person.local or person.role == "admin"})


async def plan(request: Request) -> Response:
    """Answer with what a run would do; nothing is done."""
    name = request.path_params["action"]
    return JSONResponse(await _ask(request, lambda desk: desk.plan(name), of=name))


async def run(request: Request) -> Response:
    """Do what a plan says that a person has seen."""
    name, mark = request.path_params["action"], as_text((await read_object(request)).get("mark"))
    person = person_of(request)
    by = person.email or person.name
    return JSONResponse(await _ask(request, lambda desk: desk.run(name, mark, by), of=name), 201)


async def entries(request: Request) -> Response:
    """Answer with what a run did, record by record."""
    name, number = request.path_params["action"], _number(request)
    return JSONResponse(await _ask(request, lambda desk: desk.entries(name, number), of=name))


async def files(request: Request) -> Response:
    """Answer with the files that a run wrote."""
    name, number = request.path_params["action"], _number(request)
    content = await _ask(request, lambda desk: desk.files(name, number), of=name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}_{number}.zip"}
    return Response(content, media_type="application/zip", headers=headers)


def _number(request: Request) -> int:
    text = request.path_params["run"]
    most_digits = 15  # more than SQLite's numbers have is no run either
    if not (text.isascii() and text.isdigit() and len(text) <= most_digits):
        raise RequestError(404, "There is no such run.")
    return int(text)


async def _ask(request: Request, question: Callable[[ActionsDesk], T], of: str | None = None) -> T:
    """Ask; where it is of one action, only its owner and administrators may."""
    services, person = Services.of(request), person_of(request)
    desk = services.actions
    if desk is None:
        raise RequestError(404, "This server has no actions.", "Serve the workspace with: swell serve")

    def asked() -> T:
        if of is not None and not person.local and person.role != "admin" and desk.owner(of) != person.email:
            hint = "It shows records as its owner sees them; an administrator, or its file, can make you the owner."
            raise RequestError(403, f"Only its owner and administrators see the records of '{of}' and run it.", hint)
        return question(desk)

    return await services.workers.run(asked)


ROUTES = [
    Route("/api/actions", overview),
    Route("/api/actions/{action}/plan", plan),
    Route("/api/actions/{action}/runs", run, methods=["POST"]),
    Route("/api/actions/{action}/runs/{run}", entries),
    Route("/api/actions/{action}/runs/{run}/files", files),
]
