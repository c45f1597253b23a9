"""The ways that records take: which stages one after another, and how often."""

from __future__ import annotations

import numpy as np

from engine.analyses.journeys.events import LOST, Steps
from engine.kernels.arrays import Array
from saql.record import record

LONGEST = 30
"""Steps of a way beyond this many are left away: it ends in an ellipsis."""


@record(eq=False)
class Ways:
    """The ways that were taken.

    Args:
        texts: of each way its stages, such as "New > Working > Lost".
        way: int32, one a record: the place of its way; -1 of records without a step.
        counts: int64, one a way: how many records took it.
    """

    texts: tuple[str, ...]
    way: Array
    counts: Array

    def most_frequent(self, count: int) -> list[tuple[str, int]]:
        """Return the ways that most records took, with how many; of equally frequent ones the first by name."""
        ranked = sorted(range(len(self.texts)), key=lambda at: (-int(self.counts[at]), self.texts[at]))
        return [(self.texts[at], int(self.counts[at])) for at in ranked[:count] if self.counts[at]]

    def of_records(self, records: Array) -> Ways:
        """Return the same ways, counted of some records alone; `records` are their places."""
        return Ways(self.texts, self.way, np.bincount(self.way[records], minlength=len(self.texts)))


def ways_of(steps: Steps, names: tuple[str, ...], lost: str) -> Ways:
    """Return the way of each record.

    Ways are numbered step by step, for all records at once: those with the same number that take the same next step
    have the same number after it.

    Args:
        steps: the steps of all records, in order.
        names: the stages in order.
        lost: what a loss is called.
    """
    number = np.full(steps.records, -1, dtype=np.int64)
    texts: list[str] = []
    starts = np.flatnonzero(steps.is_first)
    place = np.arange(len(steps)) - np.repeat(starts, np.diff(np.append(starts, len(steps))))
    by_place = np.argsort(place, kind="stable")
    bounds = np.searchsorted(place[by_place], np.arange(LONGEST + 2))
    for depth in range(LONGEST + 1):
        at = by_place[bounds[depth] : bounds[depth + 1]]
        if not len(at):
            break
        stage = np.full(len(at), -1) if depth == LONGEST else steps.stage[at]
        found, inverse = np.unique((number[steps.record[at]] + 1) * (LOST + 2) + stage + 1, return_inverse=True)
        number[steps.record[at]] = len(texts) + inverse
        texts += [_longer(texts, int(each), names, lost) for each in found]
    taken, way = np.unique(number, return_inverse=True)
    counts = np.bincount(way, minlength=len(taken))
    if len(taken) and taken[0] < 0:
        taken, way, counts = taken[1:], way - 1, counts[1:]
    return Ways(tuple(texts[each] for each in taken), way.astype(np.int32), counts)


def steps_back(steps: Steps, stages: int) -> Array:
    """Return how many steps led from each stage back to each earlier one, stages by stages."""
    before, after = steps.stage[:-1], steps.stage[1:]
    back = (steps.record[:-1] == steps.record[1:]) & (after < before) & (before < LOST)
    counts = np.bincount(before[back].astype(np.int64) * stages + after[back], minlength=stages * stages)
    return counts.reshape(stages, stages)


def _longer(texts: list[str], code: int, names: tuple[str, ...], lost: str) -> str:
    before, stage = divmod(code, LOST + 2)
    name = "…" if stage == 0 else lost if stage == LOST + 1 else names[stage - 1]
    return name if before == 0 else f"{texts[before - 1]} > {name}"
