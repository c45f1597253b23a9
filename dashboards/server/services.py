"""What the handlers of requests share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request

from dashboards.lens.queries import SavedQueries
from dashboards.library import Library
from dashboards.locale import EN_US, Locale, accepted
from dashboards.model.json import Json
from dashboards.saving import Saving
from dashboards.server.static import StaticPage
from dashboards.server.work import Workers
from engine.session import Session


@dataclass(frozen=True, slots=True)
class Services:
    """The workspace behind the server. `now` gives the instant of a request, `connections` what is known of CRMs.

    `locale` is the workspace's; None for that of the reader.
    """

    session: Session
    library: Library
    name: str
    now: Callable[[], dt.datetime]
    page: StaticPage
    workers: Workers
    queries: SavedQueries
    connections: Callable[[], list[Json]]
    saving: Saving = field(default_factory=Saving)
    locale: Locale | None = None

    @staticmethod
    def of(request: Request) -> Services:
        """Return those of the application that a request came to."""
        services: Services = request.app.state.services
        return services

    def locale_of(self, request: Request) -> Locale:
        """Return how numbers and dates are written for who asks."""
        return self.locale or accepted(request.headers.get("accept-language", ""), EN_US)
