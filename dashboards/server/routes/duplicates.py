"""Records that may be one customer: pairs to decide about, and customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.duplicates import MOST, Duplicates
from dashboards.model.json import Json, JsonObject, as_number, as_object, as_text
from dashboards.server.errors import RequestError
from dashboards.server.identity import person_of
from dashboards.server.payload import read_object
from dashboards.server.permission import may
from dashboards.server.services import Services
from engine.matching.decisions import VERDICTS, Key
from engine.matching.ready_made import FOLDER

T = TypeVar("T")


async def matches(request: Request) -> Response:
    """Answer with what is matched."""
    found = await _ask(request, lambda duplicates: duplicates.matches())
    return JSONResponse({"matches": found, "editable": may(request, "editor")})


async def pairs(request: Request) -> Response:
    """Answer with pairs of a match."""
    asked, name = request.query_params, request.path_params["match"]
    within = _number(request, "least", 0.0), _number(request, "most", 1.0)
    place = int(_number(request, "start", 0)), int(_number(request, "count", MOST))
    view, text = asked.get("view", "review"), asked.get("text", "")
    return JSONResponse(await _ask(request, lambda duplicates: duplicates.pairs(name, view, text, within, place)))


async def customers(request: Request) -> Response:
    """Answer with customers of several records."""
    name, text = request.path_params["match"], request.query_params.get("text", "")
    start, count = int(_number(request, "start", 0)), int(_number(request, "count", MOST))
    return JSONResponse(await _ask(request, lambda duplicates: duplicates.customers(name, text, start, count)))


async def decide(request: Request) -> Response:
    """Note a decision about pairs."""
    body, name, (by, now) = await read_object(request), request.path_params["match"], _who(request)
    verdict, given = body.get("verdict"), body.get("pairs")
    if verdict not in VERDICTS or not isinstance(given, list) or not given:
        raise RequestError(400, f"A decision has pairs, and a verdict: {', '.join(VERDICTS)}.")
    chosen = [(_key(as_object(each), "left"), _key(as_object(each), "right")) for each in given]
    verdict = next(each for each in VERDICTS if each == verdict)
    found = await _ask(request, lambda duplicates: duplicates.decide(name, chosen, verdict, by, now))  # type: ignore[arg-type]
    return JSONResponse(found, 201)


async def accept(request: Request) -> Response:
    """Note that all pairs above a score are the same."""
    body, name, (by, now) = await read_object(request), request.path_params["match"], _who(request)
    least, text = as_number(body.get("least")), as_text(body.get("text"))
    if least is None or not 0 <= least <= 1:
        raise RequestError(400, "'least' is no score from 0 to 1.")
    found = await _ask(request, lambda duplicates: duplicates.accept(name, least, text, by, now))
    return JSONResponse(found, 201)


async def _ask(request: Request, question: Callable[[Duplicates], T]) -> T:
    services, whole = Services.of(request), Services.whole(request)
    folder = services.library.folder.parent / FOLDER
    duplicates = Duplicates(folder, whole.session.store, services.session.store)
    return await services.workers.run(lambda: question(duplicates))


def _who(request: Request) -> tuple[str, dt.datetime]:
    person = person_of(request)
    return person.email or person.name, Services.of(request).now()


def _key(pair: JsonObject, side: str) -> Key:
    key = as_object(pair.get(side))
    source, id_ = as_text(key.get("source")), as_text(key.get("id"))
    if not source or not id_:
        raise RequestError(400, f"A pair has no record at its {side}: source and id.")
    return Key(source, id_)


def _number(request: Request, name: str, usual: float) -> float:
    given: Json = request.query_params.get(name)
    found = usual if given is None else as_number(given)
    if found is None or not 0 <= found <= 1e9:
        raise RequestError(400, f"'{name}' is no number from 0.")
    return found


ROUTES = [
    Route("/api/duplicates", matches),
    Route("/api/duplicates/{match}", pairs),
    Route("/api/duplicates/{match}/customers", customers),
    Route("/api/duplicates/{match}/decisions", decide, methods=["POST"]),
    Route("/api/duplicates/{match}/accept", accept, methods=["POST"]),
]
