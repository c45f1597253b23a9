"""Queries: run, only checked, or run to see how that goes."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.datasets import Datasets
from dashboards.model.json import JsonObject
from dashboards.server.payload import query_text, read_object, result_json
from dashboards.server.services import Services
from saql.render import to_dict
from saql.service import diagnose


async def run(request: Request) -> Response:
    """Answer with the rows of a query."""
    services = Services.of(request)
    text = query_text(await read_object(request))
    return JSONResponse(await services.workers.run(lambda: _run(services, text)))


async def check(request: Request) -> Response:
    """Answer with the mistakes and the warnings of a query."""
    services = Services.of(request)
    text = query_text(await read_object(request))
    return JSONResponse({"diagnostics": await services.workers.run(lambda: _check(services, text))})


async def profile(request: Request) -> Response:
    """Run a query and answer with how it went."""
    services = Services.of(request)
    text = query_text(await read_object(request))
    return JSONResponse(await services.workers.run(lambda: _profile(services, text)))


def _profile(services: Services, text: str) -> JsonObject:
    return services.session.profile(text, now=services.now(), clock=time.perf_counter).to_json()


def _run(services: Services, text: str) -> JsonObject:
    start = time.perf_counter()
    found = services.session.query(text, now=services.now())
    taken = (time.perf_counter() - start) * 1000
    return {
        **result_json(found, Datasets(services.session.store)),
        "rowCount": found.table.num_rows,
        "truncated": found.truncated,
        "warnings": [to_dict(each, text) for each in found.warnings],
        "milliseconds": round(taken, 1),
        "cached": found.cached,
    }


def _check(services: Services, text: str) -> list[dict[str, object]]:
    return [to_dict(each, text) for each in diagnose(text, Datasets(services.session.store))]


ROUTES = [
    Route("/api/query", run, methods=["POST"]),
    Route("/api/check", check, methods=["POST"]),
    Route("/api/profile", profile, methods=["POST"]),
]
