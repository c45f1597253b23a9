"""A file with tables beside the datasets: one SQLite database, opened for each thing that is asked or written.

Several processes read and write it at a time; what was written is on the disk when a change returns.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from engine.disk import make_folder
from engine.errors import SwellError
from saql.record import record

WAIT = 10.0
"""How long to wait for others that write, in seconds."""

Row = sqlite3.Row


@record
class DatabaseFile:
    """The file; it is made by the first change. What it holds says which tables, and what its errors are called.

    A change that a table does not allow raises `sqlite3.IntegrityError`, all else that goes wrong the file's own error.
    """

    tables: ClassVar[str]
    error: ClassVar[type[SwellError]]

    file: Path

    def exists(self) -> bool:
        """Whether anything was ever written."""
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
            raise self.error(f"{self.file.name} can't be used: {error}.", hint="Nothing was changed.") from error

    def _make(self) -> None:
        """Make the file whole before it has its name: whoever finds it finds its tables."""
        make_folder(self.file.parent)
        fresh = self.file.with_name(f"{self.file.name}.{os.getpid()}-{threading.get_ident()}.new")
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        try:
            with contextlib.closing(sqlite3.connect(fresh)) as connection:
                connection.executescript(self.tables)
            with contextlib.suppress(FileExistsError):  # another process was faster
                os.link(fresh, self.file)
        finally:
            fresh.unlink(missing_ok=True)
