"""The application: routes, middleware, and what requests share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from importlib import resources
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboards.lens.queries import SavedQueries
from dashboards.library import Library
from dashboards.locale import Locale
from dashboards.model.json import Json
from dashboards.people.accounts import Accounts
from dashboards.people.database import FILE_NAME as PEOPLE
from dashboards.people.openid import OpenId
from dashboards.rows.rules import FOLDER, Rules
from dashboards.rows.sessions import Sessions
from dashboards.rows.users import Users
from dashboards.server import routes
from dashboards.server.actions import ActionsDesk
from dashboards.server.apps import AppsDesk
from dashboards.server.compression import Compression
from dashboards.server.errors import handlers
from dashboards.server.identity import IdentityMiddleware
from dashboards.server.jobs import JobsDesk
from dashboards.server.security import SecurityMiddleware
from dashboards.server.services import Services
from dashboards.server.static import StaticPage
from dashboards.server.watch.watch import Watch, WatchMiddleware
from dashboards.server.wave.errors import shaped
from dashboards.server.wave.processing import Loader, Uploads
from dashboards.server.wave.uploads import UploadFolder
from dashboards.server.work import Workers
from engine.models.definition import Model
from engine.recipes.recipe import Recipe
from engine.session import Session


def create_app(
    session: Session,
    library: Library,
    *,
    name: str,
    now: Callable[[], dt.datetime],
    web: Path | None = None,
    hosts: Collection[str] = (),
    concurrency: int = 4,
    queries: SavedQueries | None = None,
    connections: Callable[[], list[Json]] = list,
    settings: Callable[[], list[Json]] = list,
    recipes: Callable[[], Sequence[Recipe]] = tuple,
    models: Callable[[], Sequence[Model]] = tuple,
    accounts: Accounts | None = None,
    watch: Watch | None = None,
    load_upload: Loader | None = None,
    locale: Locale | None = None,
    jobs: JobsDesk | None = None,
    actions: ActionsDesk | None = None,
    apps: AppsDesk | None = None,
    openid: OpenId | None = None,
    users: Users | None = None,
) -> Starlette:
    """Return the web application (ASGI).

    Args:
        session: runs the queries.
        library: the dashboards.
        name: what the page calls the workspace.
        now: gives the instant that relative dates are reckoned from, with a zone.
        web: the folder of the page's files (default: the one that comes with Swell).
        hosts: names besides those of this machine by which a request that comes over loopback may call the server.
        concurrency: how many requests may compute at the same time; others wait.
        queries: the saved queries and lenses (default: those in `queries` beside the dashboards).
        connections: tells of the connections to CRMs, as the page shows them.
        settings: tells of every setting, its value, and where it came from.
        recipes: tells of the recipes, with their texts.
        models: tells of the models.
        accounts: who may sign in (default: those in `data/people.sqlite` beside the dashboards). While there are none,
            everybody at this machine may do everything.
        watch: counts and logs requests (default: they are only counted).
        load_upload: makes datasets of uploads by the Wave API; without it there are none.
        locale: how numbers and dates are written (default: as in the language that a reader's browser asks for).
        jobs: what the workspace does by itself.
        actions: what can be done about records.
        apps: ready-made apps.
        openid: a provider that people may sign in at.
        users: where the fields of people are found that the predicates of datasets read. The predicates are those in
            `security` beside the dashboards.
    """
    folder = web or Path(str(resources.files("dashboards").joinpath("web")))
    page = StaticPage.of(folder)
    people = accounts or Accounts.open(library.folder.parent / "data" / PEOPLE)
    over = watch or Watch()
    over.count_queries(session.tally)
    app = Starlette(
        routes=routes.all_routes(page),
        middleware=[
            Middleware(WatchMiddleware, watch=over),
            Middleware(SecurityMiddleware, hosts=frozenset(hosts), has_accounts=people.exist),
            Middleware(IdentityMiddleware, accounts=people, now=now),
            Middleware(Compression),
        ],
        exception_handlers=shaped(handlers()),
    )
    saved = queries or SavedQueries(library.folder.parent / "queries")
    uploads = (
        None if load_upload is None else Uploads(UploadFolder(session.store.folder / ".uploads"), load_upload, now)
    )
    sessions = Sessions(session, Rules(library.folder.parent / FOLDER), users or Users())
    workers = Workers(concurrency)
    app.state.services = Services(
        session,
        library,
        name,
        now,
        page,
        workers,
        saved,
        connections,
        people,
        sessions,
        openid,
        jobs,
        actions,
        apps,
        settings=settings,
        recipes=recipes,
        models=models,
        uploads=uploads,
        locale=locale,
        watch=over,
    )
    if uploads is not None:
        uploads.resume()
    return app
