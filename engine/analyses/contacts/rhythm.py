"""The usual rhythm of contacts: after how many days the next one came where things went well."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.analyses.contacts.reading import NEVER, Meetings, Records
from engine.analyses.statistics.proportions import chance_of_difference
from engine.kernels.arrays import Array
from saql.record import record

ENOUGH = 20
"""With fewer gaps a stage has the rhythm of all."""

_USUAL = 0.75


@record(kw_only=True)
class Rhythm:
    """How soon the next contact came.

    Args:
        stage: the stage; None of all together.
        gaps: how many gaps between contacts of records that went well there are.
        median: half of them were so many days or fewer.
        usual: three in four of them were so many days or fewer.
        bad_gaps: how many gaps there are of records that did not go well.
        bad_median: half of those were so many days or fewer; None where there are none.
        longer: the share of gaps of records that went well that were longer than `usual`.
        bad_longer: the same of records that did not go well; None where there are none.
        chance: how likely the two shares differ by chance alone; None where there are too few.
    """

    stage: str | None
    gaps: int
    median: float
    usual: float
    bad_gaps: int
    bad_median: float | None
    longer: float
    bad_longer: float | None
    chance: float | None


@record(kw_only=True)
class Usual:
    """After how many days contacts are due.

    Args:
        days: the next one, where the stage has no days of its own; None where that is not known.
        stages: the next one, by stage.
        first: the first one; None where that is not known.
    """

    days: float | None
    stages: Mapping[str, float]
    first: float | None


@record(kw_only=True)
class Rhythms:
    """What was learnt of the contacts with the records of a source.

    Args:
        all: of all stages together; None where too few contacts are noted to learn from.
        stages: of the stages that have enough gaps.
        first: three in four records that went well had their first contact after so many days or fewer; None where that
            is not known.
    """

    all: Rhythm | None
    stages: tuple[Rhythm, ...]
    first: float | None

    @property
    def usual(self) -> Usual:
        """What the days of next contacts follow from."""
        stages = tuple((each.stage, each.usual) for each in self.stages if each.stage is not None)
        return Usual(days=None if self.all is None else self.all.usual, stages=dict(stages), first=self.first)


def learn_rhythms(records: Records, meetings: Meetings, names: tuple[str, ...]) -> Rhythms:
    """Return the rhythm of contacts with records that went well, beside that with others.

    A gap counts to the stage in which it begins; several contacts on a day are one.

    Args:
        records: the records.
        meetings: all contacts with them; those that are only planned do not count.
        names: the stages.
    """
    record, day, stage = _in_order(meetings)
    same = record[1:] == record[:-1]
    gap, begins, whose = (day[1:] - day[:-1])[same], stage[:-1][same], record[:-1][same]
    good, bad = records.good[whose], records.bad[whose]
    together = _rhythm(None, gap[good], gap[bad])
    of_stages = (_rhythm(name, gap[good & (begins == at)], gap[bad & (begins == at)]) for at, name in enumerate(names))
    return Rhythms(
        all=together,
        stages=tuple(each for each in of_stages if each is not None),
        first=_first_contact(records, record, day),
    )


def _in_order(meetings: Meetings) -> tuple[Array, Array, Array]:
    """Return contacts that were made, in order of record and day, one a day."""
    record, day, stage = meetings.record[meetings.done], meetings.day[meetings.done], meetings.stage[meetings.done]
    order = np.lexsort((day, record))
    record, day, stage = record[order], day[order], stage[order]
    new = (np.diff(record, prepend=-1) != 0) | (np.diff(day, prepend=NEVER) != 0)
    return record[new], day[new], stage[new]


def _rhythm(stage: str | None, good: Array, bad: Array) -> Rhythm | None:
    if len(good) < ENOUGH:
        return None
    usual = float(np.quantile(good, _USUAL))
    longer, bad_longer = int(np.count_nonzero(good > usual)), int(np.count_nonzero(bad > usual))
    return Rhythm(
        stage=stage,
        gaps=len(good),
        median=float(np.median(good)),
        usual=usual,
        bad_gaps=len(bad),
        bad_median=float(np.median(bad)) if len(bad) else None,
        longer=longer / len(good),
        bad_longer=bad_longer / len(bad) if len(bad) else None,
        chance=chance_of_difference((longer, len(good)), (bad_longer, len(bad))),
    )


def _first_contact(records: Records, record: Array, day: Array) -> float | None:
    """Return how soon the first contact came; records from before the first day that is noted do not count."""
    if not len(record):
        return None
    firsts = np.flatnonzero(np.diff(record, prepend=-1))
    since = records.since[record[firsts]]
    counted = records.good[record[firsts]] & (since >= day.min())
    waits = np.maximum(day[firsts] - since, 0)[counted]
    return float(np.quantile(waits, _USUAL)) if len(waits) >= ENOUGH else None
