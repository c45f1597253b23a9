"""Who did what: rows that are only ever appended."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from dashboards.people.database import Database
from saql.record import record


@record
class Event:
    """Something that happened.

    `person` is the e-mail of who did it ("" if nobody is known), `action` a word such as `sign-in`, `target` what it
    was done to, `address` where it came from ("" for the command line), `detail` what else is known.
    """

    at: dt.datetime
    person: str
    action: str
    target: str
    address: str
    detail: Mapping[str, object]


@record
class Audit:
    """The log of a workspace with accounts; without accounts nothing is noted."""

    database: Database

    def note(
        self, now: dt.datetime, person: str, action: str, target: str = "", address: str = "", **detail: object
    ) -> None:
        """Append an event, on the disk when this returns. No secret may be in it."""
        if not self.database.exists():
            return
        row = (now.timestamp(), person, action, target[:500], address, json.dumps(detail, ensure_ascii=False))
        with self.database.change() as connection:
            connection.execute(
                "insert into events (at, person, action, target, address, detail) values (?, ?, ?, ?, ?, ?)", row
            )

    def latest(self, count: int, person: str | None = None, action: str | None = None) -> list[Event]:
        """Return the latest events, the latest first, of all or of one person or one action."""
        rows = self.database.read(
            "select * from events where person = coalesce(?, person) and action = coalesce(?, action)"
            " order by id desc limit ?",
            person,
            action,
            count,
        )
        return [
            Event(
                dt.datetime.fromtimestamp(row["at"], dt.UTC),
                row["person"] or "",
                row["action"],
                row["target"],
                row["address"],
                json.loads(row["detail"]),
            )
            for row in rows
        ]
