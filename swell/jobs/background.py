"""The scheduler beside a server: a thread that looks, every second, for what is to be done.

Of several processes that serve a workspace one is at it; when that ends, another takes over.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence

from engine.errors import SwellError
from swell.jobs.scheduler import Scheduler
from swell.jobs.schedules import Schedule

logger = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between two looks."""
AT_ONCE = 2
"""Runs that go on at the same time."""
PATIENCE = 5.0
"""Seconds that runs have to stop when the process ends."""


class Background:
    """Does the jobs of a workspace while it is started (`with`)."""

    def __init__(
        self,
        scheduler: Scheduler,
        schedules: Callable[[], Mapping[str, Schedule]],
        watches: Sequence[Callable[[], object]],
        stop: threading.Event,
    ) -> None:
        """Take what is to be done.

        Args:
            scheduler: the jobs; its `stopping` says whether `stop` is set.
            schedules: reads the schedules, which people may change at any time.
            watches: what else is looked after, each in a thread of its own and never twice at a time.
            stop: set at the end.
        """
        self._scheduler = scheduler
        self._schedules = schedules
        self._watches = watches
        self._stop = stop
        self._busy: dict[str, threading.Thread] = {}
        self._known: Mapping[str, Schedule] = {}
        self._problem = ""
        self._thread = threading.Thread(target=self._go, name="swell-jobs", daemon=True)

    def __enter__(self) -> Background:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)
        for each in [*self._busy.values()]:
            each.join(PATIENCE)

    def _go(self) -> None:
        held: int | None = None
        try:
            while not self._stop.is_set():
                try:
                    held = self._scheduler.claims.take("scheduler") if held is None else held
                    if held is not None:
                        self.look()
                    self._problem = ""
                except (SwellError, OSError) as error:  # such as a full disk: it may be better the next time
                    self._tell(error)
                self._stop.wait(PAUSE)
        finally:
            if held is not None:
                os.close(held)

    def look(self) -> None:
        """Want what is due, and begin what waits."""
        try:
            self._known = self._schedules()
        except SwellError as error:  # somebody is writing the file: what was known still holds
            self._tell(error)
        self._scheduler.plan(self._known)
        self._scheduler.recover()
        self._busy = {name: each for name, each in self._busy.items() if each.is_alive()}
        for run in self._scheduler.runs.in_state("waiting"):
            if sum(name.startswith("run ") for name in self._busy) >= AT_ONCE:
                break
            self._begin(f"run {run.work}", lambda run=run: self._scheduler.do(run))  # type: ignore[misc]
        for number, each in enumerate(self._watches):
            self._begin(f"watch {number}", each)

    def _begin(self, name: str, work: Callable[[], object]) -> None:
        if name in self._busy:
            return

        def guarded() -> None:
            try:
                work()
            except (SwellError, OSError) as error:
                self._tell(error)
            except Exception:
                logger.exception("%s", name)

        self._busy[name] = threading.Thread(target=guarded, name=f"swell-{name}", daemon=True)
        self._busy[name].start()

    def _tell(self, error: Exception) -> None:
        """Log a problem once, however long it lasts."""
        if str(error) != self._problem:
            self._problem = str(error)
            logger.error("Jobs wait: %s", error)
