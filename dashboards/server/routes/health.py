"""Whether the server lives and can work, and its numbers."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboards.server.services import Services


async def alive(_: Request) -> Response:
    """Answer that the server answers."""
    return JSONResponse({"status": "ok"})


async def ready(request: Request) -> Response:
    """Answer whether datasets can be read and files be written: 503 where not. Names and reasons are not in it."""
    services = Services.whole(request)
    checks = await services.workers.run(lambda: {"datasets": _readable(services), "disk": _writable(services)})
    good = all(checks.values())
    words = {name: "ok" if found else "failed" for name, found in checks.items()}
    return JSONResponse({"status": "ready" if good else "not ready", "checks": words}, 200 if good else 503)


async def numbers(request: Request) -> Response:
    """Answer with what was counted, for Prometheus."""
    services = Services.whole(request)
    text = await services.workers.run(services.watch.text)
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4")


def _readable(services: Services) -> bool:
    try:
        services.session.store.names()  # one that is damaged is no reason to keep people from the others
    except OSError:
        return False
    return True


def _writable(services: Services) -> bool:
    data = services.session.store.folder
    folder = data if data.is_dir() else data.parent
    try:
        with tempfile.NamedTemporaryFile(dir=Path(folder), prefix=".ready-", suffix=".new") as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return True


ROUTES = [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", numbers)]
