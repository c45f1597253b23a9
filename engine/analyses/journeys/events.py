"""Events of a journey: which record entered which stage when."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from saql.record import record

LOST = 1_000
"""Events that end a record outside of the stages have this code; it is higher than any stage's."""


@record(eq=False)
class Events:
    """Events as they are in the datasets, in any order.

    Args:
        record: int32, one an event: the place of its record in `ids`.
        stage: int32, one an event: the place of its stage in `names`.
        instant: int64, one an event: milliseconds since 1970-01-01, UTC.
        ids: the records' ids, distinct strings.
        names: the stages' names, distinct.
    """

    record: Array
    stage: Array
    instant: Array
    ids: pa.StringArray
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.record)


@record(eq=False)
class Steps:
    """Events in order of record and time, each another stage than the one before.

    Args:
        record: int32, ascending.
        stage: int32: the place of the stage in the course, `LOST` for a loss.
        instant: int64 milliseconds since 1970-01-01, UTC.
        records: how many records there are; some may have no step.
        left_out: how many events were of stages that are not on the course.
    """

    record: Array
    stage: Array
    instant: Array
    records: int
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.record)

    @property
    def is_first(self) -> Array:
        """Which steps are the first of their record."""
        first: Array = np.diff(self.record, prepend=-1) != 0
        return first

    @property
    def is_last(self) -> Array:
        """Which steps are the last of their record."""
        last: Array = np.diff(self.record, append=-1) != 0
        return last


def steps_of(events: Events, stages: tuple[str, ...], lost: tuple[str, ...]) -> Steps:
    """Return the events in order of record and time; of two at the same instant the earlier stage is first.

    Args:
        events: what happened.
        stages: the stages in order, the end that is wanted last.
        lost: the stages that end a record outside of these.

    Raises:
        ModelError: a stage is named that no event has.
    """
    for each in (*stages, *lost):
        if each not in events.names:
            raise ModelError(f"No event has the stage '{each}'.", hint=f"There are: {', '.join(events.names)}.")
    places = np.full(len(events.names), -1, dtype=np.int32)
    for at, name in enumerate(events.names):
        places[at] = stages.index(name) if name in stages else LOST if name in lost else -1
    stage = places[events.stage]
    kept = stage >= 0
    record, stage, instant = events.record[kept], stage[kept], events.instant[kept]
    order = np.lexsort((stage, instant, record))
    record, stage, instant = record[order], stage[order], instant[order]
    new = (np.diff(record, prepend=-1) != 0) | (np.diff(stage, prepend=-1) != 0)
    return Steps(record[new], stage[new], instant[new], len(events.ids), int(np.count_nonzero(~kept)))
