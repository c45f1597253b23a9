"""The workspace: its name, and the version of Swell."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.server.services import Services


async def show(request: Request) -> Response:
    """Answer with the name and the version."""
    return JSONResponse({"name": Services.of(request).name, "version": version_of_swell()})


def version_of_swell() -> str:
    """Return the version that is installed."""
    try:
        return version("swell")
    except PackageNotFoundError:  # run from a folder, not installed
        return "development"


ROUTES = [Route("/api/workspace", show)]
