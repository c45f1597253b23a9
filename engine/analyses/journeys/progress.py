"""How far each record came: where it began, the furthest stage, and how it stands now."""

from __future__ import annotations

import numpy as np

from engine.analyses.journeys.events import LOST, Steps
from engine.kernels.arrays import Array
from saql.record import record

NEVER = int(np.iinfo(np.int64).max)
DAY = 86_400_000


@record(eq=False)
class Progress:
    """What became of each record that entered a stage; a row each, in the order of `record`.

    Args:
        record: int32, the record's place among the ids.
        entered: int64 milliseconds, rows by stages: when it first entered each; `NEVER` where it did not.
        began: int32, the stage it began in.
        furthest: int32, the furthest stage it entered.
        dropped: bool, whether it was lost, or has been quiet for too long, before the last stage.
        until: int64 milliseconds: when it was dropped or entered the last stage; else now.
        latest: int64 milliseconds: its last step.
        back: int32, how many of its steps led back.
        now: milliseconds: the present moment.
    """

    record: Array
    entered: Array
    began: Array
    furthest: Array
    dropped: Array
    until: Array
    latest: Array
    back: Array
    now: int

    def __len__(self) -> int:
        return len(self.record)

    @property
    def last(self) -> int:
        """The place of the last stage."""
        return int(self.entered.shape[1]) - 1

    @property
    def arrived(self) -> Array:
        """Which records entered the last stage and were not lost after it."""
        arrived: Array = (self.furthest == self.last) & ~self.dropped
        return arrived

    @property
    def beyond(self) -> Array:
        """When each record first entered a stage after each; milliseconds, rows by stages, `NEVER` where it did not."""
        later = np.full_like(self.entered, NEVER)
        later[:, :-1] = np.minimum.accumulate(self.entered[:, :0:-1], axis=1)[:, ::-1]
        return later


def progress_of(steps: Steps, stages: int, now: int, quiet_days: int | None = None) -> Progress:
    """Return how far each record came.

    Records that were lost before they entered any stage are left out.

    Args:
        steps: the steps of all records, in order.
        stages: how many stages there are.
        now: milliseconds since 1970-01-01.
        quiet_days: after so many days without a step a record counts as dropped; None where only a loss counts.
    """
    on_course = steps.stage < LOST
    counts = np.bincount(steps.record[on_course], minlength=steps.records)
    kept = np.flatnonzero(counts)
    row = np.cumsum(counts > 0) - 1
    rows, stage = row[steps.record[on_course]], steps.stage[on_course]
    entered = np.full((len(kept), stages), NEVER, dtype=np.int64)
    np.minimum.at(entered, (rows, stage), steps.instant[on_course])
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    furthest = np.maximum.reduceat(stage, starts) if len(kept) else stage
    last = steps.is_last & (counts[steps.record] > 0)
    latest, lost = steps.instant[last], steps.stage[last] == LOST
    silent = np.zeros(len(kept), dtype=np.bool_)
    if quiet_days is not None:
        silent = ~lost & (furthest < stages - 1) & (latest < now - quiet_days * DAY)
    until = np.where(lost, latest, np.where(furthest == stages - 1, entered[:, -1], now))
    if quiet_days is not None:
        until = np.where(silent, latest + quiet_days * DAY, until)
    return Progress(
        record=kept.astype(np.int32),
        entered=entered,
        began=stage[starts],
        furthest=furthest,
        dropped=lost | silent,
        until=until,
        latest=latest,
        back=_steps_back(rows, stage, len(kept)),
        now=now,
    )


def _steps_back(rows: Array, stage: Array, count: int) -> Array:
    back = (np.diff(rows, prepend=-1) == 0) & (np.diff(stage, prepend=LOST) < 0)
    return np.bincount(rows[back], minlength=count).astype(np.int32)
