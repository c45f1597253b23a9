"""Models: how they stand, what they learnt, and runs of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import as_text
from dashboards.models import Models
from dashboards.server.errors import RequestError
from dashboards.server.identity import person_of
from dashboards.server.payload import read_object
from dashboards.server.permission import may
from dashboards.server.services import Services
from engine.models.errors import ModelNotFoundError
from engine.models.kept import KeptModels
from engine.models.overview import overviews

T = TypeVar("T")

VERBS = ("train", "score")


async def models(request: Request) -> Response:
    """Answer with all models."""
    found = await _ask(request, lambda models: models.list())
    return JSONResponse({"models": found, "editable": may(request, "editor")})


async def model(request: Request) -> Response:
    """Answer with a model and what it learnt."""
    name, asked = request.path_params["model"], request.query_params.get("version")
    if asked is not None and not (asked.isascii() and asked.isdigit() and len(asked) < len("1000000000")):
        raise RequestError(400, "'version' is no number of a version.")
    version = None if asked is None else int(asked)
    found = await _ask(request, lambda models: models.show(name, version))
    return JSONResponse({**found, "editable": may(request, "editor")})


async def run(request: Request) -> Response:
    """Want a run of a model."""
    body, services, name = await read_object(request), Services.whole(request), request.path_params["model"]
    verb, desk = as_text(body.get("what")), services.jobs
    if verb not in VERBS:
        raise RequestError(400, f"'what' is none of: {', '.join(VERBS)}.")
    if desk is None:
        raise RequestError(404, "This server has no jobs.", "Serve the workspace with: swell serve")
    known = [each.name for each in services.models()]
    if name not in known:
        raise ModelNotFoundError(name, known)
    person = person_of(request)
    by = person.email or person.name
    return JSONResponse(await services.workers.run(lambda: desk.work(f"models {verb} {name}", by)), 201)


async def _ask(request: Request, question: Callable[[Models], T]) -> T:
    services, person = Services.whole(request), person_of(request)

    def answer() -> T:
        session, sessions = services.session, services.sessions
        kept = KeptModels.beside(session.store.folder)
        found = overviews(services.models(), session, kept, services.now())
        return question(Models(found, kept, lambda dataset: sessions.sees_all(person, dataset)))

    return await services.workers.run(answer)


ROUTES = [
    Route("/api/models", models),
    Route("/api/models/{model}", model),
    Route("/api/models/{model}/runs", run, methods=["POST"]),
]
