"""Medians and percentiles of groups without sorting them.

A histogram says in which bins they lie, a second pass over the rows fetches the values of those bins. A bin holds the
doubles that begin with the same bits, so that bins follow each other as the numbers do.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array
from engine.kernels.percentiles import KINDS, Ranks
from engine.kernels.scan_numpy import order_of
from engine.plan.expressions import without_spans
from engine.query_errors import InternalError
from saql.functions.registry import AGGREGATES
from saql.record import record
from saql.typed.expressions import Aggregate, Expression, Literal

MOST_GROUPS = 1 << 10
"""More groups are sorted: each would have few bins, and each percentile takes a little Python."""

_MOST_BINS = 1 << 12
_MOST_COUNTERS = 1 << 22


@record
class Percentile:
    """A percentile as an aggregate asks for it: `kind` is a name of `KINDS`."""

    argument: Expression
    kind: str
    fraction: float
    descending: bool

    def ranks(self, counts: npt.NDArray[np.int64]) -> Ranks:
        """Return where it lies in groups of so many values."""
        return KINDS[self.kind](counts, self.fraction, self.descending)


def percentile_of(call: Aggregate) -> Percentile | None:
    """Return the percentile that an aggregate is, None for other aggregates."""
    if call.order is not None:
        fraction = call.arguments[0]
        if not isinstance(fraction, Literal) or not isinstance(fraction.value, int | float):
            raise InternalError("the fraction of a percentile is no constant")
        kind = AGGREGATES[call.function].kernel
        argument = without_spans(call.order.expression)
        return Percentile(argument, kind, float(fraction.value), call.order.descending)
    if AGGREGATES[call.function].kernel == "median":
        return Percentile(without_spans(call.arguments[0]), "percentile_cont", 0.5, False)
    return None


@record(eq=False)
class Bins:
    """The bins of a histogram: of the numbers whose order, without the lowest `shift` bits, is `first` and so on.

    `first` is 64 bits read as a signed number.
    """

    first: int
    shift: int
    count: int


def bins(least: float, greatest: float, groups: int) -> Bins:
    """Return bins for numbers between two bounds, as many as each of so many groups may have."""
    low, high = (int(order_of(np.array([bound], np.float64))[0]) for bound in (least, greatest))
    most = min(_MOST_BINS, _MOST_COUNTERS // groups)
    shift = 0
    while (high >> shift) - (low >> shift) >= most:
        shift += 1
    first = low >> shift
    return Bins(first - (first >> 63 << 64), shift, (high >> shift) - first + 1)


class Fetch:
    """The values of the bins in which the wanted ranks lie, fetched by a second pass.

    Args:
        histogram: Values by group and bin, int64 (groups, bins).
        groups: The groups that there are.
        wanted: Ranks of values in these groups.
    """

    def __init__(
        self, histogram: npt.NDArray[np.int64], groups: npt.NDArray[np.int64], wanted: Sequence[npt.NDArray[np.int64]]
    ) -> None:
        self._bins = histogram.shape[1]
        self._groups = groups
        self._before = np.cumsum(histogram[groups], axis=1) - histogram[groups]
        self._lists = np.unique(np.concatenate([self._list_of(each)[0] for each in wanted]))
        self.table = np.zeros(histogram.shape, np.int32)
        self.table.reshape(-1)[self._lists] = np.arange(1, len(self._lists) + 1)
        sizes = histogram.reshape(-1)[self._lists]
        self._starts = np.cumsum(sizes) - sizes
        self.size = int(sizes.sum())
        self._values: list[Array] = []

    def cursors(self) -> npt.NDArray[np.int64]:
        """Return where each list starts in an array of `size` values; lists count from 1."""
        return np.concatenate([np.zeros(1, np.int64), self._starts])

    def fill(self, states: Sequence[tuple[Array, npt.NDArray[np.int64]]]) -> None:
        """Take what threads have fetched: the arrays, and the ends of the lists in them."""
        for number, start in enumerate(self._starts.tolist(), 1):
            part = np.concatenate([found[start : ends[number]] for found, ends in states])
            part.sort()
            self._values.append(part)

    def at(self, ranks: npt.NDArray[np.int64]) -> Array:
        """Return the value at a rank of each group; 0 where the group has none."""
        lists, before = self._list_of(ranks)
        places = np.searchsorted(self._lists, lists).tolist()
        result = np.zeros(len(ranks))
        for row, (place, position) in enumerate(zip(places, (ranks - before).tolist(), strict=True)):
            values = self._values[place]
            if position < len(values):
                result[row] = values[position]
        return result

    def _list_of(self, ranks: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the bin of each group in which a rank lies, as a place in the histogram, and the values before it."""
        bins_ = (self._before <= ranks[:, np.newaxis]).sum(axis=1) - 1
        return self._groups * self._bins + bins_, self._before[np.arange(len(ranks)), bins_]
