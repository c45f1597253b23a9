"""Windows over rows that are sorted by partition and window order.

Running totals start anew in each partition: a difference of totals over all rows would lose digits.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels import codes as texts
from engine.kernels.arrays import Array, Mask, array, validity, values
from saql.record import record


@record(eq=False)
class Bounds:
    """The rows of each row's frame: `first` to `last`, both inside; empty where `first` is after `last`."""

    first: Array
    last: Array
    lower: int | None
    upper: int | None

    @property
    def sizes(self) -> Array:
        """The number of rows in each frame."""
        sizes: Array = np.maximum(self.last - self.first + 1, 0)
        return sizes


@record(eq=False)
class Layout:
    """Where the partition of each row starts and ends (the row after its last)."""

    starts: Array
    ends: Array
    edges: Array
    """The first row of each partition, and the number of rows."""

    @staticmethod
    def of(partitions: Array) -> Layout:
        """Return the layout of rows whose partitions are given, equal ones beside each other."""
        rows = len(partitions)
        changes = np.flatnonzero(partitions[1:] != partitions[:-1]) + 1
        edges = np.concatenate([np.zeros(min(rows, 1), np.int64), changes, np.array([rows], np.int64)])
        lengths = np.diff(edges)
        return Layout(edges[:-1].repeat(lengths), edges[1:].repeat(lengths), edges)

    def frame(self, lower: int | None, upper: int | None) -> Bounds:
        """Return the frames from `lower` to `upper` rows after each row, cut off at the partition's ends."""
        place = np.arange(len(self.starts))
        first = self.starts if lower is None else np.maximum(self.starts, place + lower)
        last = self.ends - 1 if upper is None else np.minimum(self.ends - 1, place + upper)
        return Bounds(first, last, lower, upper)


def row_number(layout: Layout, _changes: Mask) -> Array:
    """Numbers of rows in their partitions, from 1."""
    return np.arange(len(layout.starts)) - layout.starts + 1


def rank(layout: Layout, changes: Mask) -> Array:
    """Places in the partition; equal rows share the first of theirs."""
    return _tie_starts(layout, changes) - layout.starts + 1


def dense_rank(layout: Layout, changes: Mask) -> Array:
    """Places in the partition without gaps."""
    steps: Array = np.cumsum(_starts_tie(layout, changes))
    return steps - steps[layout.starts] + 1


def cume_dist(layout: Layout, changes: Mask) -> Array:
    """The share of the partition's rows that come before a row or are equal to it."""
    starts = np.flatnonzero(_starts_tie(layout, changes))
    lengths = np.diff(np.concatenate([starts, np.array([len(changes)])]))
    ends = np.cumsum(lengths).repeat(lengths)
    shares: Array = (ends - layout.starts) / np.maximum(layout.ends - layout.starts, 1)
    return shares


def ntile(layout: Layout, buckets: int) -> Array:
    """Numbers of buckets, from 1, that rows are dealt to in order; the first ones get the rows left over."""
    sizes = layout.ends - layout.starts
    small, over = np.divmod(sizes, buckets)
    place = np.arange(len(sizes)) - layout.starts
    in_large = place < over * (small + 1)
    rest: Array = over + (place - over * (small + 1)) // np.maximum(small, 1)
    return np.where(in_large, place // (small + 1), rest) + 1


def neighbours(layout: Layout, rows: int) -> Array:
    """Return for each row the one so many rows after it in its partition (before it, if negative), -1 for none."""
    there = np.arange(len(layout.starts)) + rows
    return np.where((there >= layout.starts) & (there < layout.ends), there, -1)


def _starts_tie(layout: Layout, changes: Mask) -> Mask:
    starts: Mask = changes | (layout.starts == np.arange(len(changes)))
    return starts


def _tie_starts(layout: Layout, changes: Mask) -> Array:
    places = np.where(_starts_tie(layout, changes), np.arange(len(changes)), 0)
    return np.maximum.accumulate(places) if len(places) else places


RANKINGS: dict[str, Callable[[Layout, Mask], Array]] = {
    "row_number": row_number,
    "rank": rank,
    "dense_rank": dense_rank,
    "cume_dist": cume_dist,
}
"""Functions of a row's place; the second argument says which rows differ from the row before."""


def count(frame: Bounds, column: Column | None) -> pa.Array:
    """Rows in each frame, or values that are not null; null where the frame is empty."""
    sizes = frame.sizes
    if column is None:
        return array(sizes, sizes > 0)
    known = _known(column)
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(known)])
    # a frame may lie wholly before the first row or after the last
    first, end = np.clip(frame.first, 0, len(known)), np.clip(frame.last + 1, 0, len(known))
    found = before[end] - before[first]
    return array(np.maximum(found, 0), sizes > 0)


