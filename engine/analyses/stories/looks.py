"""All that is looked at: each value of each field, and pairs of values where one is of the fields that moved most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from engine.analyses.stories.effects import KINDS, Effect, EffectKind, effect
from engine.analyses.stories.measure import MeasureKind
from engine.analyses.stories.rows import Rows
from engine.analyses.stories.splits import LEAST, Split
from engine.analyses.stories.sums import Sums, sums_by, without
from saql.record import record

LEADING = 3
"""So many of the fields that moved most are paired with all others, to find of whom in them it is true."""

PAIRED = 6
"""So many are paired with each other."""

PAIR_PART = 0.01
"""Rows that a pair of values needs, as a part of all."""

_WITHIN = 0.01
"""A pair says more than its parts where it differs by this chance or less from the rest of each of them."""

_NEARLY_ALL = 0.95


@record(eq=False)
class Look:
    """A segment that was looked at: values of one field or of two, by their splits and places in them.

    `chance`, `distance` and `impact` are those of its effect; `part` are its sums.
    """

    places: tuple[tuple[Split, int], ...]
    kind: EffectKind
    chance: float
    distance: float
    impact: float

    def mask(self) -> npt.NDArray[np.bool_]:
        """Return which rows are in the segment."""
        found: npt.NDArray[np.bool_] = np.logical_and.reduce([split.codes == place for split, place in self.places])
        return found


@record(eq=False)
class Tally:
    """The sums of a field's values."""

    split: Split
    sums: Sums


def single_looks(kind: MeasureKind, whole: Sums, tallies: Sequence[Tally]) -> Iterator[Look]:
    """Yield a look for each value of each field and each effect."""
    for each in tallies:
        rest = without(whole, each.sums)
        for name in KINDS[kind]:
            found = effect(name, each.sums, rest)
            yield from (_look(((each.split, place),), found, place) for place in range(len(each.split.values)))


def pair_looks(kind: MeasureKind, rows: Rows, whole: Sums, pairs: Iterable[tuple[Tally, Tally]]) -> Iterator[Look]:
    """Yield a look for each pair of values of two fields that has enough rows, and each effect.

    The chance of a pair that says no more than one of its parts is 1.
    """
    for first, second in pairs:
        width = len(second.split.values)
        ordinary = (first.split.codes < len(first.split.values)) & (second.split.codes < width)
        cells = len(first.split.values) * width
        codes = np.where(ordinary, first.split.codes * width + second.split.codes, cells)
        sums = sums_by(rows, codes, cells)
        least = max(LEAST, round(len(rows) * PAIR_PART))
        parents = [_chosen(first.sums, np.arange(cells) // width), _chosen(second.sums, np.arange(cells) % width)]
        smaller = np.minimum(parents[0].both, parents[1].both)
        kept = np.flatnonzero((sums.both >= least) & (sums.both < _NEARLY_ALL * smaller))
        if len(kept) == 0:
            continue
        part = _chosen(sums, kept)
        for name in KINDS[kind]:
            found = _beyond_parts(name, part, whole, [_chosen(each, kept) for each in parents])
            for at, cell in enumerate(kept):
                places = ((first.split, int(cell) // width), (second.split, int(cell) % width))
                yield _look(places, found, at)


def pairs_of(tallies: Sequence[Tally], looks: Sequence[Look]) -> list[tuple[Tally, Tally]]:
    """Return the fields to pair: those of which a value moved furthest from all others, with others and each other."""
    furthest: dict[str, float] = {}
    for each in looks:
        field = each.places[0][0].field
        furthest[field] = max(furthest.get(field, 0.0), abs(each.distance))
    ranked = sorted(tallies, key=lambda each: -furthest.get(each.split.field, 0.0))
    return [
        (ranked[first], ranked[second])
        for first, second in combinations(range(len(ranked)), 2)
        if first < LEADING or second < PAIRED
    ]


def _beyond_parts(name: EffectKind, part: Sums, whole: Sums, parents: Sequence[Sums]) -> Effect:
    found = effect(name, part, without(whole, part))
    chances = found.chances
    for parent in parents:
        within = effect(name, part, without(parent, part))
        says_more = (within.chances <= _WITHIN) & (np.sign(within.distances) == np.sign(found.distances))
        chances = np.where(says_more, chances, 1.0)
    if name == "mix":  # where one pair becomes more of the whole, others become less: that is no news of theirs
        chances = np.where(found.distances > 0, chances, 1.0)
    return Effect(name, found.distances, chances, found.impacts)


def _look(places: tuple[tuple[Split, int], ...], found: Effect, at: int) -> Look:
    return Look(places, found.kind, float(found.chances[at]), float(found.distances[at]), float(found.impacts[at]))


def _chosen(sums: Sums, places: npt.NDArray[np.int64]) -> Sums:
    """Return the sums of some groups."""

    def pair(
        given: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        return given[0][places], given[1][places]

    return Sums(
        pair(sums.rows),
        pair(sums.amount),
        pair(sums.base),
        None if sums.ranks is None else pair(sums.ranks),
        None if sums.squares is None else sums.squares[places],
    )
