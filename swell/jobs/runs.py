"""Runs of jobs: asked for, begun, ended, with a line of log for each thing that they tell."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from typing import Literal, get_args

from saql.record import record
from swell.jobs.database import Database, JobsError, Row

State = Literal["waiting", "running", "done", "failed", "cancelled", "cut"]
"""`cut`: the process that ran it ended without a word, such as by kill -9."""
STATES: tuple[State, ...] = get_args(State)

KEPT = 100
"""Runs of a job that stay."""

LONGEST_LOG = 5_000
"""Lines that a run keeps."""

ATTEMPTS = 3
"""How often a run is begun that is cut off each time."""


@record
class Run:
    """A run. `cause` says who or what wanted it, `cancel` who wants it to stop, `origin` which run it does anew."""

    id: int
    job: str
    work: str
    state: State
    cause: str
    asked: dt.datetime
    started: dt.datetime | None
    ended: dt.datetime | None
    message: str
    cancel: str | None
    attempt: int
    origin: int


@record
class Line:
    """A line of a log."""

    at: dt.datetime
    text: str


@record
class Runs:
    """The runs in the file of jobs."""

    database: Database

    def ask(self, job: str, work: str, cause: str, now: dt.datetime) -> Run:
        """Want a run of a job; where one waits already, that is the one."""
        with self.database.change() as connection:
            number = ask(connection, job, work, cause, now)
        return self.find(number)

    def find(self, number: int) -> Run:
        """Return a run.

        Raises:
            JobsError: there is none of that number.
        """
        rows = self.database.read("select * from runs where id = ?", number)
        if not rows:
            raise JobsError(f"There is no run {number}.", hint="See them: swell jobs runs")
        return _run(rows[0])

    def latest(self, most: int = 50, job: str | None = None) -> list[Run]:
        """Return the latest runs, of one job or all, the latest first."""
        if job is None:
            return [*map(_run, self.database.read("select * from runs order by id desc limit ?", most))]
        rows = self.database.read("select * from runs where job = ? order by id desc limit ?", job, most)
        return [*map(_run, rows)]

    def last_of_each(self) -> dict[str, Run]:
        """Return the latest run of each job."""
        rows = self.database.read("select * from runs where id in (select max(id) from runs group by job)")
        return {row["job"]: _run(row) for row in rows}

    def in_state(self, state: State) -> list[Run]:
        """Return the runs in a state, in the order in which they were asked for."""
        return [*map(_run, self.database.read("select * from runs where state = ? order by id", state))]

    def begin(self, number: int, now: dt.datetime) -> bool:
        """Let a run that waits begin; False where it does not wait any more."""
        with self.database.change() as connection:
            statement = "update runs set state = 'running', started = ? where id = ? and state = 'waiting'"
            return connection.execute(statement, (now.timestamp(), number)).rowcount == 1

    def end(self, number: int, state: State, message: str, now: dt.datetime) -> None:
        """Say how a run ended; older ones of its job are forgotten."""
        with self.database.change() as connection:
            _end(connection, number, state, message, now)
            job = connection.execute("select job from runs where id = ?", (number,)).fetchone()["job"]
            connection.execute(
                "delete from runs where state not in ('waiting', 'running') and job = ?"
                " and id not in (select id from runs where job = ? order by id desc limit ?)",
                (job, job, KEPT),
            )

    def cut(self, run: Run, now: dt.datetime, message: str = "The process that ran it ended without a word.") -> None:
        """Mark a run whose process has ended, and want it again unless that has happened too often."""
        with self.database.change() as connection:
            statement = "update runs set state = 'cut', ended = ?, message = ? where id = ? and state = 'running'"
            if connection.execute(statement, (now.timestamp(), message, run.id)).rowcount != 1:
                return
            if run.cancel is None and run.attempt < ATTEMPTS:
                ask(connection, run.job, run.work, f"run {run.id}, which was cut off", now, run)

    def cancel(self, number: int, by: str, now: dt.datetime) -> Run:
        """Want a run to stop: one that waits does not begin, one that runs stops at its next step.

        Raises:
            JobsError: there is no such run, or it has ended.
        """
        found = self.find(number)
        with self.database.change() as connection:
            waiting = connection.execute("select 1 from runs where id = ? and state = 'waiting'", (number,)).fetchone()
            if waiting:
                _end(connection, number, "cancelled", f"Cancelled by {by} before it began.", now)
                changed = 1
            else:
                statement = "update runs set cancel = ? where id = ? and state = 'running'"
                changed = connection.execute(statement, (by, number)).rowcount
        if not changed:
            raise JobsError(f"Run {number} has ended already ({found.state}).")
        return self.find(number)

    def cancelled_by(self, number: int) -> str | None:
        """Return who wants a run to stop, None if nobody does."""
        rows = self.database.read("select cancel from runs where id = ?", number)
        return rows[0]["cancel"] if rows else None

    def note(self, number: int, texts: Sequence[str], now: dt.datetime) -> None:
        """Write lines into the log of a run; those over `LONGEST_LOG` push out the oldest but the first hundred."""
        with self.database.change() as connection:
            rows = [(number, now.timestamp(), each) for each in texts]
            connection.executemany("insert into lines (run, at, text) values (?, ?, ?)", rows)
            connection.execute(
                "delete from lines where run = ? and rowid in (select rowid from lines where run = ? order by rowid"
                " limit max(0, (select count(*) from lines where run = ?) - ?) offset 100)",
                (number, number, number, LONGEST_LOG),
            )

    def log(self, number: int) -> list[Line]:
        """Return the log of a run."""
        rows = self.database.read("select at, text from lines where run = ? order by rowid", number)
        return [Line(moment(row["at"]), row["text"]) for row in rows]


def ask(
    connection: sqlite3.Connection, job: str, work: str, cause: str, now: dt.datetime, again: Run | None = None
) -> int:
    """Want a run, or one `again`, as a part of a change; return its number, or that of one that waits already."""
    waiting = connection.execute("select id from runs where job = ? and state = 'waiting'", (job,)).fetchone()
    if waiting:
        return int(waiting[0])
    made = connection.execute(
        "insert into runs (job, work, state, cause, asked, attempt, origin) values (?, ?, 'waiting', ?, ?, ?, ?)",
        (job, work, cause, now.timestamp(), again.attempt + 1 if again else 1, again.origin if again else None),
    )
    return int(made.lastrowid or 0)


def moment(seconds: float) -> dt.datetime:
    """Return a moment as the file has it."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _end(connection: sqlite3.Connection, number: int, state: State, message: str, now: dt.datetime) -> None:
    statement = "update runs set state = ?, message = ?, ended = ? where id = ?"
    connection.execute(statement, (state, message, now.timestamp(), number))


def _run(row: Row) -> Run:
    return Run(
        id=row["id"],
        job=row["job"],
        work=row["work"],
        state=row["state"],
        cause=row["cause"],
        asked=moment(row["asked"]),
        started=None if row["started"] is None else moment(row["started"]),
        ended=None if row["ended"] is None else moment(row["ended"]),
        message=row["message"],
        cancel=row["cancel"],
        attempt=row["attempt"],
        origin=row["origin"] or row["id"],
    )
