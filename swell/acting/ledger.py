"""The ledger: what was begun and done, so that a record is acted on once for each cause, whenever a process dies.

What is to be done is noted as `begun`, on the disk, before anything is done, and as `done` or `failed` afterwards.
What is only begun is uncertain: whoever does it next has to look first whether it was done.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence

from dashboards.model.json import JsonObject
from saql.record import record
from swell.acting.action import Kind
from swell.acting.database import Database
from swell.acting.plan import Deed, Found, Item, Past

DAY = dt.timedelta(days=1)


@record
class Outcome:
    """How something ended: what came of it (a file, a key of the CRM), or why it was refused."""

    result: str = ""
    problem: str | None = None


@record
class Run:
    """A run of an action; `state` is running, done, partly (some was refused), failed, or cut (its process died)."""

    id: int
    action: str
    by: str
    at: dt.datetime
    ended: dt.datetime | None
    state: str
    counts: Mapping[str, int]
    message: str


@record
class Entry:
    """What a run did for a record."""

    key: str
    cause: str
    kind: str
    state: str
    result: str
    at: dt.datetime


@record(eq=False)
class Look:
    """What a look at a field found that the looks before had not, and that is to be remembered before anything is done.

    Args:
        mark: another one where it looks at something else.
        version: of the dataset.
        values: new values of records, by their keys.
        changed: records whose new value counts.
        void: records whose new value does not: what waited for them is over.
    """

    mark: str
    version: int
    values: Mapping[str, str | None]
    changed: Sequence[Found]
    void: Sequence[str]


@record(eq=False)
class Ledger:
    """The ledger of a workspace."""

    database: Database

    def past(self, action: str) -> dict[str, Past]:
        """Return all that is known of an action, by the ids of deeds."""
        rows = self.database.read("select id, state, tries from deeds where action = ?", action)
        return {row["id"]: Past(row["state"], row["tries"]) for row in rows}

    def used(self, action: str, now: dt.datetime) -> int:
        """Return how many records an action touched in the last 24 hours."""
        since = (now - DAY).timestamp()
        statement = "select count(distinct key) as records from deeds where action = ? and at > ?"
        rows = self.database.read(statement, action, since)
        return int(rows[0]["records"]) if rows else 0

    def last_done(self, action: str) -> dict[str, list[tuple[str, dt.datetime]]]:
        """Return when each record was acted on: the causes, the oldest first."""
        statement = "select key, cause, max(at) as at from deeds where action = ? group by key, cause order by at"
        found: dict[str, list[tuple[str, dt.datetime]]] = {}
        for row in self.database.read(statement, action):
            found.setdefault(row["key"], []).append((row["cause"], _moment(row["at"])))
        return found

    # What waits

    def waiting(self, action: str) -> list[Found]:
        """Return the records that an alert told of or that changed, and that wait; the oldest first."""
        statement = "select * from waiting where action = ? order by found, key"
        return [
            Found(row["key"], row["cause"], row["why"], json.loads(row["told"]))
            for row in self.database.read(statement, action)
        ]

    def wait(self, action: str, found: Iterable[Found], now: dt.datetime) -> None:
        """Let records wait; newer causes take the place of those of the same record that wait."""
        rows = [_waiting(action, each, now) for each in found]
        with self.database.change() as connection:
            connection.executemany("insert or replace into waiting values (?, ?, ?, ?, ?, ?)", rows)

    # Values of the last look

    def seen(self, action: str, mark: str) -> dict[str, str | None] | None:
        """Return the values of the last look by record; None where there was none, or at something else."""
        watched = self.database.read("select mark from watched where action = ?", action)
        if not watched or watched[0]["mark"] != mark:
            return None
        rows = self.database.read("select key, value from seen where action = ?", action)
        return {row["key"]: row["value"] for row in rows}

    def looked_at(self) -> dict[str, int]:
        """Return the versions of datasets at the last looks, by action."""
        return {row["action"]: row["version"] for row in self.database.read("select action, version from watched")}

    def see(self, action: str, look: Look, now: dt.datetime) -> None:
        """Remember values, let records wait that changed, and those no more whose cause is over; all or nothing."""
        rows = [_waiting(action, each, now) for each in look.changed]
        with self.database.change() as connection:
            known = connection.execute("select mark from watched where action = ?", (action,)).fetchone()
            if known is None or known["mark"] != look.mark:
                connection.execute("delete from seen where action = ?", (action,))
            connection.execute("insert or replace into watched values (?, ?, ?)", (action, look.mark, look.version))
            connection.executemany(
                "insert or replace into seen values (?, ?, ?)",
                [(action, key, value) for key, value in look.values.items()],
            )
            connection.executemany("insert or replace into waiting values (?, ?, ?, ?, ?, ?)", rows)
            connection.executemany(
                "delete from waiting where action = ? and key = ?", [(action, each) for each in look.void]
            )

    # Runs

    def cut_runs(self, action: str) -> None:
        """Note that runs of an action which have not ended were cut off: their processes died."""
        if self.database.read("select 1 from runs where action = ? and state = 'running'", action):
            with self.database.change() as connection:
                connection.execute("update runs set state = 'cut' where action = ? and state = 'running'", (action,))

    def open_run(self, action: str, by: str, now: dt.datetime) -> int:
        """Note that a run begins, and return its number."""
        with self.database.change() as connection:
            values = (action, by, now.timestamp())
            cursor = connection.execute("insert into runs (action, by, at, state) values (?, ?, ?, 'running')", values)
            return int(cursor.lastrowid or 0)

    def begin(self, action: str, run: int, items: Iterable[Item], kind: Kind, now: dt.datetime) -> None:
        """Note that deeds of a kind begin, before they do."""
        rows = [
            (deed.id, action, item.found.key, item.found.cause, kind, run, now.timestamp())
            for item in items
            for deed in item.deeds
            if deed.kind == kind
        ]
        with self.database.change() as connection:
            connection.executemany(
                "insert into deeds (id, action, key, cause, kind, state, tries, run, at)"
                " values (?, ?, ?, ?, ?, 'begun', 0, ?, ?)"
                " on conflict (id) do update set state = 'begun', run = excluded.run, at = excluded.at",
                rows,
            )

    def end(self, outcomes: Mapping[str, Outcome], now: dt.datetime) -> None:
        """Note how deeds ended."""
        rows = [
            ("done" if each.problem is None else "failed", (each.problem or each.result)[:1000], now.timestamp(), id_)
            for id_, each in outcomes.items()
        ]
        with self.database.change() as connection:
            statement = "update deeds set state = ?, result = ?, at = ?, tries = tries + 1 where id = ?"
            connection.executemany(statement, rows)

    def close_run(
        self, number: int, state: str, counts: Mapping[str, int], message: str, now: dt.datetime, done: Sequence[Found]
    ) -> None:
        """Note how a run ended; records for which all is done wait no more."""
        with self.database.change() as connection:
            values = (state, json.dumps(counts), message, now.timestamp(), number)
            connection.execute("update runs set state = ?, told = ?, message = ?, ended = ? where id = ?", values)
            action = connection.execute("select action from runs where id = ?", (number,)).fetchone()["action"]
            connection.executemany(
                "delete from waiting where action = ? and key = ? and cause = ?",
                [(action, each.key, each.cause) for each in done],
            )

    def runs(self, action: str | None = None, most: int = 50) -> list[Run]:
        """Return the latest runs, of one action or all, the latest first."""
        statement = "select * from runs where action = coalesce(?, action) order by id desc limit ?"
        return [
            Run(
                id=row["id"],
                action=row["action"],
                by=row["by"],
                at=_moment(row["at"]),
                ended=None if row["ended"] is None else _moment(row["ended"]),
                state=row["state"],
                counts=json.loads(row["told"]),
                message=row["message"],
            )
            for row in self.database.read(statement, action, most)
        ]

    def entries(self, run: int) -> list[Entry]:
        """Return what a run did, record by record."""
        rows = self.database.read("select * from deeds where run = ? order by rowid", run)
        return [
            Entry(row["key"], row["cause"], row["kind"], row["state"], row["result"], _moment(row["at"]))
            for row in rows
        ]


def planned(deeds: Iterable[Deed]) -> dict[str, int]:
    """Return how many deeds there are of each kind."""
    found: dict[str, int] = {}
    for each in deeds:
        found[each.kind] = found.get(each.kind, 0) + 1
    return found


def _waiting(action: str, found: Found, now: dt.datetime) -> tuple[str, str, str, str, str, float]:
    from swell.acting.values import value_json

    told: JsonObject = {name: value_json(value) for name, value in found.values.items()}
    return action, found.key, found.cause, found.why, json.dumps(told, ensure_ascii=False), now.timestamp()


def _moment(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
