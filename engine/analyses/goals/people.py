"""The tree of people: who is above whom, and sums that go up it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from engine.models.errors import ModelError
from saql.record import record

EVERYBODY = "Everybody"
"""The name of the row above all people, where they have no one person above them."""

Floats = npt.NDArray[np.float64]


@record(eq=False)
class Tree:
    """People by position, those above before those below.

    `above` has the position of each person's manager, -1 for who is on top; there is one of these. `keys` are what rows
    call them, empty for everybody together.
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]
    above: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.keys)

    def chain(self, place: int) -> list[int]:
        """Return the positions from a person up to the top."""
        found = [place]
        while self.above[found[-1]] >= 0:
            found.append(self.above[found[-1]])
        return found

    @property
    def leads(self) -> tuple[bool, ...]:
        """Which have anybody below them."""
        above = set(self.above)
        return tuple(each in above for each in range(len(self)))

    def summed(self, own: Floats) -> Floats:
        """Return for each person the sum over them and all below; rows are people, in the order of the tree."""
        total = own.copy()
        for place in range(len(self) - 1, 0, -1):
            total[self.above[place]] += total[place]
        return total

    def targets(self, own: Floats) -> Floats:
        """Return for each person the target; NaN where there is none.

        Who has a target of their own is to reach that, with all below; a team without one has the sum of those below.
        """
        total = own.copy()
        below = np.zeros_like(own)
        some = np.zeros(own.shape, dtype=np.bool_)
        for place in range(len(self) - 1, -1, -1):
            given = np.isnan(total[place]) & some[place]
            total[place, given] = below[place, given]
            if self.above[place] >= 0:
                has = ~np.isnan(total[place])
                some[self.above[place]] |= has
                below[self.above[place]] += np.where(has, total[place], 0.0)
        return total


def tree_of(people: Mapping[str, tuple[str, str | None]], others: Sequence[str]) -> Tree:
    """Return the tree.

    Args:
        people: by key the name of each person and the key of the manager, None for nobody.
        others: keys that occur in rows, known or not; who is not known has no manager.

    Raises:
        ModelError: people are above themselves.
    """
    known = {**{each: (each, None) for each in others}, **people}
    managers = {key: manager if manager in known and manager != key else None for key, (_, manager) in known.items()}
    depth = {key: _depth(key, managers) for key in known}
    order = sorted(known, key=lambda key: (depth[key], known[key][0], key))
    top = [key for key in order if managers[key] is None]
    shift = 0 if len(top) == 1 else 1
    place = {key: at + shift for at, key in enumerate(order)}
    above = [place[manager] if (manager := managers[key]) is not None else shift - 1 for key in order]
    names = [known[key][0] for key in order]
    if shift:
        return Tree(("", *order), (EVERYBODY, *names), (-1, *above))
    return Tree(tuple(order), tuple(names), tuple(above))


def _depth(key: str, managers: Mapping[str, str | None]) -> int:
    seen = [key]
    while (manager := managers[seen[-1]]) is not None:
        if manager in seen:
            circle = " > ".join(seen[seen.index(manager) :])
            raise ModelError(f"People are above themselves: {circle}.", hint="Set right who is the manager of whom.")
        seen.append(manager)
    return len(seen)
