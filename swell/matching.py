"""The matches of a workspace: what there is, what has to run, and runs that keep who sees which rows."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.matching.decisions import FILE_NAME, Decisions
from engine.matching.errors import MatchingError
from engine.matching.ready_made import FOLDER, find_match, find_matches
from engine.matching.results import NOTES
from saql.record import record
from swell.closing import keep_closed

if TYPE_CHECKING:
    from pathlib import Path

    from engine.matching.run import Outcome
    from engine.matching.specification import Match
    from engine.store import Store

QUIET = dt.timedelta(minutes=1)
"""After the last decision, before what was decided is worked in: somebody may be at it."""


@record(eq=False)
class Matching:
    """The matches of a workspace: its folder, its store with all rows, and threads that may compare."""

    folder: Path
    store: Store
    threads: int = 0

    @property
    def decisions(self) -> Decisions:
        """What people decided."""
        return Decisions(self.folder / FOLDER / FILE_NAME)

    def all(self) -> dict[str, Match | MatchingError]:
        """Return all matches by name; in the place of one that is not valid, what is wrong with it."""
        return find_matches(self.folder / FOLDER, self.store)

    def find(self, name: str) -> Match:
        """Return a match; raises `MatchingError` where there is none or it is not valid."""
        return find_match(self.folder / FOLDER, self.store, name)

    def run(self, name: str, now: dt.datetime, report: Callable[[str], None] = lambda _: None) -> Outcome:
        """Run a match; raises as `engine.matching.run.run_match`."""
        from engine.matching.run import run_match

        match = self.find(name)
        sources = [each.dataset for each in match.sources]
        keep_closed(self.folder, sources, (match.result, match.pairs), report)
        threads = self.threads or os.cpu_count() or 1
        return run_match(match, self.store, self.decisions, now, threads, report)

    def due(self, now: dt.datetime) -> list[str]:
        """Return the matches that ran once, or have a file, and would give something else now."""
        found = []
        for name, match in self.all().items():
            if not isinstance(match, MatchingError) and self._is_due(match, now):
                found.append(name)
        return found

    def _is_due(self, match: Match, now: dt.datetime) -> bool:
        newest = {each.dataset: self.store.find_newest(each.dataset) for each in match.sources}
        if None in newest.values():
            return False
        if match.result not in self.store:
            return (self.folder / FOLDER / f"{match.name}.toml").is_file()
        with self.store.open(match.result) as dataset:
            notes = dataset.manifest.notes.get(NOTES, {})
        if notes.get("sources") != newest:
            return True
        last = max((each.at for each in self.decisions.of(match.name)), default="")
        quiet = (now - QUIET).astimezone(dt.UTC).isoformat(timespec="seconds")
        return notes.get("decisions") != self.decisions.mark(match.name) and last <= quiet
