"""What is due, what was cut off, and doing what waits. It keeps nothing of its own: all stands in the file of jobs.

So it makes no difference when a process ends and which one goes on: a time that passed while nobody was there is due
once, a run whose process has gone is marked and wanted again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping

from engine.errors import SwellError
from saql.diagnostics import SaqlError
from saql.record import record
from swell.jobs.claims import Claims
from swell.jobs.kinds import Cancelled, Context, Kinds, Stopping, split_work
from swell.jobs.runs import Run, Runs, State, ask, moment
from swell.jobs.schedules import Schedule

logger = logging.getLogger(__name__)

OWN_MISTAKE = "This is a mistake in Swell itself; the server's log says more."


@record(eq=False)
class Scheduler:
    """The jobs of a workspace.

    Args:
        runs: the file of jobs.
        claims: who does what, across processes.
        kinds: the kinds of work.
        now: gives the present moment.
        stopping: whether the process is about to end.
    """

    runs: Runs
    claims: Claims
    kinds: Kinds
    now: Callable[[], dt.datetime]
    stopping: Callable[[], bool] = bool

    def plan(self, schedules: Mapping[str, Schedule]) -> dict[str, dt.datetime]:
        """Want the runs that are due, and return when each schedule is due next.

        A schedule that is new, or whose rule has changed, is due the first time after now.
        """
        now = self.now()
        due: dict[str, dt.datetime] = {}
        known = {row["job"]: row for row in self.runs.database.read("select * from times")}
        for name, each in schedules.items():
            before = known.get(name)
            if before is not None and before["rule"] == str(each.rule) and before["due"] > now.timestamp():
                due[name] = moment(before["due"])
                continue
            due[name] = each.rule.after(now)
            with self.runs.database.change() as connection:
                row = connection.execute("select rule, due from times where job = ?", (name,)).fetchone()
                if row is not None and row["rule"] == str(each.rule) and row["due"] <= now.timestamp():
                    ask(connection, name, each.work, "schedule", now)
                values = (name, str(each.rule), due[name].timestamp())
                connection.execute("insert or replace into times (job, rule, due) values (?, ?, ?)", values)
        gone = [name for name in known if name not in schedules]
        if gone:
            with self.runs.database.change() as connection:
                connection.executemany("delete from times where job = ?", [(name,) for name in gone])
        return due

    def due(self) -> dict[str, dt.datetime]:
        """Return when jobs are due next, as the last look found."""
        return {row["job"]: moment(row["due"]) for row in self.runs.database.read("select * from times")}

    def recover(self) -> list[Run]:
        """Mark the runs whose process has ended without a word, and want them again; return them."""
        found = []
        for run in self.runs.in_state("running"):
            with self.claims.claim(run.work) as free:
                if free and self.runs.find(run.id).state == "running":
                    self.runs.cut(run, self.now())
                    found.append(run)
        return found

    def do(self, run: Run) -> Run | None:
        """Do a run that waits, in this thread, and return how it went; None where the same is being done elsewhere."""
        with self.claims.claim(run.work) as free:
            if not free or not self.runs.begin(run.id, self.now()):
                return None
            self._work(run)
        return self.runs.find(run.id)

    def _work(self, run: Run) -> None:
        def check() -> None:
            if self.stopping():
                raise Stopping
            by = self.runs.cancelled_by(run.id)
            if by is not None:
                raise Cancelled(by)

        context = Context(self.now, lambda text: self.runs.note(run.id, [text], self.now()), check, str(run.origin))
        try:
            state, message = self._outcome(run, context)
        except Stopping as stopped:
            self.runs.cut(run, self.now(), stopped.message)
        except BaseException:  # such as Ctrl+C
            self.runs.end(run.id, "cancelled", "Stopped where it was started.", self.now())
            raise
        else:
            self.runs.end(run.id, state, message, self.now())

    def _outcome(self, run: Run, context: Context) -> tuple[State, str]:
        try:
            kind, argument = split_work(run.work, self.kinds, f"job {run.job}")
            return "done", kind.run(argument, context)
        except Stopping:
            raise
        except Cancelled as stopped:
            return "cancelled", stopped.message
        except (SwellError, SaqlError) as error:
            for line in str(error).splitlines():
                context.log(line)
            return "failed", error.message if isinstance(error, SwellError) else error.diagnostics[0].message
        except Exception as error:  # one job must not take the others with it
            logger.exception("job %s, run %s", run.job, run.id)
            context.log(type(error).__name__)
            return "failed", OWN_MISTAKE
