"""Browsers that are signed in: a secret in a cookie there, its hash here."""

from __future__ import annotations

import datetime as dt
import secrets

from dashboards.people.accounts import Accounts
from dashboards.people.database import PeopleError
from dashboards.people.person import Person
from dashboards.people.tokens import digest
from saql.record import record

IDLE = dt.timedelta(hours=12)
"""After so long without a request it is over."""

LONGEST = dt.timedelta(days=7)
"""After so long it is over in any case."""

NOTED_EVERY = dt.timedelta(minutes=1)
"""How exactly it is noted when the last request was."""


@record
class SignIn:
    """A browser that is signed in: `person` is whom it shows things as, `by` an administrator who sees as they do."""

    hash: str
    person: Person
    by: Person | None


@record
class SignIns:
    """The browsers that are signed in to a workspace."""

    accounts: Accounts

    def start(self, person: Person, now: dt.datetime, address: str = "", over: str = "", how: str = "password") -> str:
        """Return the secret of a new one.

        Args:
            person: who signs in.
            now: the present moment.
            address: where from, for the audit log.
            over: the secret that the browser had before; it is worth nothing from now on.
            how: by what they showed who they are, for the audit log.
        """
        secret, at = secrets.token_urlsafe(32), now.timestamp()
        with self.accounts.database.change() as connection:
            connection.execute(
                "delete from sign_ins where hash = ? or seen <= ? or created <= ?",
                (digest(over), at - IDLE.total_seconds(), at - LONGEST.total_seconds()),
            )
            connection.execute(
                "insert into sign_ins (hash, person, created, seen) values (?, ?, ?, ?)",
                (digest(secret), person.id, at, at),
            )
        self.accounts.audit.note(now, person.email, "sign-in", address=address, how=how)
        return secret

    def find(self, secret: str, now: dt.datetime) -> SignIn | None:
        """Return whose secret this is, None where it is nobody's or over."""
        at = now.timestamp()
        rows = self.accounts.database.read(
            "select * from sign_ins where hash = ? and seen > ? and created > ?",
            digest(secret),
            at - IDLE.total_seconds(),
            at - LONGEST.total_seconds(),
        )
        by = self.accounts.person(rows[0]["person"]) if rows else None
        if by is None:
            return None
        if rows[0]["seen"] < at - NOTED_EVERY.total_seconds():
            with self.accounts.database.change() as connection:
                connection.execute("update sign_ins set seen = ? where hash = ?", (at, rows[0]["hash"]))
        if rows[0]["acting_as"] is None or by.role != "admin":
            return SignIn(rows[0]["hash"], by, None)
        person = self.accounts.person(rows[0]["acting_as"])
        return None if person is None else SignIn(rows[0]["hash"], person, by)

    def end(self, found: SignIn, now: dt.datetime, address: str = "") -> None:
        """Sign a browser out."""
        with self.accounts.database.change() as connection:
            connection.execute("delete from sign_ins where hash = ?", (found.hash,))
        self.accounts.audit.note(now, (found.by or found.person).email, "sign-out", address=address)

    def see_as(self, found: SignIn, email: str | None, now: dt.datetime, address: str = "") -> None:
        """Show an administrator everything as somebody else sees it, or as themselves again.

        Args:
            found: the administrator's browser.
            email: whose eyes; None for their own.
            now: the present moment.
            address: where from, for the audit log.

        Raises:
            PeopleError: there is no such account, it is disabled, or its own.
        """
        admin = found.by or found.person
        seen = None if email is None else self.accounts.find(email)
        if seen is not None and (seen.disabled or seen.person == admin):
            raise PeopleError(f"{seen.person.email} can't be looked at: it is disabled, or you.")
        with self.accounts.database.change() as connection:
            connection.execute(
                "update sign_ins set acting_as = ? where hash = ?", (seen and seen.person.id, found.hash)
            )
        target = seen.person.email if seen else found.person.email
        self.accounts.audit.note(now, admin.email, "see as" if seen else "see as ended", target, address)
