"""The file of jobs: one SQLite database, opened for each thing that is asked or written.

Several processes read and write it at a time; what was written is on the disk when a change returns.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from engine.disk import make_folder
from engine.errors import SwellError
from saql.record import record

FILE_NAME = "jobs.sqlite"
"""In the folder of the data, which no repository has."""

WAIT = 10.0
"""How long to wait for others that write, in seconds."""

SCHEMA = """
begin immediate;
create table if not exists runs (
    id integer primary key, job text not null, work text not null, state text not null, cause text not null,
    asked real not null, started real, ended real, message text not null default '', cancel text,
    attempt integer not null default 1, origin integer
);
create index if not exists runs_by_job on runs (job, id);
create index if not exists runs_by_state on runs (state);
create table if not exists lines (
    run integer not null references runs on delete cascade, at real not null, text text not null
);
create index if not exists lines_by_run on lines (run);
create table if not exists times (job text primary key, rule text not null, due real not null);
create table if not exists alert_states (
    alert text not null, recipient text not null, condition text not null, state text not null, checked real not null,
    primary key (alert, recipient)
);
create table if not exists alert_versions (alert text primary key, condition text not null, versions text not null);
create table if not exists alert_events (
    id integer primary key, alert text not null, recipient text not null, at real not null, told text not null
);
create index if not exists alert_events_by_alert on alert_events (alert, id);
create table if not exists outbox (
    id integer primary key, key text not null unique, channel text not null, target text not null, about text not null,
    content blob, state text not null, asked real not null, due real not null, tries integer not null default 0,
    problem text not null default ''
);
create index if not exists outbox_by_state on outbox (state, due);
pragma user_version = 1;
commit;
"""

Row = sqlite3.Row


class JobsError(SwellError):
    """Something that can't be done with jobs, or the file of jobs can't be used."""


@record
class Database:
    """The file; it is made by the first change."""

    file: Path

    def read(self, statement: str, *values: object) -> list[Row]:
        """Return the rows of a statement; none where there is no file yet."""
        if not self.file.exists():
            return []
        with self._opened() as connection:
            return connection.execute(statement, values).fetchall()

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose changes are kept together when the block ends, or not at all if it raises."""
        with self._opened() as connection:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.execute("rollback")
                raise
            connection.execute("commit")

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            make_folder(self.file.parent)
            with contextlib.closing(sqlite3.connect(self.file, timeout=WAIT, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                if not connection.execute("pragma user_version").fetchone()[0]:
                    self.file.chmod(0o600)
                    connection.executescript(SCHEMA)
                connection.execute("pragma foreign_keys = on")
                connection.execute("pragma synchronous = full")
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise JobsError(f"{self.file.name} can't be used: {error}.", hint="Nothing was changed.") from error
