"""Who asks: their account, their tokens, their password, and whose eyes they look through."""

from __future__ import annotations

import datetime as dt

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import JsonObject, as_text
from dashboards.people.sign_ins import SignIn, SignIns
from dashboards.people.tokens import Token, Tokens
from dashboards.server.errors import RequestError
from dashboards.server.identity import address_of, identity_of, person_of
from dashboards.server.payload import read_object
from dashboards.server.routes.sign_in import set_sign_in
from dashboards.server.services import Services

LONGEST_DAYS = 3650


async def show(request: Request) -> Response:
    """Answer with who asks."""
    person, identity, services = person_of(request), identity_of(request), Services.of(request)
    return JSONResponse(
        {
            "id": person.id,
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "folders": {each: person.role_in(each) for each in services.library.folders()},
            "local": person.local,
            "seenBy": identity.by and identity.by.name,
        }
    )


async def leave(request: Request) -> Response:
    """Sign the browser out."""
    services, sign_in = Services.of(request), _sign_in(request)
    await services.doors.run(lambda: SignIns(services.accounts).end(sign_in, services.now(), address_of(request)))
    answer = JSONResponse({})
    set_sign_in(request, answer, "")
    return answer


async def change_password(request: Request) -> Response:
    """Give the account another password; all other browsers are signed out."""
    services, person, body = Services.of(request), person_of(request), await read_object(request)
    _sign_in(request)
    old, new, now, address = (
        as_text(body.get("current")),
        as_text(body.get("password")),
        services.now(),
        address_of(request),
    )

    def changed() -> str:
        if services.accounts.authenticate(person.email, old, now, address) is None:
            raise RequestError(422, "The present password is another one.")
        services.accounts.set_password(person.email, new, now, by=person.email)
        return SignIns(services.accounts).start(person, now, address, how="new password")

    answer = JSONResponse({})
    set_sign_in(request, answer, await services.doors.run(changed))
    return answer


async def tokens(request: Request) -> Response:
    """Answer with the tokens of who asks."""
    services, person = Services.of(request), person_of(request)
    found = await services.workers.run(lambda: Tokens(services.accounts).list(person.id))
    return JSONResponse({"tokens": [_token(each) for each in found]})


async def issue(request: Request) -> Response:
    """Make a token and answer with it, this once."""
    services, person, body = Services.of(request), person_of(request), await read_object(request)
    _sign_in(request)
    days = body.get("days")
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= LONGEST_DAYS:
        raise RequestError(400, f'"days" is no number from 1 to {LONGEST_DAYS:,}: how long the token lasts.')
    name, scope, lifetime = as_text(body.get("name")), as_text(body.get("scope")), dt.timedelta(days=days)
    made = await services.workers.run(
        lambda: Tokens(services.accounts).issue(person.id, name, {scope}, services.now(), lifetime)
    )
    return JSONResponse({"token": made}, 201)


async def revoke(request: Request) -> Response:
    """End a token of who asks."""
    services, person, token = Services.of(request), person_of(request), request.path_params["id"]
    await services.workers.run(
        lambda: Tokens(services.accounts).revoke(token, services.now(), person.id, by=person.email)
    )
    return JSONResponse({})


async def see_as(request: Request) -> Response:
    """Show an administrator everything as somebody else sees it."""
    return await _see(request, as_text((await read_object(request)).get("email")))


async def see_as_oneself(request: Request) -> Response:
    """End that."""
    return await _see(request, None)


async def _see(request: Request, email: str | None) -> Response:
    services, sign_in = Services.of(request), _sign_in(request)
    await services.workers.run(
        lambda: SignIns(services.accounts).see_as(sign_in, email, services.now(), address_of(request))
    )
    return JSONResponse({})


def _sign_in(request: Request) -> SignIn:
    found = identity_of(request).sign_in
    if found is None:
        raise RequestError(422, "This workspace has no accounts.", "Make the first one: swell user add")
    return found


def _token(token: Token) -> JsonObject:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": [*sorted(token.scopes)],
        "created": token.created.isoformat(),
        "expires": token.expires.isoformat() if token.expires else None,
        "used": token.used.isoformat() if token.used else None,
    }


ROUTES = [
    Route("/api/me", show),
    Route("/api/me/sign-out", leave, methods=["POST"]),
    Route("/api/me/password", change_password, methods=["POST"]),
    Route("/api/me/tokens", tokens),
    Route("/api/me/tokens", issue, methods=["POST"]),
    Route("/api/me/tokens/{id}", revoke, methods=["DELETE"]),
    Route("/api/me/acting", see_as, methods=["POST"]),
    Route("/api/me/acting", see_as_oneself, methods=["DELETE"]),
]
