"""The pass over rows in NumPy: what the C kernels are compared with, and what there is without them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array, Mask
from engine.kernels.partition import NumpyPartition, PartitionKernels
from engine.kernels.scan import Fold, Key, Measure, Question, Scanner, Selector, TopOrder, question_range

_BLOCK = 1 << 19
"""Rows at a time. Smaller blocks would stay in the cache, but threads would hand Python's lock over more often."""

_LARGE = 1 << 17
"""With so many groups, `bincount` would make large arrays for each block: all rows are taken at once."""


class NumpyKernels:
    """`ScanKernels` in NumPy."""

    name = "NumPy"

    @property
    def partition(self) -> PartitionKernels:
        """Who splits rows."""
        return NumpyPartition()

    def scan(self, rows: int, base: int, where: Sequence[Selector], questions: Sequence[Question]) -> None:
        """Add rows to the states of the questions."""
        block = rows if any(map(_is_large, questions)) else _BLOCK
        for begin in range(0, rows, max(block, 1)):
            end = min(begin + block, rows)
            shared = _chosen([each.range(begin, end) for each in where], end - begin)
            for each in questions:
                asked = question_range(each, begin, end)
                chosen = _both(shared, _chosen(asked.where, end - begin))
                _add(asked, None if chosen is None else np.flatnonzero(chosen), end - begin, base + begin)

    def scanner(self, where: Sequence[Selector], questions: Sequence[Question]) -> Scanner:
        """Return what adds ranges of rows to the states of the questions."""

        def add(begin: int, end: int) -> None:
            some = [each.range(begin, end) for each in where]
            self.scan(end - begin, begin, some, [question_range(each, begin, end) for each in questions])

        return add

    def select(self, rows: int, where: Sequence[Selector]) -> npt.NDArray[np.int32]:
        """Return the positions of the rows that satisfy all conditions."""
        parts = []
        for begin in range(0, rows, _BLOCK):
            end = min(begin + _BLOCK, rows)
            chosen = _chosen([each.range(begin, end) for each in where], end - begin)
            found = np.arange(end - begin) if chosen is None else np.flatnonzero(chosen)
            parts.append((found + begin).astype(np.int32))
        return np.concatenate(parts) if parts else np.zeros(0, np.int32)

    def top(
        self, rows: int, where: Sequence[Selector], values: Array, valid: Array | None, order: TopOrder
    ) -> npt.NDArray[np.int64]:
        """Return the positions of the rows that come first."""
        best = np.zeros(0, np.int64)
        ranks = np.zeros(0)
        for begin in range(0, rows if order.count else 0, _BLOCK):
            end = min(begin + _BLOCK, rows)
            chosen = _chosen([each.range(begin, end) for each in where], end - begin)
            found = np.arange(end - begin) if chosen is None else np.flatnonzero(chosen)
            rank = _ranks(values[begin:end].take(found), _bits(valid, begin + found), order)
            if len(ranks) == order.count:
                better = rank < ranks.max()
                found, rank = found[better], rank[better]
            best, ranks = np.concatenate([best, found + begin]), np.concatenate([ranks, rank])
            if len(ranks) > order.count:
                # equal ranks in the order of rows: a stable sort, of little more than `count` rows
                first = np.argsort(ranks, kind="stable")[: order.count]
                first.sort()
                best, ranks = best[first], ranks[first]
        return best

    def fetch(
        self,
        rows: int,
        where: Sequence[Selector],
        question: Question,
        wanted: npt.NDArray[np.int32],
        found: npt.NDArray[np.float64],
        cursors: npt.NDArray[np.int64],
    ) -> None:
        """Put the values in wanted bins of the question's histogram into the lists that start at the cursors."""
        for begin in range(0, rows, _BLOCK):
            end = min(begin + _BLOCK, rows)
            asked = question_range(question, begin, end)
            chosen = _chosen([each.range(begin, end) for each in where], end - begin)
            places = np.arange(end - begin) if chosen is None else np.flatnonzero(chosen)
            known = _bits(asked.measures[0].valid, places)
            places = places if known is None else places[known]
            values = asked.measures[0].of.values.take(places).astype(np.float64)
            lists = wanted[_groups(asked.keys, places, end - begin), _bins(values, asked.measures[0])]
            kept = np.flatnonzero(lists)
            order = kept[np.argsort(lists[kept], kind="stable")]
            counts = np.bincount(lists[order], minlength=len(cursors))
            starts = np.cumsum(counts) - counts
            found[cursors[lists[order]] + np.arange(len(order)) - starts[lists[order]]] = values[order]
            cursors += counts


def _bins(values: Array, measure: Measure) -> npt.NDArray[np.int64]:
    bins = (order_of(values) >> np.uint64(measure.shift)).astype(np.int64) - measure.first_bin
    return np.clip(bins, 0, measure.state.shape[1] - 1)


def _is_large(question: Question) -> bool:
    sizes = (each.state.size * 64 for each in question.measures if each.fold is Fold.DISTINCT)
    return max(question.groups, *sizes, 0) > _LARGE


