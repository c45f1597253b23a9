"""Segments whose conversion differs from that of all others by more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.analyses.journeys.funnel import came_to
from engine.analyses.journeys.progress import Progress
from engine.analyses.statistics.proportions import chance_of_difference, corrected
from engine.kernels.arrays import Array
from saql.record import record

SURE = 0.05


@record(eq=False)
class Segment:
    """A field that records are split by.

    Args:
        field: the field's name.
        codes: int32, one a row of the progress: the place of its value; -1 where it has none.
        values: the values.
    """

    field: str
    codes: Array
    values: tuple[str, ...]


@record(kw_only=True)
class Difference:
    """A segment compared with all other records, at one stage or from the beginning to the end.

    Args:
        field: the segment's field.
        value: its value.
        stage: the place of the stage that they move on from; None of the whole way.
        moved: how many of the segment moved on.
        decided: how many of it moved on or dropped out.
        others_moved: the same of all others.
        others_decided: the same of all others.
        chance: how likely so great a difference is by chance, corrected for all that was looked at.
    """

    field: str
    value: str
    stage: int | None
    moved: int
    decided: int
    others_moved: int
    others_decided: int
    chance: float

    @property
    def share(self) -> float:
        """The segment's conversion."""
        return self.moved / self.decided

    @property
    def others(self) -> float:
        """The conversion of all others."""
        return self.others_moved / self.others_decided

    @property
    def effect(self) -> float:
        """How many records more (or, below 0, fewer) moved on than would have at the rate of the others."""
        return self.moved - self.others * self.decided


@record
class Differences:
    """What differs by more than chance, those with the greatest effect first, and how much was looked at for it."""

    sure: tuple[Difference, ...]
    looked_at: int


def differences(progress: Progress, segments: Sequence[Segment]) -> Differences:
    """Return which segments differ by more than chance, corrected for all that is looked at.

    Every value of every segment is compared at every stage and over the whole way, as far as there are enough records.

    Args:
        progress: how far each record came.
        segments: how the rows of the progress are split.
    """
    looks: list[Difference] = []
    for stage in (None, *range(progress.last)):
        moved, decided = _outcomes(progress, stage)
        for segment in segments:
            looks += _compared(segment, stage, moved, decided)
    chances = corrected([each.chance for each in looks])
    sure = [replace(each, chance=chance) for each, chance in zip(looks, chances, strict=True) if chance < SURE]
    ranked = sorted(sure, key=lambda each: (-abs(each.effect), each.field, each.value))
    return Differences(tuple(ranked), len(looks))


def _outcomes(progress: Progress, stage: int | None) -> tuple[Array, Array]:
    """Return which records moved on, and which moved on or dropped out."""
    if stage is None:
        return progress.arrived, progress.arrived | progress.dropped
    came = came_to(progress, stage)
    moved = came & (progress.furthest > stage)
    return moved, moved | (came & progress.dropped)


def _compared(segment: Segment, stage: int | None, moved: Array, decided: Array) -> list[Difference]:
    count, known = len(segment.values), segment.codes >= 0
    of_value = np.bincount(segment.codes[decided & known], minlength=count)
    moved_of_value = np.bincount(segment.codes[moved & known], minlength=count)
    all_decided, all_moved = int(of_value.sum()), int(moved_of_value.sum())
    found = []
    for at in np.flatnonzero(of_value):
        own = int(moved_of_value[at]), int(of_value[at])
        others = all_moved - own[0], all_decided - own[1]
        chance = chance_of_difference(own, others)
        if chance is not None:
            found.append(
                Difference(
                    field=segment.field,
                    value=segment.values[at],
                    stage=stage,
                    moved=own[0],
                    decided=own[1],
                    others_moved=others[0],
                    others_decided=others[1],
                    chance=chance,
                )
            )
    return found
