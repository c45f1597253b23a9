"""Who may ask what: one table of all addresses, and the guard that stands before each of them.

docs/security.md shows the same table. An address without a row is answered to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from urllib.parse import quote, urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards.errors import DashboardNotFoundError
from dashboards.people.person import Person, Role, reaches
from dashboards.server.errors import RequestError
from dashboards.server.identity import Identity, address_of, identity_of, person_of
from dashboards.server.services import Services
from dashboards.server.wave.ids import DASHBOARD, named
from saql.record import record

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


@record
class Row:
    """What an address asks of who calls it.

    `least` is the role, None if anybody may. With `in_folder` it is the role in the folder of the dashboard that the
    address or the query (`folder`) names. `changes`: not while an administrator sees as somebody else, and no token
    without the scope `write`. `browser`: no token at all. `page`: who is not signed in is led to the sign-in.
    `noted`: what the audit log calls it.
    """

    method: str
    path: str
    least: Role | None
    in_folder: bool = False
    changes: bool = False
    browser: bool = False
    page: bool = False
    noted: str = ""


def _page(path: str, least: Role = "viewer") -> Row:
    return Row("GET", path, least, page=True)


def _wave(method: str, path: str, least: Role = "viewer", noted: str = "", in_folder: bool = False) -> Row:
    """Return the row of an address of the Wave API; what is not read there changes something, but for a query."""
    changes = method != "GET" and path != "/wave/query"
    return Row(method, f"/services/data/v{{version}}{path}", least, in_folder, changes, noted=noted)


def _lists(*paths: str) -> Iterator[Row]:
    yield from (_wave("GET", each) for each in paths)


WAVE: tuple[Row, ...] = (
    Row("GET", "/services/data", None),
    Row("GET", "/services/data/", None),
    Row("POST", "/services/oauth2/token", None),
    Row("POST", "/services/oauth2/revoke", None),
    Row("GET", "/services/oauth2/userinfo", "viewer"),
    Row("GET", "/id/{organization}/{user}", "viewer"),
    Row("POST", "/services/Soap/u/{version}", None),
    *_lists("", "/", "/wave", "/wave/", "/wave/limits", "/wave/dependencies/{asset}", "/wave/config/features"),
    *_lists(
        *(f"/wave/{each}" for each in ("annotations", "collections", "dataConnectors", "dataflowjobs", "dataflows"))
    ),
    *_lists(*(f"/wave/{each}" for each in ("recipes", "replicatedDatasets", "subscriptions", "templates"))),
    *_lists(*(f"/wave/{each}" for each in ("trendedReports", "watchlist"))),
    _wave("POST", "/wave/query"),
    *_lists("/wave/datasets", "/wave/datasets/", "/wave/datasets/{dataset}", "/wave/datasets/{dataset}/versions"),
    _wave("PATCH", "/wave/datasets/{dataset}", "admin", "dataset changed"),
    _wave("DELETE", "/wave/datasets/{dataset}", "admin", "dataset removed"),
    _wave("GET", "/wave/datasets/{dataset}/versions/{number}"),
    _wave("PATCH", "/wave/datasets/{dataset}/versions/{number}", "admin", "predicate changed"),
    _wave("GET", "/wave/datasets/{dataset}/versions/{number}/files"),
    _wave("GET", "/wave/datasets/{dataset}/versions/{number}/xmds"),
    _wave("GET", "/wave/datasets/{dataset}/versions/{number}/xmds/{kind}"),
    _wave("PUT", "/wave/datasets/{dataset}/versions/{number}/xmds/{kind}", "editor", "metadata changed"),
    *_lists("/wave/dashboards", "/wave/dashboards/"),
    _wave("POST", "/wave/dashboards", "editor", "dashboard made", in_folder=True),
    _wave("GET", "/wave/dashboards/{dashboard}", in_folder=True),
    _wave("PATCH", "/wave/dashboards/{dashboard}", "editor", "dashboard saved", in_folder=True),
    _wave("PUT", "/wave/dashboards/{dashboard}", "editor", "dashboard saved", in_folder=True),
    _wave("DELETE", "/wave/dashboards/{dashboard}", "editor", "dashboard removed", in_folder=True),
    _wave("GET", "/wave/dashboards/{dashboard}/bundle", in_folder=True),
    _wave("PUT", "/wave/dashboards/{dashboard}/bundle", "editor", "dashboard saved", in_folder=True),
    _wave("GET", "/wave/dashboards/{dashboard}/histories", in_folder=True),
    _wave("PATCH", "/wave/dashboards/{dashboard}/histories/{history}", "editor", in_folder=True),
    *_lists("/wave/lenses", "/wave/lenses/"),
    _wave("POST", "/wave/lenses", "editor", "query saved"),
    _wave("GET", "/wave/lenses/{lens}"),
    _wave("PATCH", "/wave/lenses/{lens}", "editor", "query saved"),
    _wave("PUT", "/wave/lenses/{lens}", "editor", "query saved"),
    _wave("DELETE", "/wave/lenses/{lens}", "editor", "query removed"),
    *_lists("/wave/lenses/{lens}/bundle", "/wave/lenses/{lens}/histories"),
    _wave("PUT", "/wave/lenses/{lens}/bundle", "editor", "query saved"),
    *_lists("/wave/folders", "/wave/folders/", "/wave/folders/{folder}"),
    _wave("POST", "/wave/folders", "editor", "folder made"),
    _wave("PATCH", "/wave/folders/{folder}", "admin", "folder shared"),
    _wave("PUT", "/wave/folders/{folder}", "admin", "folder shared"),
    _wave("DELETE", "/wave/folders/{folder}", "admin", "folder removed"),
    *_lists("/query", "/query/"),
    _wave("POST", "/sobjects/{kind}", "editor", "upload begun"),
    *_lists("/sobjects", "/sobjects/{kind}/describe"),
    _wave("GET", "/sobjects/{kind}/{record}", "editor"),
    _wave("GET", "/sobjects/{kind}/{record}/refused", "editor"),
    _wave("POST", "/sobjects/{kind}/{record}", "editor", "upload processed"),
    _wave("PATCH", "/sobjects/{kind}/{record}", "editor", "upload processed"),
)

TABLE: tuple[Row, ...] = (
    Row("GET", "/static", None),
    Row("GET", "/widgets/{name}/{version}/{file:path}", None),
    Row("GET", "/healthz", None),
    Row("GET", "/readyz", None),
    Row("GET", "/metrics", "admin"),
    Row("GET", "/sign-in", None),
    Row("POST", "/sign-in", None),
    Row("GET", "/sign-in/openid", None),
    Row("GET", "/sign-in/openid/back", None),
    _page("/"),
    _page("/dashboards"),
    _page("/dashboards/{name}"),
    _page("/dashboards/{name}/edit"),
    _page("/explore"),
    _page("/explore/{name:path}"),
    _page("/query"),
    _page("/datasets"),
    _page("/datasets/{name:path}"),
    _page("/story/{name:path}"),
    _page("/duplicates"),
    _page("/goals"),
    _page("/pipeline"),
    _page("/models"),
    _page("/models/{name}"),
    _page("/customers"),
    _page("/segments"),
    _page("/segments/{name}"),
    _page("/next"),
    _page("/lineage"),
    _page("/connections", "admin"),
    _page("/apps", "admin"),
    _page("/jobs", "editor"),
    _page("/alerts"),
    _page("/actions", "editor"),
    _page("/account"),
    _page("/people", "admin"),
    _page("/settings", "admin"),
    Row("GET", "/api/workspace", "viewer"),
    Row("GET", "/api/openapi.json", "viewer"),
    Row("GET", "/api/dashboards", "viewer"),
    Row("POST", "/api/dashboards", "editor", in_folder=True, changes=True, noted="dashboard made"),
    Row("GET", "/api/dashboards/{name}", "viewer", in_folder=True),
    Row("POST", "/api/dashboards/{name}/data", "viewer", in_folder=True),
    Row("GET", "/api/dashboards/{name}/source", "viewer", in_folder=True),
    Row("PUT", "/api/dashboards/{name}/source", "editor", in_folder=True, changes=True, noted="dashboard saved"),
    Row("POST", "/api/dashboards/{name}/findings", "editor", in_folder=True),
    Row("GET", "/api/dashboards/{name}/views", "viewer", in_folder=True),
    Row("POST", "/api/dashboards/{name}/views", "editor", in_folder=True, changes=True, noted="view saved"),
    Row("DELETE", "/api/dashboards/{name}/views", "editor", in_folder=True, changes=True, noted="view removed"),
    Row("POST", "/api/dashboards/{name}/export", "viewer", in_folder=True, noted="export"),
    Row("POST", "/api/dashboards/{name}/filters/{filter}", "viewer", in_folder=True),
    Row("GET", "/api/dashboards/{name}/additions", "viewer", in_folder=True),
    Row("POST", "/api/dashboards/{name}/additions", "editor", in_folder=True, changes=True, noted="dashboard saved"),
    Row("POST", "/api/dashboards/{name}/why", "viewer", in_folder=True),
    Row("POST", "/api/preview", "viewer"),
    Row("POST", "/api/lens", "viewer"),
    Row("GET", "/api/queries", "viewer"),
    Row("GET", "/api/queries/{file}", "viewer"),
    Row("POST", "/api/queries/{file}", "editor", changes=True, noted="query saved"),
    Row("GET", "/api/lineage", "viewer"),
    Row("GET", "/api/connections", "admin"),
    Row("GET", "/api/apps", "admin"),
    Row("POST", "/api/apps/{app}", "admin", changes=True, noted="app added"),
    Row("DELETE", "/api/apps/{app}", "admin", changes=True, noted="app removed"),
    Row("GET", "/api/settings", "admin"),
    Row("GET", "/api/jobs", "editor"),
    Row("GET", "/api/jobs/runs/{run}", "editor"),
    Row("POST", "/api/jobs/runs", "editor", changes=True, noted="job started"),
    Row("DELETE", "/api/jobs/runs/{run}", "editor", changes=True, noted="job cancelled"),
    Row("GET", "/api/alerts", "viewer"),
    Row("POST", "/api/alerts", "editor", changes=True, noted="alert made"),
    Row("DELETE", "/api/alerts/{alert}", "editor", changes=True, noted="alert removed"),
    Row("POST", "/api/subscriptions", "editor", changes=True, noted="subscription made"),
    Row("DELETE", "/api/subscriptions/{subscription}", "editor", changes=True, noted="subscription removed"),
    Row("GET", "/api/actions", "editor"),
    Row("GET", "/api/actions/{action}/plan", "editor"),
    Row("POST", "/api/actions/{action}/runs", "editor", changes=True),
    Row("GET", "/api/actions/{action}/runs/{run}", "editor"),
    Row("GET", "/api/actions/{action}/runs/{run}/files", "editor", noted="export"),
    Row("GET", "/api/widgets", "viewer"),
    Row("GET", "/api/datasets", "viewer"),
    Row("GET", "/api/datasets/{name:path}/quality", "viewer"),
    Row("GET", "/api/datasets/{name:path}", "viewer"),
    Row("GET", "/api/metadata/{dataset:path}", "viewer"),
    Row("PATCH", "/api/metadata/{dataset:path}", "editor", changes=True, noted="metadata changed"),
    Row("GET", "/api/duplicates", "viewer"),
    Row("GET", "/api/duplicates/{match}", "viewer"),
    Row("GET", "/api/duplicates/{match}/customers", "viewer"),
    Row("POST", "/api/duplicates/{match}/decisions", "editor", changes=True, noted="duplicates decided"),
    Row("POST", "/api/duplicates/{match}/accept", "editor", changes=True, noted="duplicates decided"),
    Row("GET", "/api/goals", "viewer"),
    Row("GET", "/api/models", "viewer"),
    Row("GET", "/api/models/{model}", "viewer"),
    Row("GET", "/api/next", "viewer"),
    Row("POST", "/api/models/{model}/runs", "editor", changes=True, noted="model run"),
    Row("GET", "/api/customers", "viewer"),
    Row("GET", "/api/segments", "viewer"),
    Row("POST", "/api/segments", "viewer"),
    Row("GET", "/api/segments/{segment}", "viewer"),
    Row("POST", "/api/segments/{segment}", "editor", changes=True, noted="segment saved"),
    Row("POST", "/api/analyses/{kind}", "viewer"),
    Row("GET", "/api/schema", "viewer"),
    Row("POST", "/api/query", "viewer"),
    Row("POST", "/api/check", "viewer"),
    Row("POST", "/api/profile", "viewer"),
    Row("POST", "/api/complete", "viewer"),
    Row("POST", "/api/hover", "viewer"),
    Row("POST", "/api/format", "viewer"),
    Row("GET", "/api/me", "viewer"),
    Row("POST", "/api/me/sign-out", "viewer", browser=True),
    Row("POST", "/api/me/password", "viewer", changes=True, browser=True),
    Row("GET", "/api/me/tokens", "viewer", browser=True),
    Row("POST", "/api/me/tokens", "viewer", changes=True, browser=True),
    Row("DELETE", "/api/me/tokens/{id}", "viewer", changes=True, browser=True),
    Row("POST", "/api/me/acting", "admin", changes=True, browser=True),
    Row("DELETE", "/api/me/acting", "viewer", browser=True),
    Row("GET", "/api/people", "admin"),
    Row("POST", "/api/people", "admin", changes=True),
    Row("PATCH", "/api/people/{email:path}", "admin", changes=True),
    Row("GET", "/api/audit", "admin"),
    *WAVE,
)
ROWS = {(row.method, row.path): row for row in TABLE}


def guarded(routes: Iterable[BaseRoute], under: str = "") -> list[BaseRoute]:
    """Return routes with the guard before each, those in a `Mount` too; a folder of files is open to all."""
    return [_guarded(each, under) for each in routes]


def _guarded(route: BaseRoute, under: str) -> BaseRoute:
    if isinstance(route, Mount) and route.routes:
        return Mount(route.path, routes=guarded(route.routes, under + route.path))
    if isinstance(route, Route):
        route = copy(route)  # that of the module is the same for all applications
        route.app = _Guard(route.app, under + route.path)
    return route


def addresses(routes: Iterable[BaseRoute], under: str = "") -> Iterator[tuple[str, str]]:
    """Give the method and the path of every route."""
    for each in routes:
        if isinstance(each, Route):
            yield from ((method, under + each.path) for method in sorted(each.methods or ()) if method != "HEAD")
        elif isinstance(each, Mount):
            yield from addresses(each.routes, under + each.path)


def may(request: Request, least: Role) -> bool:
    """Whether who asks has a role in the folder that a request is about, and may change things with it now."""
    return reaches(_role(request, person_of(request)), least) and identity_of(request).by is None


class _Guard:
    """Lets through what the table lets through, and notes what the audit log is to know."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        row = ROWS.get(("GET" if request.method == "HEAD" else request.method, self._path))
        if row is None:
            raise RequestError(403, "Nobody may ask this.", "Its address has no row in the table of permissions.")
        if row.least is not None:
            if row.page and scope["person"] is None:
                await RedirectResponse(f"/sign-in?next={quote(_asked(request))}", 303)(scope, receive, send)
                return
            _check(request, row, row.least)
        await self._app(scope, receive, _noting(request, row.noted, send) if row.noted else send)


