"""Goals: how people and teams stand in a period."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.goals import Goals
from dashboards.server.services import Services


async def show(request: Request) -> Response:
    """Answer with a goal in a period, of the rows that who asks may see."""
    services, asked = Services.of(request), request.query_params

    def answer() -> Response:
        goals = Goals(services.models(), services.session, services.now())
        return JSONResponse(goals.show(asked.get("goal"), asked.get("period")))

    return await services.workers.run(answer)


ROUTES = [Route("/api/goals", show)]
