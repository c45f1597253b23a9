"""The accounts of a workspace."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import sqlite3
import string
from collections.abc import Mapping
from pathlib import Path

from dashboards.people import attempts, passwords
from dashboards.people.audit import Audit
from dashboards.people.database import Database, PeopleError, Row
from dashboards.people.person import EVERYONE, NO_ACCESS, ROLES, Person, Role
from saql.record import record

EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")


class NoSuchPersonError(PeopleError):
    """There is no account with this e-mail."""


@record
class Account:
    """An account, as lists of people show it. `signs_in_here` if it has a password of its own."""

    person: Person
    disabled: bool
    signs_in_here: bool
    created: dt.datetime


@record
class Accounts:
    """The accounts in the file of people."""

    database: Database

    @staticmethod
    def open(path: Path) -> Accounts:
        """Return the accounts in the file at `path`; the first one that is added makes the file."""
        return Accounts(Database(path))

    def exist(self) -> bool:
        """Whether the workspace has accounts. Without, everybody at this machine may do everything."""
        return self.database.exists()

    def add(
        self, email: str, name: str, role: Role, now: dt.datetime, password: str | None = None, by: str = ""
    ) -> Person:
        """Add an account.

        Args:
            email: what the person signs in with; capitals make no difference.
            name: what others call them; the e-mail if empty.
            role: what they may do.
            now: the present moment.
            password: without one they sign in elsewhere (OpenID Connect), or with tokens only.
            by: the e-mail of who adds it, for the audit log.

        Raises:
            PeopleError: there is such an account, or e-mail, role or password won't do.
        """
        email = normal(email)
        if not EMAIL.fullmatch(email):
            raise PeopleError(f"'{email[:100]}' is not an e-mail address.", hint="For instance: ada@example.com")
        kept = None if password is None else passwords.hashed(password)
        row = (_new_id(), email, name.strip() or email, _role(role), kept, now.timestamp())
        try:
            with self.database.change() as connection:
                connection.execute(
                    "insert into people (id, email, name, role, password, created) values (?, ?, ?, ?, ?, ?)", row
                )
        except sqlite3.IntegrityError:
            raise PeopleError(f"There is an account {email} already.", hint="See them: swell user list") from None
        self.audit.note(now, by, "account added", email, role=role)
        return self.find(email).person

    def list(self) -> list[Account]:
        """Return all accounts, sorted by e-mail."""
        folders: dict[str, dict[str, Role | None]] = {}
        for row in self.database.read("select person, folder, role from folder_roles order by folder"):
            folders.setdefault(row["person"], {})[row["folder"]] = _folder_role(row["role"])
        everyone = folders.get(EVERYONE, {})
        rows = self.database.read("select * from people order by email")
        return [_account(row, everyone | folders.get(row["id"], {})) for row in rows]

    def for_everyone(self) -> dict[str, Role | None]:
        """Return what all are in folders who have no role of their own there."""
        rows = self.database.read("select folder, role from folder_roles where person = ? order by folder", EVERYONE)
        return {row["folder"]: _folder_role(row["role"]) for row in rows}

    def find(self, email: str) -> Account:
        """Return an account.

        Raises:
            NoSuchPersonError: there is none with this e-mail.
        """
        rows = self.database.read("select * from people where email = ?", normal(email))
        if not rows:
            raise NoSuchPersonError(f"There is no account {normal(email)[:100]}.", hint="See them: swell user list")
        return _account(rows[0], self._folders(rows[0]["id"]))

    def person(self, person_id: str) -> Person | None:
        """Return the person with an id, if there is one and they are not disabled."""
        rows = self.database.read("select * from people where id = ? and not disabled", person_id)
        return _account(rows[0], self._folders(person_id)).person if rows else None

    def authenticate(self, email: str, password: str, now: dt.datetime, address: str = "") -> Person | None:
        """Return whose e-mail and password these are, or None; it takes the same time whether there is an account.

        Args:
            email: of the account.
            password: as typed.
            now: the present moment.
            address: where the attempt comes from, such as an IP address.

        Raises:
            attempts.TooManyAttemptsError: too many were made before.
        """
        if not self.exist():
            return None
        email = normal(email)[:320]
        try:
            attempts.note(self.database, email, address, now)
        except attempts.TooManyAttemptsError:
            self.audit.note(now, email, "sign-in refused", address=address, reason="too many attempts")
            raise
        rows = self.database.read("select id, password from people where email = ? and not disabled", email)
        kept = rows[0]["password"] if rows else None
        if not passwords.matches(password, kept or passwords.NOBODY) or kept is None:
            self.audit.note(now, email, "sign-in failed", address=address)
            return None
        attempts.forget(self.database, email)
        if passwords.is_dated(kept):
            with self.database.change() as connection:
                fresh = passwords.hashed(password)
                connection.execute("update people set password = ? where password = ?", (fresh, kept))
        return self.person(rows[0]["id"])

    def set_password(self, email: str, password: str, now: dt.datetime, by: str = "") -> None:
        """Give an account another password, and sign it out everywhere."""
        found = self.find(email).person
        kept = passwords.hashed(password)
        with self.database.change() as connection:
            connection.execute("update people set password = ? where id = ?", (kept, found.id))
            connection.execute("delete from sign_ins where person = ?", (found.id,))
        self.audit.note(now, by, "password changed", found.email)

    def set_role(self, email: str, role: str, now: dt.datetime, folder: str | None = None, by: str = "") -> None:
        """Let somebody do more or less.

        Args:
            email: whose account; for a folder also `everyone`, who has no other role there.
            role: viewer, editor or admin; for a folder also `none`, which hides it.
            now: the present moment.
            folder: the folder of assets that it counts for; everywhere that no other is said if None.
            by: the e-mail of who does it.

        Raises:
            PeopleError: there is no such role or account, or nobody would be admin any more.
        """
        everyone = folder is not None and email == EVERYONE
        found_id = EVERYONE if everyone else self.find(email).person.id
        with self.database.change() as connection:
            if folder is not None:
                value = role if role == NO_ACCESS else _role(role)
                connection.execute("insert or replace into folder_roles values (?, ?, ?)", (found_id, folder, value))
            else:
                connection.execute("update people set role = ? where id = ?", (_role(role), found_id))
            _check_admin(connection)
        self.audit.note(now, by, "role changed", normal(email), role=role, folder=folder)

    def disable(self, email: str, now: dt.datetime, disabled: bool = True, by: str = "") -> None:
        """Lock somebody out, at once and everywhere, or let them in again.

        Raises:
            PeopleError: there is no such account, or nobody would be admin any more.
        """
        found = self.find(email).person
        with self.database.change() as connection:
            connection.execute("update people set disabled = ? where id = ?", (disabled, found.id))
            connection.execute("delete from sign_ins where ? in (person, acting_as)", (found.id,))
            _check_admin(connection)
        self.audit.note(now, by, "account disabled" if disabled else "account enabled", found.email)

    @property
    def audit(self) -> Audit:
        """The log that changes are noted in."""
        return Audit(self.database)

    def _folders(self, person_id: str) -> dict[str, Role | None]:
        statement = "select folder, role from folder_roles where person in (?, ?) order by person <> ?"
        rows = self.database.read(statement, person_id, EVERYONE, EVERYONE)  # their own last, so that these count
        return {row["folder"]: _folder_role(row["role"]) for row in rows}


def normal(email: str) -> str:
    """Return an e-mail as accounts are found by."""
    return email.strip().casefold()


def _account(row: Row, folders: Mapping[str, Role | None]) -> Account:
    fields = {"Id": row["id"], "Name": row["name"], "Email": row["email"], "Username": row["email"]}
    person = Person(row["id"], row["name"], row["email"], row["role"], fields, folders=folders)
    created = dt.datetime.fromtimestamp(row["created"], dt.UTC)
    return Account(person, bool(row["disabled"]), row["password"] is not None, created)


def _new_id() -> str:
    """Return an id of the form that CRM Analytics gives to people: 005 and twelve letters or digits."""
    return "005" + "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(12))


def _role(role: str) -> Role:
    if role not in ROLES:
        raise PeopleError(f"There is no role '{role[:50]}'.", hint=f"Roles are: {', '.join(ROLES)}.")
    return role


def _folder_role(kept: str) -> Role | None:
    return None if kept == NO_ACCESS else _role(kept)


def _check_admin(connection: sqlite3.Connection) -> None:
    if not connection.execute("select 1 from people where role = 'admin' and not disabled").fetchone():
        raise PeopleError("Nobody would be admin any more.", hint="Make somebody else admin first.")