def _ranks(values: Array, valid: Mask | None, order: TopOrder) -> Array:
    """Return numbers of which the least come first."""
    ranks = values.astype(np.float64, copy=False)
    if order.descending:
        ranks = -ranks
    if valid is None:
        return ranks
    return np.where(valid, ranks, -np.inf if order.nulls_first else np.inf)


def _bits(bitmap: Array | None, places: Array) -> Mask | None:
    if bitmap is None:
        return None
    found: Mask = (bitmap[places >> 3] >> (places & 7).astype(np.uint8) & 1).view(np.bool_)
    return found


def _chosen(where: Sequence[Selector], rows: int) -> Mask | None:
    result: Mask | None = None
    for each in where:
        if each.flags is not None:
            passed = each.flags.take(each.of.places()).view(np.bool_)
        else:
            passed = (each.of.values >= each.least) & (each.of.values <= each.greatest)
        if each.valid is not None:
            passed = passed & np.unpackbits(each.valid, count=rows, bitorder="little").view(np.bool_)
        result = passed if result is None else result & passed
    return result


def _both(one: Mask | None, other: Mask | None) -> Mask | None:
    return one if other is None else other if one is None else one & other


def _groups(keys: Sequence[Key], chosen: Array | None, rows: int) -> Array:
    """Return the number of the group of each chosen row, in the smallest type at hand."""
    result: Array | None = None
    for key in keys:
        values = key.of.values if chosen is None else key.of.values.take(chosen)
        places = type(key.of)(values, key.of.low, key.of.size, key.of.divisor, key.of.clamped).places()
        part = places if key.codes is None else key.codes.take(places)
        if key.stride != 1:
            part = part.astype(np.int64) * key.stride
        result = part if result is None else result + part
    if result is None:
        return np.zeros(rows if chosen is None else len(chosen), np.uint8)
    return result


def _add(question: Question, chosen: Array | None, rows: int, base: int) -> None:
    groups = _groups(question.keys, chosen, rows)
    size = question.groups
    counted = False
    for each in question.measures:
        if each.fold is Fold.SUM:
            values = each.of.values if chosen is None else each.of.values.take(chosen)
            sums = np.bincount(groups, values, size)
            if counted:
                each.state[0] += sums
            else:
                each.state[0, :, 0] += sums
                each.state[0, :, 1] += np.bincount(groups, minlength=size)
            counted = True
        else:
            _keep(each, groups, chosen, rows, base)
        if each.nulls is not None:
            missing = _missing(each, chosen, rows)
            np.add(each.nulls, np.bincount(groups[missing], minlength=size), out=each.nulls)
    if question.rows is not None and not counted:
        question.rows[0] += np.bincount(groups, minlength=size)


def _missing(measure: Measure, chosen: Array | None, rows: int) -> Array:
    if measure.valid is None:
        return np.zeros(0, np.int64)
    known = np.unpackbits(measure.valid, count=rows, bitorder="little")
    return np.flatnonzero((known if chosen is None else known.take(chosen)) == 0)


def _keep(measure: Measure, groups: Array, chosen: Array | None, rows: int, base: int) -> None:
    places = np.arange(rows) if chosen is None else chosen
    if measure.fold is Fold.FIRST:
        np.minimum.at(measure.state, groups, places + base)
        return
    if measure.fold is Fold.LAST:
        np.maximum.at(measure.state, groups, places + base)
        return
    values = measure.of.values.take(places)
    if measure.fold is Fold.DISTINCT:
        of = type(measure.of)(values, measure.of.low, measure.of.size, measure.of.divisor, measure.of.clamped)
        _mark(measure.state, groups, of.places())
        return
    known = _bits(measure.valid, places)
    if known is not None:
        groups, values = groups[known], values[known]
    if measure.fold is Fold.HISTOGRAM:
        width = measure.state.shape[1]
        bins = _bins(values.astype(np.float64), measure)
        counts = np.bincount(groups.astype(np.int64) * width + bins, minlength=measure.state.size)
        np.add(measure.state, counts.reshape(measure.state.shape).astype(np.uint32), out=measure.state)
    elif measure.fold is Fold.LEAST:
        np.minimum.at(measure.state, groups, values)
    else:
        np.maximum.at(measure.state, groups, values)


def _mark(bitmap: Array, groups: Array, places: Array) -> None:
    """Set the bits of pairs of group and place, by a table of flags: a byte a pair is quicker to set than a bit."""
    size, width = bitmap.shape
    flags = np.zeros(size * width * 64, np.uint8)
    flags[groups.astype(np.int64) * (width * 64) + places] = 1
    bitmap |= np.packbits(flags, bitorder="little").view(np.uint64).reshape(size, width)


def order_of(values: Array) -> npt.NDArray[np.uint64]:
    """Return doubles as integers of the same order."""
    words = values.view(np.uint64)
    negative = (words >> np.uint64(63)).astype(np.bool_)
    flip = np.where(negative, np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(1 << 63))
    result: npt.NDArray[np.uint64] = words ^ flip
    return result
