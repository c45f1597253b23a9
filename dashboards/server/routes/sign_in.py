"""Signing in: with a password on our own page, or at an OpenID Connect provider."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboards.people.attempts import TooManyAttemptsError
from dashboards.people.database import PeopleError
from dashboards.people.openid import Attempt
from dashboards.people.person import Person
from dashboards.people.sign_ins import LONGEST, SignIns
from dashboards.server.errors import RequestError
from dashboards.server.identity import address_of, cookie_name
from dashboards.server.payload import read_body
from dashboards.server.permission import check_origin
from dashboards.server.services import Services
from dashboards.server.sign_in_page import sign_in_page

LARGEST_FORM = 10_000
WRONG = "E-mail and password do not belong together."
MINUTES_ELSEWHERE = 15


async def show(request: Request) -> Response:
    """Answer with the page; who needs not sign in goes on."""
    following = _next(request.query_params.get("next", "/"))
    if request.scope["person"] is not None:
        return RedirectResponse(following, 303)
    return _page(request, following)


async def enter(request: Request) -> Response:
    """Sign a browser in, or show the page again."""
    check_origin(request, required=True)
    services = Services.whole(request)
    form = parse_qs((await read_body(request, LARGEST_FORM)).decode("utf-8", "replace"), max_num_fields=20)
    email, password, following = (form.get(each, [""])[0] for each in ("email", "password", "next"))
    now, address = services.now(), address_of(request)
    try:
        person = await services.doors.run(lambda: services.accounts.authenticate(email, password, now, address))
    except TooManyAttemptsError as error:
        answer = _page(request, _next(following), 429, f"{error.message} {error.hint}", email)
        answer.headers["retry-after"] = str(error.seconds)
        return answer
    if person is None:
        return _page(request, _next(following), 401, WRONG, email)
    return await _entered(request, person, _next(following), "password")


async def leave_for_openid(request: Request) -> Response:
    """Send a browser to the provider."""
    services, provider = Services.whole(request), Services.whole(request).openid
    if provider is None:
        raise RequestError(404, "Nobody signs in elsewhere here.")
    try:
        address, attempt = await services.doors.run(lambda: provider.begin(_back(request)))
    except PeopleError as error:
        return _page(request, "/", 502, error.message)
    kept = {
        "s": attempt.state,
        "n": attempt.nonce,
        "v": attempt.verifier,
        "next": request.query_params.get("next", "/"),
    }
    answer = RedirectResponse(address, 303)
    _set(request, answer, _attempt_cookie(request), quote(json.dumps(kept)), MINUTES_ELSEWHERE * 60)
    return answer


async def back_from_openid(request: Request) -> Response:
    """Sign in a browser that comes back from the provider."""
    services, provider = Services.whole(request), Services.whole(request).openid
    attempt, following = _attempt(request)
    state, code = (request.query_params.get(each, "") for each in ("state", "code"))
    if provider is None or attempt is None or not code:
        return _page(request, following, 401, "The sign-in elsewhere was not completed.")
    now, back = services.now(), _back(request)
    try:
        person = await services.doors.run(lambda: provider.finish(attempt, state, code, back, services.accounts, now))
    except PeopleError as error:
        return _page(request, following, 401, " ".join(filter(None, (error.message, error.hint))))
    answer = await _entered(request, person, following, provider.label)
    answer.delete_cookie(_attempt_cookie(request), secure=request.url.scheme == "https", httponly=True, samesite="lax")
    return answer


async def _entered(request: Request, person: Person, following: str, how: str) -> Response:
    services, name = Services.whole(request), cookie_name(request.scope)
    now, address, before = services.now(), address_of(request), request.cookies.get(name, "")
    sign_ins = SignIns(services.accounts)
    secret = await services.doors.run(lambda: sign_ins.start(person, now, address, before, how))
    answer = RedirectResponse(following, 303)
    set_sign_in(request, answer, secret)
    return answer


def set_sign_in(request: Request, answer: Response, secret: str) -> None:
    """Give a browser the secret of its sign-in; an empty one takes it away."""
    _set(request, answer, cookie_name(request.scope), secret, round(LONGEST.total_seconds()) if secret else 0)


def _set(request: Request, answer: Response, name: str, value: str, seconds: int) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/")


def _page(request: Request, following: str, status: int = 200, problem: str = "", email: str = "") -> Response:
    services = Services.whole(request)
    return sign_in_page(
        services.page,
        services.name,
        following,
        status=status,
        problem=problem,
        email=email,
        elsewhere=services.openid.label if services.openid else None,
        link=f"/sign-in/openid?next={quote(following)}",
    )


def _next(path: str) -> str:
    """Return where to go when signed in: only ever an address of this server."""
    return path if path[:1] == "/" and path[1:2] not in ("/", "\\") and path.isprintable() else "/"


def _back(request: Request) -> str:
    return str(request.url.replace(path="/sign-in/openid/back", query="", fragment=""))


def _attempt_cookie(request: Request) -> str:
    return f"{cookie_name(request.scope)}-openid"


def _attempt(request: Request) -> tuple[Attempt | None, str]:
    """Return what a browser kept while it was at the provider, and where it goes now."""
    try:
        kept = json.loads(unquote(request.cookies.get(_attempt_cookie(request), "")))
        return Attempt(*(str(kept[each]) for each in ("s", "n", "v"))), _next(str(kept.get("next", "/")))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, "/"


ROUTES = [
    Route("/sign-in", show),
    Route("/sign-in", enter, methods=["POST"]),
    Route("/sign-in/openid", leave_for_openid),
    Route("/sign-in/openid/back", back_from_openid),
]
