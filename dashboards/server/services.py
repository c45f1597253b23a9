"""What the handlers of requests share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from starlette.requests import Request

from dashboards.lens.queries import SavedQueries
from dashboards.library import Library
from dashboards.locale import EN_US, Locale, accepted
from dashboards.model import Dashboard
from dashboards.model.json import Json
from dashboards.people.accounts import Accounts
from dashboards.people.openid import OpenId
from dashboards.rows.sessions import Sessions
from dashboards.saving import Saving
from dashboards.server.actions import ActionsDesk
from dashboards.server.apps import AppsDesk
from dashboards.server.identity import person_of
from dashboards.server.jobs import JobsDesk
from dashboards.server.kept import KeptAnswers, KeptDashboards
from dashboards.server.static import StaticPage
from dashboards.server.watch.watch import Watch
from dashboards.server.wave.processing import Uploads
from dashboards.server.work import Workers
from engine.models.definition import Model
from engine.recipes.recipe import Recipe
from engine.session import Session

KEPT_ANSWERS = 64 << 20
"""Bytes of answers that a process keeps."""


@dataclass(frozen=True, slots=True)
class Services:
    """The workspace behind the server. `now` gives the instant of a request, `connections` what is known of CRMs.

    `locale` is the workspace's; None for that of the reader.
    `doors` are the threads in which passwords are looked at: so few that guesses can't take the memory of the machine,
    and others than `workers`, so that people can sign in while queries run.
    """

    session: Session
    library: Library
    name: str
    now: Callable[[], dt.datetime]
    page: StaticPage
    workers: Workers
    queries: SavedQueries
    connections: Callable[[], list[Json]]
    accounts: Accounts
    sessions: Sessions
    openid: OpenId | None = None
    jobs: JobsDesk | None = None
    actions: ActionsDesk | None = None
    apps: AppsDesk | None = None
    saving: Saving = field(default_factory=Saving)
    uploads: Uploads | None = None
    locale: Locale | None = None
    settings: Callable[[], list[Json]] = list
    recipes: Callable[[], Sequence[Recipe]] = tuple
    models: Callable[[], Sequence[Model]] = tuple
    doors: Workers = field(default_factory=lambda: Workers(2))
    watch: Watch = field(default_factory=Watch)
    dashboards: KeptDashboards = field(default_factory=KeptDashboards)
    answers: KeptAnswers = field(default_factory=lambda: KeptAnswers(KEPT_ANSWERS))

    def dashboard(self, name: str) -> Dashboard:
        """Return a dashboard of the library, as `Library.load`."""
        return self.dashboards.load(self.library, name)

    @staticmethod
    def of(request: Request) -> Services:
        """Return those of the application that a request came to, as who asks may see them."""
        services = Services.whole(request)
        person = person_of(request)
        hidden = frozenset(each for each in person.folders if person.role_in(each) is None)
        return replace(services, session=services.sessions.of(person), library=services.library.without(hidden))

    @staticmethod
    def whole(request: Request) -> Services:
        """Return them as nobody may see them: for who signs in, and for what decides who may see what."""
        services: Services = request.app.state.services
        return services

    def locale_of(self, request: Request) -> Locale:
        """Return how numbers and dates are written for who asks."""
        return self.locale or accepted(request.headers.get("accept-language", ""), EN_US)