def _check(request: Request, row: Row, least: Role) -> None:
    person, identity = person_of(request), identity_of(request)
    if request.method not in SAFE and identity.scopes is None:
        check_origin(request)
    if row.browser and not person.local and identity.sign_in is None:
        raise RequestError(403, "This takes a browser that is signed in; a token won't do.")
    if row.changes:
        _check_changes(identity, person)
    role = _role(request, person) if row.in_folder else person.role
    if not reaches(role, least):
        raise _refusal(person, least)


def _check_changes(identity: Identity, person: Person) -> None:
    if identity.by is not None:
        raise RequestError(403, f"You see this as {person.name}; nothing can be changed meanwhile.", "Stop it first.")
    if identity.scopes is not None and not identity.scopes & {"write", "admin"}:
        raise RequestError(403, "This token may only read.", "Take one with the scope 'write'.")


def check_origin(request: Request, required: bool = False) -> None:
    """Refuse what a page of another origin asks for in the name of who looks at it.

    Args:
        request: the request.
        required: whether a request that does not say where it comes from is refused too.

    Raises:
        RequestError: it comes from elsewhere.
    """
    origin = request.headers.get("origin")
    if origin is None:
        if required and request.headers.get("sec-fetch-site") not in ("same-origin", "none"):
            raise RequestError(403, "The request does not say which page it comes from (Origin).")
    elif urlsplit(origin).netloc != request.headers.get("host"):
        raise RequestError(403, "Another page asks to change files; only pages of this server may.")


