"""Guesses of passwords: only so many in a while, for an account and from an address."""

from __future__ import annotations

import datetime as dt

from dashboards.people.database import Database, PeopleError

PERIOD = dt.timedelta(minutes=15)
FOR_AN_ACCOUNT = 10
FROM_AN_ADDRESS = 60
"""How many in the period. An office shares an address, so it has more."""


class TooManyAttemptsError(PeopleError):
    """Too many passwords were tried; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__("Too many attempts to sign in.", hint=f"Try again in {minutes} minute{'s'[: minutes > 1]}.")
        self.seconds = seconds


def note(database: Database, email: str, address: str, now: dt.datetime) -> None:
    """Note an attempt before its password is looked at, so that many at once count too.

    Raises:
        TooManyAttemptsError: there were too many before; this one does not count.
    """
    limits = {f"account {email}": FOR_AN_ACCOUNT}
    if address:
        limits[f"address {address}"] = FROM_AN_ADDRESS
    at, since = now.timestamp(), (now - PERIOD).timestamp()
    with database.change() as connection:
        connection.execute("delete from attempts where at <= ?", (since,))
        for subject, limit in limits.items():
            query = "select at from attempts where subject = ? order by at desc limit 1 offset ?"
            if row := connection.execute(query, (subject, limit - 1)).fetchone():
                raise TooManyAttemptsError(max(1, round(row["at"] - since)))
        connection.executemany("insert into attempts values (?, ?)", [(subject, at) for subject in limits])


def forget(database: Database, email: str) -> None:
    """Forget the attempts for an account, as its person has signed in."""
    with database.change() as connection:
        connection.execute("delete from attempts where subject = ?", (f"account {email}",))
