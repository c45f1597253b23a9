"""Programs sign in with a person's e-mail and password, or with a token, and get a token that ends by itself."""

from __future__ import annotations

import datetime as dt

from starlette.requests import Request

from dashboards.people.person import LOCAL, Person
from dashboards.people.tokens import SCOPES, Tokens
from dashboards.server.identity import address_of
from dashboards.server.services import Services

LIFETIME = dt.timedelta(hours=2)
"""How long a program is signed in, as Salesforce has it by default."""

NAME = "sign-in of a program"
"""What lists of tokens call them."""

LOCAL_TOKEN = "local"
"""What is handed out where there are no accounts; nobody looks at it."""


def sign_in(request: Request, email: str, password: str) -> tuple[Person, str] | None:
    """Return who signs in and their token, None where that is nobody. It takes a while: passwords are hashed slowly.

    Args:
        request: the request, for where it comes from.
        email: of the account.
        password: its password.

    Raises:
        dashboards.people.attempts.TooManyAttemptsError: it was tried too often.
    """
    services = Services.whole(request)
    accounts, now = services.accounts, services.now()
    if not accounts.exist():
        return LOCAL, LOCAL_TOKEN
    person = accounts.authenticate(email, password, now, address_of(request))
    if person is None:
        return None
    with accounts.database.change() as connection:  # those that are over are of no use to anybody
        connection.execute("delete from tokens where name = ? and expires <= ?", (NAME, now.timestamp()))
    token = Tokens(accounts).issue(person.id, NAME, SCOPES, now, LIFETIME)
    return person, token


def with_token(request: Request, email: str, token: str) -> tuple[Person, str] | None:
    """Return who signs in with a token of theirs, None where it is not theirs."""
    services = Services.whole(request)
    if not services.accounts.exist():
        return LOCAL, LOCAL_TOKEN
    found = Tokens(services.accounts).person_of(token, services.now())
    if found is None or email.strip().casefold() not in (found[0].email, found[0].id.casefold()):
        return None
    return found[0], token