def fold(function: str, layout: Layout, frame: Bounds, column: Column) -> Column:
    """Return `sum`, `avg`, `min` or `max` over each frame; nulls are left out, and of nothing it is null."""
    if isinstance(column, TextColumn):
        return _fold_texts(function, layout, frame, column)
    if isinstance(column, MultivalueColumn) or column.type == pa.null():
        return pa.nulls(len(column))
    numbers, known = values(column), _known(column)
    counts = values(count(frame, column))
    if function in ("sum", "avg"):
        sums = _accumulate(np.add, np.where(known, numbers, 0), layout, frame, 0)
        if function == "avg":
            return array(sums / np.maximum(counts, 1), counts > 0)
        return array(sums, counts > 0)
    largest = function == "max"
    edge = _edge(numbers, largest)
    operation = np.maximum if largest else np.minimum
    return array(_accumulate(operation, np.where(known, numbers, edge), layout, frame, edge), counts > 0, column.type)


def _fold_texts(function: str, layout: Layout, frame: Bounds, column: TextColumn) -> TextColumn:
    ranks = texts.ranks(column.dictionary)
    back = np.zeros(len(ranks), column.codes.dtype)
    back[ranks] = np.arange(len(ranks))
    found = fold(function, layout, frame, array(ranks.take(column.codes), column.codes > 0))
    valid = validity(found) if isinstance(found, pa.Array) else None
    chosen = back[values(found).clip(0, len(ranks) - 1)]
    if valid is not None:
        chosen[~valid] = 0
    return TextColumn(chosen, column.dictionary)


def _accumulate(operation: np.ufunc, numbers: Array, layout: Layout, frame: Bounds, neutral: float) -> Array:
    """Return the fold over each frame; over an empty one anything."""
    rows = len(numbers)
    if not rows:
        return numbers
    if frame.lower is None:
        running = _running(operation, numbers, layout.edges)
        return running.take(frame.last.clip(0, rows - 1))
    if frame.upper is None:
        backwards = _running(operation, numbers[::-1], rows - layout.edges[::-1])[::-1]
        return backwards.take(frame.first.clip(0, rows - 1))
    result: Array = np.full(rows, neutral, numbers.dtype)
    longest = int(np.diff(layout.edges).max(initial=0))
    place = np.arange(rows)
    for offset in range(max(frame.lower, -longest), min(frame.upper, longest) + 1):
        there = place + offset
        inside = (there >= layout.starts) & (there < layout.ends)
        result = operation(result, np.where(inside, numbers[there.clip(0, rows - 1)], neutral))
    return result


def _running(operation: np.ufunc, numbers: Array, edges: Array) -> Array:
    result = np.empty_like(numbers)
    for start, end in itertools.pairwise(edges):
        operation.accumulate(numbers[start:end], out=result[start:end])
    return result


def percentile(frame: Bounds, column: Column, fraction: float, discrete: bool) -> pa.Array:
    """Return a percentile over each frame."""
    if not isinstance(column, pa.Array) or column.type == pa.null():
        return pa.nulls(len(column), pa.float64())
    numbers, known = values(column).astype(np.float64), _known(column)
    result, valid = np.zeros(len(numbers)), np.zeros(len(numbers), np.bool_)
    for row, (first, last) in enumerate(zip(frame.first, frame.last, strict=True)):
        inside = np.sort(numbers[first : last + 1][known[first : last + 1]]) if last >= first else numbers[:0]
        if len(inside):
            result[row], valid[row] = _percentile(inside, fraction, discrete), True
    return array(result, valid)


def _percentile(ordered: Array, fraction: float, discrete: bool) -> float:
    if discrete:
        return float(ordered[max(int(np.ceil(fraction * len(ordered) - 1e-9)), 1) - 1])
    position = fraction * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (position - below))


def _known(column: Column) -> Mask:
    if isinstance(column, TextColumn):
        return column.codes > 0
    if isinstance(column, MultivalueColumn):
        return np.diff(column.offsets) > 0
    valid = validity(column)
    return np.ones(len(column), np.bool_) if valid is None else valid


def _edge(numbers: Array, largest: bool) -> float:
    if numbers.dtype.kind == "f":
        return -np.inf if largest else np.inf
    limits = np.iinfo(numbers.dtype)
    return int(limits.min if largest else limits.max)
