"""The file of people: one SQLite database, opened for each thing that is asked or written.

Several processes read and write it at a time; what was written is on the disk when a change returns.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from engine.errors import SwellError
from saql.record import record

FILE_NAME = "people.sqlite"
"""In the folder of the data, which no repository has."""

WAIT = 10.0
"""How long to wait for others that write, in seconds."""

SCHEMA = """
create table people (
    id text primary key, email text not null unique, name text not null, role text not null,
    password text, disabled integer not null default 0, created real not null
);
create table folder_roles (
    person text not null, folder text not null, role text not null, primary key (person, folder)
);
create table tokens (
    id text primary key, hash text not null unique, person text not null references people on delete cascade,
    name text not null, scope text not null, created real not null, expires real, used real
);
create table sign_ins (
    hash text primary key, person text not null references people on delete cascade,
    acting_as text references people on delete cascade, created real not null, seen real not null
);
create table attempts (subject text not null, at real not null);
create index attempts_by_subject on attempts (subject, at);
create table events (
    id integer primary key, at real not null, person text, action text not null, target text not null,
    address text not null, detail text not null
);
pragma user_version = 1;
"""

Row = sqlite3.Row


class PeopleError(SwellError):
    """Something that can't be done with people, or the file of people can't be used."""


@record
class Database:
    """The file; it is made by the first change."""

    file: Path

    def exists(self) -> bool:
        """Whether the workspace has accounts."""
        return self.file.exists()

    def read(self, statement: str, *values: object) -> list[Row]:
        """Return the rows of a statement; none where there is no file yet."""
        if not self.exists():
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
            if not self.exists():
                self._make()
            with contextlib.closing(sqlite3.connect(self.file, timeout=WAIT, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("pragma foreign_keys = on")
                connection.execute("pragma synchronous = full")
                yield connection
        except sqlite3.IntegrityError:
            raise
        except (sqlite3.Error, OSError) as error:
            raise PeopleError(f"{self.file.name} can't be used: {error}.", hint="Nothing was changed.") from error

    def _make(self) -> None:
        """Make the file whole before it has its name: whoever finds it finds its tables."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.file.with_name(f"{self.file.name}.{os.getpid()}.new")
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        try:
            with contextlib.closing(sqlite3.connect(fresh)) as connection:
                connection.executescript(SCHEMA)
            with contextlib.suppress(FileExistsError):  # another process was faster
                os.link(fresh, self.file)
        finally:
            fresh.unlink(missing_ok=True)
