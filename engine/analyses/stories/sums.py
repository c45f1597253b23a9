"""What is counted and added up of groups of rows, before and after."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine.analyses.stories.rows import Rows
from saql.record import record

Floats: TypeAlias = npt.NDArray[np.float64]
Pair: TypeAlias = tuple[Floats, Floats]


@record(eq=False)
class Sums:
    """Sums of groups, each as arrays with an element for each group: before and after.

    Args:
        rows: the number of rows.
        amount: what they add to the measure.
        base: what they add below the line of a ratio; the number of rows where there is none.
        ranks: the sums of ranks, None where there are none.
        squares: the sums of squares of ranks, of both periods.
    """

    rows: Pair
    amount: Pair
    base: Pair
    ranks: Pair | None
    squares: Floats | None

    @property
    def both(self) -> Floats:
        """The number of rows of both periods."""
        return self.rows[0] + self.rows[1]

    def means(self) -> Pair:
        """Return the measure as a ratio, before and after; 0 of no rows."""
        before, after = (_ratio(self.amount[each], self.base[each]) for each in (0, 1))
        return before, after

    def mean(self) -> Floats:
        """Return the measure as a ratio, of both periods."""
        return _ratio(self.amount[0] + self.amount[1], self.base[0] + self.base[1])


def sums_by(rows: Rows, codes: npt.NDArray[np.int64], groups: int) -> Sums:
    """Return the sums of rows by the number of their group.

    Args:
        rows: the rows.
        codes: the group of each row, from 0 up.
        groups: how many groups there are; rows with that number, one more than the last, are left out.
    """
    places = codes * 2 + rows.after
    size = (groups + 1) * 2

    def pair(weights: Floats | None) -> Pair:
        found = np.bincount(places, weights, size)[: groups * 2].astype(np.float64)
        return found[0::2], found[1::2]

    counts = pair(None)
    base = counts if rows.base is None else pair(rows.base)
    amount = pair(rows.amount)
    if rows.ranks is None:
        return Sums(counts, amount, base, None, None)
    squares = pair(rows.squares)
    return Sums(counts, amount, base, pair(rows.ranks), squares[0] + squares[1])


def sums_of(rows: Rows, mask: npt.NDArray[np.bool_]) -> Sums:
    """Return the sums of one group: the rows for which a mask is true."""
    return sums_by(rows.where(mask), np.zeros(int(mask.sum()), dtype=np.int64), 1)


def without(whole: Sums, part: Sums) -> Sums:
    """Return the sums of all rows but those of each group."""

    def rest(all_of_them: Pair, some: Pair) -> Pair:
        return all_of_them[0] - some[0], all_of_them[1] - some[1]

    return Sums(
        rest(whole.rows, part.rows),
        rest(whole.amount, part.amount),
        rest(whole.base, part.base),
        None if whole.ranks is None or part.ranks is None else rest(whole.ranks, part.ranks),
        None if whole.squares is None or part.squares is None else whole.squares - part.squares,
    )


def _ratio(above: Floats, below: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below != 0, above / below, 0.0)
