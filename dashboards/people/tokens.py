"""API tokens: shown once, kept as a hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from dashboards.people.accounts import Accounts
from dashboards.people.database import PeopleError
from dashboards.people.person import Person
from saql.record import record

SCOPES = ("read", "write", "admin")
"""Each holds those before. A token lets its bearer do what its scopes say, and never more than its person may."""

PREFIX = "swell_"
"""By which scanners for secrets know one."""

LONGEST_NAME = 100
SHOWN_AFTER = dt.timedelta(days=7)
"""How long one that is over is still listed."""

NOTED_EVERY = 60.0
"""In seconds: how exactly it is noted when a token was last used."""


@record
class Token:
    """A token as lists show it; the token itself nobody knows but its bearer."""

    id: str
    person_id: str
    email: str
    name: str
    scopes: frozenset[str]
    created: dt.datetime
    expires: dt.datetime | None
    used: dt.datetime | None


@record
class Tokens:
    """The tokens of the people of a workspace."""

    accounts: Accounts

    def issue(
        self,
        person_id: str,
        name: str,
        scopes: Iterable[str],
        now: dt.datetime,
        lifetime: dt.timedelta | None,
        by: str = "",
    ) -> str:
        """Make a token and return it; nobody can be shown it again.

        Args:
            person_id: whose it is.
            name: what it is for.
            scopes: of `read`, `write` and `admin`.
            now: the present moment.
            lifetime: how long it lasts; for ever if None.
            by: the e-mail of who issues it, for the audit log.

        Raises:
            PeopleError: there is no such person or scope, or it has no name.
        """
        person = self.accounts.person(person_id)
        if person is None:
            raise PeopleError("There is no such person, or they are disabled.")
        chosen = frozenset(scopes)
        if not chosen or not chosen <= set(SCOPES):
            raise PeopleError("A token has scopes that there are.", hint=f"Scopes: {', '.join(SCOPES)}.")
        if not 0 < len(name.strip()) <= LONGEST_NAME:
            raise PeopleError(f"A token has a name of 1 to {LONGEST_NAME} characters.", hint="Say what it is for.")
        token, token_id = PREFIX + secrets.token_urlsafe(32), secrets.token_hex(4)
        expires = None if lifetime is None else (now + lifetime).timestamp()
        scope = " ".join(each for each in SCOPES if each in chosen)
        with self.accounts.database.change() as connection:
            connection.execute("delete from tokens where expires <= ?", ((now - SHOWN_AFTER).timestamp(),))
            connection.execute(
                "insert into tokens (id, hash, person, name, scope, created, expires) values (?, ?, ?, ?, ?, ?, ?)",
                (token_id, digest(token), person_id, name.strip(), scope, now.timestamp(), expires),
            )
        self.accounts.audit.note(now, by or person.email, "token issued", person.email, token=token_id, scope=scope)
        return token

    def person_of(self, token: str, now: dt.datetime) -> tuple[Person, frozenset[str]] | None:
        """Return whose token this is and its scopes; None where it is none, is over, or its person is disabled."""
        database, at = self.accounts.database, now.timestamp()
        rows = database.read(
            "select hash, person, scope, used from tokens where hash = ? and (expires is null or expires > ?)",
            digest(token),
            at,
        )
        person = self.accounts.person(rows[0]["person"]) if rows else None
        if person is None:
            return None
        if rows[0]["used"] is None or rows[0]["used"] < at - NOTED_EVERY:
            with database.change() as connection:
                connection.execute("update tokens set used = ? where hash = ?", (at, rows[0]["hash"]))
        return person, frozenset(rows[0]["scope"].split())

    def list(self, person_id: str | None = None) -> list[Token]:
        """Return the tokens of a person or of all, the newest first; those that are over are among them."""
        rows = self.accounts.database.read(
            "select tokens.*, email from tokens join people on people.id = person"
            " where person = coalesce(?, person) order by tokens.created desc",
            person_id,
        )
        return [
            Token(
                row["id"],
                row["person"],
                row["email"],
                row["name"],
                frozenset(row["scope"].split()),
                dt.datetime.fromtimestamp(row["created"], dt.UTC),
                _moment(row["expires"]),
                _moment(row["used"]),
            )
            for row in rows
        ]

    def revoke(self, token_id: str, now: dt.datetime, person_id: str | None = None, by: str = "") -> None:
        """End a token at once.

        Args:
            token_id: its id.
            now: the present moment.
            person_id: if given, whose it has to be.
            by: the e-mail of who revokes it.

        Raises:
            PeopleError: there is no such token.
        """
        with self.accounts.database.change() as connection:
            gone = connection.execute(
                "delete from tokens where id = ? and person = coalesce(?, person)", (token_id, person_id)
            ).rowcount
        if not gone:
            raise PeopleError(f"There is no token '{token_id[:50]}'.", hint="See them: swell token list")
        self.accounts.audit.note(now, by, "token revoked", token_id)


def digest(secret: str) -> str:
    """Return what is kept of a secret that was drawn by chance: it can't be guessed, so a plain hash will do."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _moment(at: float | None) -> dt.datetime | None:
    return None if at is None else dt.datetime.fromtimestamp(at, dt.UTC)
