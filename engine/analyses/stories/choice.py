"""Which segments are told: those that chance does not explain, that matter, and that say something new."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.analyses.statistics.proportions import corrected
from engine.analyses.stories.effects import EffectKind, effect
from engine.analyses.stories.looks import Look
from engine.analyses.stories.rows import Rows
from engine.analyses.stories.splits import LEAST
from engine.analyses.stories.sums import sums_of, without
from saql.record import record

LEVEL = 0.02
"""If nothing had changed, a story would name anything at all with this chance or a smaller one."""

MOST = 8
_CANDIDATES = 60
_MATTERS = 0.005
"""The part of the measure that a segment has to move."""

_STILL_NEW = 0.3
"""The part of a segment's rows that must not be in segments that are told already."""

_APART = 0.001
"""The chance by which a segment still has to differ without the rows of those that are told already."""

_SAME = 0.9


@record(eq=False)
class Told:
    """A segment that is told: how it was found, the chance after correction, and other names of the same rows."""

    look: Look
    chance: float
    aliases: tuple[Look, ...]


def choose(rows: Rows, looks: Sequence[Look], level: float) -> list[Told]:
    """Return the segments to tell, the clearest first.

    Each kind of effect is told of rows once: a segment counts with the rows that none before it has.

    Args:
        rows: all rows.
        looks: all that was looked at.
        level: the measure as it was before.
    """
    chances = corrected([each.chance for each in looks])
    found = [
        (each, float(chance))
        for each, chance in zip(looks, chances, strict=True)
        if chance <= LEVEL and abs(each.impact) >= _MATTERS * abs(level)
    ]
    found.sort(key=lambda each: -abs(each[0].distance))
    told: dict[EffectKind, list[tuple[Told, np.ndarray]]] = {}
    for look, chance in found[:_CANDIDATES]:
        mask = look.mask()
        before = told.setdefault(look.kind, [])
        same = next((at for at, (_, other) in enumerate(before) if _alike(mask, other)), None)
        if same is not None:
            known, other = before[same]
            before[same] = (Told(known.look, known.chance, (*known.aliases, look)), other)
        elif _says_more(rows, look, mask, [other for _, other in before], level):
            before.append((Told(look, chance, ()), mask))
    every = [each for several in told.values() for each, _ in several]
    return sorted(every, key=lambda each: -abs(each.look.distance))[:MOST]


def _alike(mask: np.ndarray, other: np.ndarray) -> bool:
    return bool((mask & other).sum() >= _SAME * (mask | other).sum())


def _says_more(rows: Rows, look: Look, mask: np.ndarray, told: Sequence[np.ndarray], level: float) -> bool:
    if not told:
        return True
    free = ~np.logical_or.reduce(told)
    left = int((mask & free).sum())
    if left < max(LEAST, _STILL_NEW * mask.sum()) or left == int(free.sum()):
        return False
    part, whole = sums_of(rows, mask & free), sums_of(rows, free)
    found = effect(look.kind, part, without(whole, part))
    same_way = np.sign(found.distances[0]) == np.sign(look.distance)
    matters = abs(found.impacts[0]) >= _MATTERS * abs(level)
    return bool(found.chances[0] <= _APART and same_way and matters)
