"""What the texts of groups say: by month, product, agent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.analyses.sentiment.scoring import NEGATIVE, POSITIVE
from engine.analyses.statistics.proportions import chance_of_difference, corrected
from engine.kernels.arrays import Array
from saql.record import record


@record(kw_only=True)
class Group:
    """The texts of a group that have a score.

    Args:
        value: the group.
        texts: how many there are.
        mean: their mean score.
        positive: how many are positive.
        negative: how many are negative.
        chance: how likely the group's share of negative texts differs from that of all others by chance alone,
            corrected for all groups; None where there are too few.
    """

    value: str
    texts: int
    mean: float
    positive: int
    negative: int
    chance: float | None


@record
class Groups:
    """The groups of a field, in the order of their values; records without a value are in none."""

    field: str
    groups: tuple[Group, ...]


def grouped(field: str, codes: Array, values: Sequence[str], score: Array, band: Array) -> Groups:
    """Return what the texts of each group say.

    Args:
        field: the field that has the groups.
        codes: int32, one a record: the place of its group; -1 where it has none.
        values: the groups.
        score: float64, one a record: from -1 to 1, NaN where there is none.
        band: int32, one a record: its band.
    """
    told = (codes >= 0) & (band >= 0)
    at, size = codes[told], len(values)
    counts = np.bincount(at, minlength=size)
    sums = np.bincount(at, weights=score[told], minlength=size)
    positive = np.bincount(at[band[told] == POSITIVE], minlength=size)
    negative = np.bincount(at[band[told] == NEGATIVE], minlength=size)
    all_texts, all_negative = int(counts.sum()), int(negative.sum())
    chances = [
        chance_of_difference((int(bad), int(count)), (all_negative - int(bad), all_texts - int(count)))
        for bad, count in zip(negative, counts, strict=True)
    ]
    raised = iter(corrected([each for each in chances if each is not None]))
    made = [
        Group(
            value=values[place],
            texts=int(counts[place]),
            mean=float(sums[place] / counts[place]),
            positive=int(positive[place]),
            negative=int(negative[place]),
            chance=None if chances[place] is None else next(raised),
        )
        for place in range(size)
        if counts[place]
    ]
    return Groups(field, tuple(sorted(made, key=lambda each: each.value)))
