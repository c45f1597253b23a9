"""Who asks: found out once for each request, from the cookie of a signed-in browser or a token."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.people.accounts import Accounts
from dashboards.people.person import LOCAL, Person, Role
from dashboards.people.recent import Recent
from dashboards.people.sign_ins import SignIn, SignIns
from dashboards.people.tokens import Tokens
from dashboards.server.errors import RequestError
from dashboards.server.security import is_local
from saql.record import record

MOST: dict[str, Role] = {"read": "viewer", "write": "editor", "admin": "admin"}
"""The role that a token's scope lets its person have at most."""


@record
class Identity:
    """How somebody showed who they are: by a browser's sign-in, a token's scopes, or being at the machine."""

    sign_in: SignIn | None = None
    scopes: frozenset[str] | None = None

    @property
    def by(self) -> Person | None:
        """The administrator who looks through the person's eyes."""
        return self.sign_in.by if self.sign_in else None


class IdentityMiddleware:
    """Puts `person` (a `Person`, or None) and `identity` into the scope of a request."""

    def __init__(self, app: ASGIApp, accounts: Accounts, now: Callable[[], dt.datetime]) -> None:
        """Take the application, the accounts, and what tells the time."""
        self._app = app
        self._accounts = accounts
        self._now = now
        self._sign_ins = Recent(accounts.database, SignIns(accounts).find)
        self._tokens = Recent(accounts.database, Tokens(accounts).person_of)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        if scope["type"] == "http":
            scope["person"], scope["identity"] = self._found(scope)
        await self._app(scope, receive, send)

    def _found(self, scope: Scope) -> tuple[Person | None, Identity]:
        if not self._accounts.exist():
            return (LOCAL if is_local(scope) else LOCAL.at_most("viewer")), Identity()
        headers = Headers(scope=scope)
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self._bearer(token.strip())
        secret = cookie_parser(headers.get("cookie", "")).get(cookie_name(scope), "")
        found = self._sign_ins.find(secret, self._now()) if secret else None
        return (found.person, Identity(sign_in=found)) if found else (None, Identity())

    def _bearer(self, token: str) -> tuple[Person | None, Identity]:
        found = self._tokens.find(token, self._now())
        if found is None:
            return None, Identity()
        person, scopes = found
        most = next(MOST[each] for each in ("admin", "write", "read") if each in scopes)
        return person.at_most(most), Identity(scopes=scopes)


def person_of(request: Request) -> Person:
    """Return who makes a request.

    Raises:
        RequestError: nobody has signed in.
    """
    person: Person | None = request.scope.get("person")
    if person is None:
        raise RequestError(401, "Nobody is signed in.", "Sign in, or send a token: Authorization: Bearer swell_...")
    return person


def identity_of(request: Request) -> Identity:
    """Return how they showed who they are."""
    identity: Identity = request.scope["identity"]
    return identity


def address_of(request: Request) -> str:
    """Return where a request comes from, for the audit log and to count guesses."""
    return request.client.host if request.client else ""


def cookie_name(scope: Scope) -> str:
    """Return the name of the cookie; under TLS one that no other host of the domain can set."""
    return "__Host-swell" if scope["scheme"] == "https" else "swell"
