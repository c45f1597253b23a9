"""`/services/oauth2`: tokens for programs, by the password and the client-credentials flow of OAuth 2 (RFC 6749).

Anybody may ask, but for forms of other pages; no cookie counts here.
"""

from __future__ import annotations

import contextlib
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.model.json import JsonObject
from dashboards.people.attempts import TooManyAttemptsError
from dashboards.people.database import PeopleError
from dashboards.people.person import Person
from dashboards.people.tokens import Tokens, digest
from dashboards.server.identity import person_of
from dashboards.server.payload import read_body
from dashboards.server.permission import check_origin
from dashboards.server.services import Services
from dashboards.server.wave.common import person as shown
from dashboards.server.wave.ids import ORGANIZATION, make_id
from dashboards.server.wave.sign_in import sign_in, with_token

LARGEST_FORM = 20_000
"""In bytes."""

FLOWS = ("password", "client_credentials")


async def token(request: Request) -> Response:
    """Answer with a token."""
    form = await _form(request)
    flow = form.get("grant_type", "")
    if flow not in FLOWS:
        return _refused(400, "unsupported_grant_type", f"grant_type is one of {', '.join(FLOWS)}")
    try:
        found = await Services.whole(request).doors.run(lambda: _signed_in(request, form, flow))
    except TooManyAttemptsError as error:
        return _refused(429, "invalid_grant", error.message)
    if found is None:
        return _refused(400, "invalid_grant", "authentication failure")
    person, secret = found
    instance = str(request.base_url).rstrip("/")
    services = Services.whole(request)
    answer: JsonObject = {
        "access_token": secret,
        "id": f"{instance}/id/{organization(services)}/{shown(person)['id']}",
        "instance_url": instance,
        "issued_at": str(int(services.now().timestamp() * 1000)),
        "scope": "api",
        "signature": "",
        "token_type": "Bearer",
    }
    return JSONResponse(answer)


async def revoke(request: Request) -> Response:
    """End a token; one that is none ends as well."""
    form = await _form(request)
    services = Services.whole(request)
    await services.workers.run(lambda: _revoke(services, form.get("token", "")))
    return Response(status_code=200)


async def identity(request: Request) -> Response:
    """Answer with who asks."""
    person, services = person_of(request), Services.whole(request)
    known = shown(person)
    answer: JsonObject = {
        "active": True,
        "display_name": person.name,
        "email": person.email,
        "name": person.name,
        "organization_id": organization(services),
        "preferred_username": person.email,
        "user_id": known["id"],
        "username": person.email,
    }
    return JSONResponse(answer)


def organization(services: Services) -> str:
    """Return the id of the workspace, as the organization that people belong to."""
    return make_id(ORGANIZATION, services.name)


def _signed_in(request: Request, form: dict[str, str], flow: str) -> tuple[Person, str] | None:
    if flow == "password":
        return sign_in(request, form.get("username", ""), form.get("password", ""))
    client, secret = form.get("client_id", ""), form.get("client_secret", "")
    return with_token(request, client, secret) or sign_in(request, client, secret)


def _revoke(services: Services, secret: str) -> None:
    rows = services.accounts.database.read("select id from tokens where hash = ?", digest(secret)) if secret else []
    for row in rows:
        with contextlib.suppress(PeopleError):  # somebody else was faster
            Tokens(services.accounts).revoke(row["id"], services.now())


async def _form(request: Request) -> dict[str, str]:
    check_origin(request)
    received = await read_body(request, LARGEST_FORM)
    return dict(parse_qsl(received.decode("utf-8", "replace"), keep_blank_values=True))


def _refused(status: int, code: str, message: str) -> Response:
    return JSONResponse({"error": code, "error_description": message}, status)


ROUTES = [
    Route("/services/oauth2/token", token, methods=["POST"]),
    Route("/services/oauth2/revoke", revoke, methods=["POST"]),
    Route("/services/oauth2/userinfo", identity),
    Route("/id/{organization}/{user}", identity),
]