def _role(request: Request, person: Person) -> Role | None:
    """Return what somebody is in the folder of the dashboard that a request is about.

    What is hidden from them is as if it were not there.

    Raises:
        DashboardNotFoundError: there is no such dashboard.
    """
    library, name = Services.of(request).library, request.path_params.get("name")
    if "dashboard" in request.path_params:  # by the Wave API, which has ids as well
        given = str(request.path_params["dashboard"])
        name = named(given, DASHBOARD, library.names(), "dashboard") or given
    if name is None:
        folder = request.query_params.get("folder", "")
        return person.role_in(folder) if folder in library.folders() else person.role_in("")
    if name not in (known := library.names()):
        raise DashboardNotFoundError(name, known)
    return person.role_in(library.folder_of(name))


def _refusal(person: Person, least: Role) -> RequestError:
    if person.local:
        hint = "Open the page there, at http://localhost with the port."
        return RequestError(403, "Only the machine that serves the workspace can change it.", hint)
    return RequestError(403, f"This takes the role {least}.", "An administrator can give it to you.")


def _noting(request: Request, action: str, send: Send) -> Send:
    """Return a `send` that writes into the audit log before it says that all went well."""
    services, person, by = Services.whole(request), person_of(request), identity_of(request).by
    who, detail = (person.email, {}) if by is None else (by.email, {"seen as": person.email})
    failed_from = 400

    async def send_noted(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] < failed_from:
            address, target = address_of(request), request.url.path
            note = services.accounts.audit.note
            await to_thread.run_sync(lambda: note(services.now(), who, action, target, address, **detail))
        await send(message)

    return send_noted


def _asked(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
