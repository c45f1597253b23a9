"""What a group of rows did to a measure, beyond what all other rows did, and how likely that is by chance.

A total changes because a group has more or fewer rows than before (volume), or because each of them counts for more or
less (size). A ratio changes because that of a group does (rate), or because groups with a high one become more or
less of the whole (mix).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.analyses.stories.measure import MeasureKind
from engine.analyses.stories.significance import means_change, shares_change, shares_differ
from engine.analyses.stories.sums import Sums
from saql.record import record

Floats: TypeAlias = npt.NDArray[np.float64]
EffectKind: TypeAlias = Literal["volume", "size", "rate", "mix"]

KINDS: dict[MeasureKind, tuple[EffectKind, ...]] = {
    "count": ("volume",),
    "sum": ("volume", "size"),
    "average": ("rate", "mix"),
    "share": ("rate", "mix"),
    "ratio": ("rate", "mix"),
}


@record(eq=False)
class Effect:
    """An effect of each group.

    Args:
        kind: what changed.
        distances: how far the group moved from all others, in standard deviations.
        chances: the chance of such a distance if the group had moved as all others did.
        impacts: by how much it moved the whole measure beyond what the others' movement would have done.
    """

    kind: EffectKind
    distances: Floats
    chances: Floats
    impacts: Floats


def effect(kind: EffectKind, part: Sums, rest: Sums) -> Effect:
    """Return an effect of groups.

    Args:
        kind: which one.
        part: the sums of the groups.
        rest: the sums of all other rows, for each group.
    """
    if kind in ("volume", "mix"):
        distances, chances = shares_differ(part.rows[1], part.both, rest.rows[1], rest.both)
        return Effect(kind, distances, chances, _volume(part, rest) if kind == "volume" else _mix(part, rest))
    distances, chances = _values_change(part, rest)
    impacts = _size(part, rest) if kind == "size" else _rate(part, rest)
    # Where ranks and the measure itself disagree on the direction, a few rows decide: that is no finding.
    disagree = (part.ranks is not None) & (np.sign(impacts) != np.sign(distances))
    few = np.minimum(part.rows[0], part.rows[1]) < _FEWEST
    chances = np.where(disagree | few, 1.0, chances)
    return Effect(kind, distances, chances, impacts)


_FEWEST = 10
"""Rows that a group needs in each period for its rate to be compared."""


def contributions(kind: MeasureKind, part: Sums, whole: Sums) -> tuple[Floats, Floats]:
    """Return what each value of a field adds to the change: by volume or mix, and by size or rate.

    The two of all values add up to the whole change, each effect at the mean of what it was before and after.
    """
    (before, after), (base_before, base_after) = part.means(), part.base
    before, after = np.where(base_before == 0, after, before), np.where(base_after == 0, before, after)
    if kind in ("count", "sum"):
        mean = (before + after) / 2
        return (base_after - base_before) * mean, (after - before) * (base_before + base_after) / 2
    weights = base_before / whole.base[0], base_after / whole.base[1]
    level = sum(whole.means()) / 2
    mix = (weights[1] - weights[0]) * ((before + after) / 2 - level)
    return mix, (after - before) * (weights[0] + weights[1]) / 2


def _values_change(part: Sums, rest: Sums) -> tuple[Floats, Floats]:
    if part.ranks is None or rest.ranks is None or part.squares is None or rest.squares is None:
        return shares_change(part.amount, part.rows, rest.amount, rest.rows)
    return means_change(part.rows, part.ranks, part.squares, rest.rows, rest.ranks, rest.squares)


def _volume(part: Sums, rest: Sums) -> Floats:
    growth = rest.rows[1] / np.maximum(rest.rows[0], 1)
    return (part.rows[1] - part.rows[0] * growth) * part.mean()


def _size(part: Sums, rest: Sums) -> Floats:
    return part.rows[1] * _beyond(part, rest)


def _rate(part: Sums, rest: Sums) -> Floats:
    whole = part.base[1] + rest.base[1]
    return part.base[1] / np.where(whole == 0, 1, whole) * _beyond(part, rest)


def _mix(part: Sums, rest: Sums) -> Floats:
    before, after = (part.base[each] / np.maximum(part.base[each] + rest.base[each], 1e-300) for each in (0, 1))
    return (after - before) * (part.mean() - rest.mean())


def _beyond(part: Sums, rest: Sums) -> Floats:
    """Return by how much more the ratio of a group rose than that of the others."""
    before, after = part.means()
    other_before, other_after = rest.means()
    return (after - before) - (other_after - other_before)
