"""Of the groups of a part, those that may be among the first of all: by a number, by any order, or as they come."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.columns import Column, Frame
from engine.kernels.arrays import Array, Mask, as_float, validity
from engine.kernels.ordering import SortKey, sorted_rows
from engine.kernels.rows import take_frame
from engine.kernels.scan import Lookup, ScanKernels, Selector, TopOrder
from engine.physical.expressions import Evaluator
from engine.plan import nodes
from saql.typed.expressions import OrderKey

_EXACT = 1 << 53


class FirstGroups:
    """Takes what may be among the first groups of parts that threads bring in any order.

    Groups come in the order of their keys, which decides among equals.
    """

    def __init__(self, first: nodes.First, zone: dt.tzinfo) -> None:
        """Take what the first groups are, and the zone in which instants have their days."""
        self._first = first
        self._zone = zone
        self._best = np.zeros(0)
        self._lock = threading.Lock()

    def is_full(self, before: Sequence[Frame | None]) -> bool:
        """Return whether parts of smaller keys have all that is wanted."""
        if self._first.keys:
            return False
        return sum(each.rows for each in before if each is not None) >= self._first.count

    def of(self, groups: Frame) -> npt.NDArray[np.int64] | None:
        """Return the places of the groups of a part that may be among the first, ascending; None for all."""
        first, chosen = self._first, None
        if first.where is not None:
            chosen = np.flatnonzero(Evaluator(groups, self._zone).true(first.where))
            groups = take_frame(groups, chosen)
        some = self._among(groups)
        return some if chosen is None else chosen if some is None else chosen[some]

    def _among(self, groups: Frame) -> npt.NDArray[np.int64] | None:
        first = self._first
        if not first.keys:
            return None if groups.rows <= first.count else np.arange(first.count)
        chosen = self._by_number(groups)
        if chosen is not None:
            if len(chosen) <= first.count or len(first.keys) == 1:
                return chosen
            groups = take_frame(groups, chosen)
        elif groups.rows <= first.count:
            return None
        evaluator = Evaluator(groups, self._zone)
        keys = [SortKey(evaluator.column(each.expression), each.descending, each.nulls_first) for each in first.keys]
        best = np.sort(sorted_rows(keys, groups.rows)[: first.count])
        return best if chosen is None else chosen[best]

    def _by_number(self, groups: Frame) -> npt.NDArray[np.int64] | None:
        """Return the groups that may be among the first by the first key, ascending; None where it is no number."""
        key, wanted = self._first.keys[0], self._first.count
        column = Evaluator(groups, self._zone).column(key.expression)
        if not isinstance(column, pa.Array) or column.type == pa.null():
            return None
        ranks = _ranks(column, key)
        if ranks is None:
            return None
        with self._lock:
            worst = self._best[wanted - 1] if len(self._best) >= wanted else np.inf
        chosen = np.flatnonzero(ranks <= worst)
        ranks = ranks[chosen]
        if len(chosen) > wanted:
            worst = np.partition(ranks, wanted - 1)[wanted - 1]
            among = ranks <= worst if len(self._first.keys) > 1 else _first_ones(ranks, worst, wanted)
            chosen, ranks = chosen[among], ranks[among]
        with self._lock:
            self._best = np.sort(np.concatenate([self._best, ranks]))[:wanted]
        return chosen


def among_first(column: Column, key: OrderKey, wanted: int) -> npt.NDArray[np.int64] | None:
    """Return the places of the groups that may be among the first by one key, equal ones included; None for all."""
    if not isinstance(column, pa.Array) or column.type == pa.null() or len(column) <= wanted:
        return None
    ranks = _ranks(column, key)
    return None if ranks is None else np.flatnonzero(ranks <= np.partition(ranks, wanted - 1)[wanted - 1])


def first_slots(
    values: Array, known: Mask, has_nulls: bool, key: OrderKey, wanted: int, kernels: ScanKernels
) -> npt.NDArray[np.int32] | None:
    """Return the slots that may be among the first by their values, equal ones included; None where others may be.

    Args:
        values: A float64 for each slot.
        known: Which slots have a value; the others are groups without one, or no groups.
        has_nulls: Whether there are groups without a value.
        key: The order.
        wanted: How many are wanted.
        kernels: Who passes over the slots.
    """
    if wanted < 1 or (has_nulls and key.nulls_first):
        return None
    valid = np.packbits(known, bitorder="little")
    found = kernels.top(len(values), (), values, valid, TopOrder(wanted, key.descending, nulls_first=False))
    if len(found) < wanted or not known[found].all():
        return None
    worst = float((np.min if key.descending else np.max)(values[found]))
    if not np.isfinite(worst):
        return None
    least, greatest = (worst, np.inf) if key.descending else (-np.inf, worst)
    return kernels.select(len(values), [Selector(Lookup(values), None, valid, least, greatest)])


def _first_ones(ranks: Array, worst: float, wanted: int) -> npt.NDArray[np.int64]:
    """Return the places of the ranks below the worst, and of as many that are equal to it as are wanted still."""
    below, equal = np.flatnonzero(ranks < worst), np.flatnonzero(ranks == worst)
    return np.sort(np.concatenate([below, equal[: wanted - len(below)]]))


def _ranks(column: pa.Array, key: OrderKey) -> Array | None:
    """Return numbers of which the least come first; None where float64 does not tell them apart."""
    numbers = as_float(column)
    if column.type != pa.float64() and np.abs(numbers).max(initial=0) >= _EXACT:
        return None
    ranks = -numbers if key.descending else numbers
    valid = validity(column)
    return ranks if valid is None else np.where(valid, ranks, -np.inf if key.nulls_first else np.inf)
