"""Reading one object to the disk: page by page, going on where a run before was cut off."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.errors import DeletionsUnknownError, ResumeLostError
from connectors.protocol import Connector, Gone, Pace, Read
from connectors.sync.events import ObjectFetched, ObjectProgress, ObjectStarted, Remark, Report
from connectors.sync.plan import ObjectPlan
from connectors.sync.staging import StagedObject, StagedRead


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """All of an object that a run needs, on the disk.

    Args:
        plan: what was to be read.
        staged: where it is.
        rows: the reads that brought rows, in the order in which they count: what a later one says holds.
        deleted: records that the CRM has told to be gone, apart from those that the reads met.
        compared: whether keys of all records are there, to compare.
    """

    plan: ObjectPlan
    staged: StagedObject
    rows: tuple[str, ...]
    deleted: tuple[Gone, ...]
    compared: bool

    def reads(self) -> Iterator[StagedRead]:
        """Yield the reads that brought rows."""
        for name in self.rows:
            yield self.staged.read(name)


def fetch(
    connector: Connector,
    plan: ObjectPlan,
    staged: StagedObject,
    pace: Pace,
    report: Report,
    stopped: Callable[[], bool],
) -> Fetched:
    """Read all that a plan needs of its object to the disk.

    Args:
        connector: the CRM.
        plan: what to read.
        staged: where pages go; those of a run that was cut off are gone on with, where they fit the plan.
        pace: a clock, for the rate.
        report: who is told of each page.
        stopped: says whether to stop after this page; what was read stays for the next run.

    Raises:
        ConnectorError: as the connector raises it; what was read stays for the next run.
        Stopped: `stopped` said so.
    """
    started = pace.seconds()
    reads = _rows_to_read(plan, staged)
    if plan.mode == "full" and len(reads) > 1:  # what was calculated of rows read before may be another now
        plan = dataclasses.replace(plan, columns=plan.calculated)
    safe = sum(staged.read(name).progress.rows for name in reads)
    report(ObjectStarted(object=plan.schema.name, mode=plan.mode, why=plan.why, resumed_rows=safe))
    fetching = _Fetching(connector, plan.schema.name, pace, report, stopped)
    for name, read in reads.items():
        fetching.read(name, staged.read(name), read)
    deleted, compare = _deleted(connector, plan, _deletions_since(plan, list(reads.values())), report)
    further = dict(plan.further)
    if compare:
        further["keys"] = dataclasses.replace(plan.rows, fields=(plan.schema.key,), since=None)
    for name, read in further.items():
        folder = staged.read(name)
        folder.clear()  # rows read since a run was cut off would look as if they were not among its keys
        fetching.read(name, folder, read)
    rows = sum(staged.read(name).progress.rows for name in reads)
    report(ObjectFetched(object=plan.schema.name, rows=rows, seconds=round(pace.seconds() - started, 3)))
    return Fetched(plan=plan, staged=staged, rows=tuple(reads), deleted=deleted, compared="keys" in further)


class Stopped(Exception):
    """The run is to stop: another object met the end of what the CRM allows, or the user asked."""


class _Fetching:
    """The reads of one object."""

    def __init__(
        self, connector: Connector, name: str, pace: Pace, report: Report, stopped: Callable[[], bool]
    ) -> None:
        self._connector = connector
        self._name = name
        self._pace = pace
        self._report = report
        self._stopped = stopped

    def read(self, part: str, staged: StagedRead, read: Read) -> None:
        """Read to the end; where a checkpoint leads nowhere any more, from the start."""
        if staged.progress.done:
            return
        if staged.progress.checkpoint is None:
            staged.clear()
        try:
            self._read_on(part, staged, dataclasses.replace(read, resume=staged.progress.checkpoint))
        except ResumeLostError:
            self._report(
                Remark(object=self._name, message="What was begun is no more in the CRM: read from the start.")
            )
            staged.clear()
            self._read_on(part, staged, read)
        staged.finish()

    def _read_on(self, part: str, staged: StagedRead, read: Read) -> None:
        started, before = self._pace.seconds(), staged.progress.rows
        expected: int | None = None
        for page in self._connector.read(read):
            staged.add(page)
            for note in page.notes:
                self._report(Remark(object=self._name, message=note))
            progress = staged.progress
            if expected is None:
                expected = progress.total if progress.total is not None else self._connector.estimate(read).rows
            rate = (progress.rows - before) / max(self._pace.seconds() - started, 1e-3)
            left = None if expected is None or not rate else max(expected - progress.rows, 0) / rate
            self._report(
                ObjectProgress(
                    object=self._name,
                    part=part,
                    rows=progress.rows,
                    total=expected,
                    rows_per_second=round(rate, 1),
                    seconds_left=None if left is None else round(left, 1),
                )
            )
            if self._stopped():
                raise Stopped


def _rows_to_read(plan: ObjectPlan, staged: StagedObject) -> dict[str, Read]:
    """Return the reads that bring rows, by folder: those that a run left first, then what happened since.

    What was read under another plan is forgotten: other fields, another kind of read, or a dataset that went on.
    """
    left = staged.plan()
    ours = _signature(plan)
    if left is None or left["signature"] != ours or not staged.read("rows-1").progress.pages:
        staged.clear()
        windows: list[list[str | None]] = [_window(plan.since, plan.until)]
    else:
        windows = left["windows"]
        end = dt.datetime.fromisoformat(str(windows[-1][1]))
        if plan.schema.cursor is not None and plan.until > end:
            windows = [*windows, _window(end - _overlap(plan), plan.until)]
        elif plan.schema.cursor is None and staged.read("rows-1").progress.done:
            staged.clear()
    staged.begin({"signature": ours, "windows": windows})
    return {
        f"rows-{number}": dataclasses.replace(plan.rows, since=_moment(since), until=_moment(until) or plan.until)
        for number, (since, until) in enumerate(windows, 1)
    }


def _signature(plan: ObjectPlan) -> dict[str, Any]:
    """Return what has to be the same for pages of an earlier run to count."""
    return {
        "mode": plan.mode,
        "fields": [[each.name, str(each.type)] for each in plan.schema.fields],
        "since": None if plan.since is None else plan.since.isoformat(),
        "run": None if plan.before is None else plan.before.run,
    }


def _overlap(plan: ObjectPlan) -> dt.timedelta:
    if plan.before is None or plan.since is None:
        return plan.schema.overlap
    return plan.before.watermark - plan.since


def _window(since: dt.datetime | None, until: dt.datetime) -> list[str | None]:
    return [None if since is None else since.isoformat(), until.isoformat()]


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _deletions_since(plan: ObjectPlan, reads: Sequence[Read]) -> dt.datetime | None:
    """Return since when records may have gone that a read does not tell of; None where none may."""
    if plan.mode == "window" and plan.before is not None and plan.deletions == "reported":
        return plan.before.deletions_until - _overlap(plan)
    if plan.mode == "full" and len(reads) > 1:  # it was cut off: rows that are safe may have gone meanwhile
        return reads[0].until - _overlap(plan)
    return None


def _deleted(
    connector: Connector, plan: ObjectPlan, since: dt.datetime | None, report: Report
) -> tuple[tuple[Gone, ...], bool]:
    """Return the records that the CRM tells to be gone, and whether keys have to be compared instead."""
    if since is None:
        return (), False
    if not plan.schema.reports_deletions:
        return (), True
    try:
        pages = connector.deletions(plan.schema, since, plan.until)
        return tuple(each for page in pages for each in page), False
    except DeletionsUnknownError as error:
        report(Remark(object=plan.schema.name, message=f"{error.message} All keys are compared instead."))
        return (), True
