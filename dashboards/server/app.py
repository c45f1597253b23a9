"""The application: routes, middleware, and what requests share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from importlib import resources
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboards.lens.queries import SavedQueries
from dashboards.library import Library
from dashboards.model.json import Json
from dashboards.people.accounts import Accounts
from dashboards.people.database import FILE_NAME as PEOPLE
from dashboards.server import routes
from dashboards.server.compression import Compression
from dashboards.server.errors import handlers
from dashboards.server.identity import IdentityMiddleware
from dashboards.server.security import SecurityMiddleware
from dashboards.server.services import Services
from dashboards.server.static import StaticPage
from dashboards.server.watch.watch import Watch, WatchMiddleware
from dashboards.server.work import Workers
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
    accounts: Accounts | None = None,
    watch: Watch | None = None,
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
        accounts: who may sign in (default: those in `data/people.sqlite` beside the dashboards). While there are none,
            everybody at this machine may do everything.
        watch: counts and logs requests (default: they are only counted).
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
        exception_handlers=handlers(),
    )
    saved = queries or SavedQueries(library.folder.parent / "queries")
    app.state.services = Services(
        session, library, name, now, page, Workers(concurrency), saved, connections, people, over
    )
    return app
