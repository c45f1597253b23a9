"""Aggregates over groups: one value a slot, later taken in the order of the groups.

Sums, counts and averages are direct-address accumulation. What needs the members of a group beside each other (median,
first, distinct counts of large sets) sorts once by slot.
Meanings are those of `saql.functions.aggregate`. Nulls are ignored; a group without any value gives null.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.kernels import codes as texts
from engine.kernels import percentiles
from engine.kernels.arrays import Array, Mask, array, validity, values
from engine.kernels.keys import Groups, factorise, first_texts
from engine.kernels.rows import take

_EXACT = 1 << 53
"""Below this, float64 holds every integer."""

_INTEGERS = float(1 << 62)
"""Sums from here on are not safe in int64."""

_BITS = 1 << 24
"""So many pairs of group and value are marked in a table of flags, more are sorted."""

_SLICES = 1 << 12
"""The values of so many groups are sorted group by group, of more all together."""

GroupedKernel = Callable[[Groups, Sequence[Column]], Column]


def count(groups: Groups, _arguments: Sequence[Column]) -> Column:
    """Rows of each group."""
    return array(groups.sizes[groups.order])


def total(groups: Groups, arguments: Sequence[Column]) -> Column:
    """Sums; those of integers are integers."""
    numbers, nulls = _filled(arguments[0])
    sums = _sums(groups, numbers)[groups.order]
    return array(sums, None if nulls is None else _counts(groups, nulls) > 0)


def average(groups: Groups, arguments: Sequence[Column]) -> Column:
    """Arithmetic means."""
    numbers, nulls = _filled(arguments[0])
    sums = np.bincount(groups.slots, numbers, groups.slot_count)[groups.order]
    counts = _counts(groups, nulls)
    return array(sums / np.maximum(counts, 1), counts > 0)


def least(groups: Groups, arguments: Sequence[Column]) -> Column:
    """Smallest values; of texts the first in the order of code points."""
    return _extreme(groups, arguments[0], largest=False)


def greatest(groups: Groups, arguments: Sequence[Column]) -> Column:
    """Largest values; of texts the last in the order of code points."""
    return _extreme(groups, arguments[0], largest=True)


def first(groups: Groups, arguments: Sequence[Column]) -> Column:
    """Values of the first row of each group."""
    rows = np.arange(len(groups.slots) - 1, -1, -1)
    return _from_rows(groups, arguments[0], rows)


def last(groups: Groups, arguments: Sequence[Column]) -> Column:
    """Values of the last row of each group."""
    return _from_rows(groups, arguments[0], np.arange(len(groups.slots)))


def unique(groups: Groups, arguments: Sequence[Column]) -> Column:
    """Numbers of distinct values; an element of a multivalue field is a value."""
    column = arguments[0]
    slots = groups.slots.astype(np.int64)
    if isinstance(column, MultivalueColumn):
        slots = slots.repeat(np.diff(column.offsets))
        column = TextColumn(column.codes, column.dictionary)
    factor = factorise(column)
    known = factor.codes != factor.null
    pairs = slots[known] * factor.size + factor.codes[known]
    size = groups.slot_count * factor.size
    if size <= _BITS:
        seen = np.zeros(size, np.bool_)
        seen[pairs] = True
        counts = seen.reshape(groups.slot_count, factor.size).sum(axis=1, dtype=np.int64)
    else:
        pairs.sort()  # which is quicker than np.unique
        is_new = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
        counts = np.bincount(pairs[is_new] // factor.size, minlength=groups.slot_count)
    return array(counts[groups.order])


def collect(groups: Groups, arguments: Sequence[Column]) -> Column:
    """Distinct texts of each group, those of a multivalue each on its own."""
    column = arguments[0]
    slots = groups.slots.astype(np.int64)
    if isinstance(column, MultivalueColumn):
        slots = slots.repeat(np.diff(column.offsets))
        column = TextColumn(column.codes, column.dictionary)
    if not isinstance(column, TextColumn):
        return MultivalueColumn(np.zeros(len(groups) + 1, np.int64), np.zeros(0, np.uint8), texts.EMPTY_DICTIONARY)
    ranks = texts.ranks(column.dictionary)
    known = column.codes > 0
    size = len(ranks)
    pairs = slots[known] * size + ranks.take(column.codes[known])
    pairs.sort()
    is_new = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
    owners, found = np.divmod(pairs[is_new], size)
    by_rank = np.argsort(ranks)  # the code of each rank
    codes = cast(Codes, by_rank[found].astype(column.codes.dtype))
    edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(owners, minlength=groups.slot_count))])
    return take(MultivalueColumn(edges, codes, column.dictionary), groups.order)


def variance(groups: Groups, arguments: Sequence[Column], sample: bool, root: bool) -> Column:
    """Variances or standard deviations, of a sample (null below two values) or a population."""
    numbers, valid = _floats(arguments[0])
    slots = groups.slots if valid is None else groups.slots[valid]
    known = numbers if valid is None else numbers[valid]
    counts = np.bincount(slots, minlength=groups.slot_count)
    means = np.bincount(slots, known, groups.slot_count) / np.maximum(counts, 1)
    squares = np.bincount(slots, (known - means[slots]) ** 2, groups.slot_count)
    divisors = (counts - 1 if sample else counts)[groups.order]
    result = squares[groups.order] / np.maximum(divisors, 1)
    return array(np.sqrt(result) if root else result, divisors > 0)


def median(groups: Groups, arguments: Sequence[Column]) -> Column:
    """Middle values; the mean of the middle two of an even number."""
    return percentile_continuous(groups, arguments[0], 0.5)


def percentile_continuous(groups: Groups, column: Column, fraction: float, descending: bool = False) -> Column:
    """Values at `fraction` of the way through the sorted values, between two of them by their distance."""
    return _percentile(groups, column, lambda counts: percentiles.continuous(counts, fraction, descending))


def percentile_discrete(groups: Groups, column: Column, fraction: float, descending: bool = False) -> Column:
    """The first of the sorted values whose share of the group reaches `fraction`."""
    return _percentile(groups, column, lambda counts: percentiles.discrete(counts, fraction, descending))


def _percentile(groups: Groups, column: Column, ranks_of: Callable[[Array], percentiles.Ranks]) -> Column:
    ordered, starts, counts = _sorted_members(groups, column)
    if not len(ordered):
        return pa.nulls(len(groups), pa.float64())
    ranks = ranks_of(counts)
    last = len(ordered) - 1
    low, high = (ordered[np.minimum(starts + each, last)] for each in (ranks.below, ranks.above))
    return array(ranks.between(low, high), counts > 0)


def regression(groups: Groups, arguments: Sequence[Column], what: str) -> Column:
    """Least squares of the first argument over the second: `slope`, `intercept` or `r2`; null below two pairs."""
    y, y_valid = _floats(arguments[0])
    x, x_valid = _floats(arguments[1])
    valid = y_valid if x_valid is None else x_valid if y_valid is None else x_valid & y_valid
    slots = groups.slots
    if valid is not None:
        slots, x, y = slots[valid], x[valid], y[valid]

    def sums(weights: Array) -> Array:
        return np.bincount(slots, weights, groups.slot_count)

    counts = np.bincount(slots, minlength=groups.slot_count)
    divisor = np.maximum(counts, 1)
    mean_x, mean_y = sums(x) / divisor, sums(y) / divisor
    x, y = x - mean_x[slots], y - mean_y[slots]
    square_x, square_y, product = sums(x * x), sums(y * y), sums(x * y)
    known = (counts >= 2) & (square_x > 0)
    slope = product / np.where(known, square_x, 1)
    if what == "intercept":
        result = mean_y - slope * mean_x
    elif what == "r2":
        result = np.where(square_y > 0, slope * product / np.where(square_y > 0, square_y, 1), 1.0)
    else:
        result = slope
    return array(result[groups.order], known[groups.order])


def _numbers(column: Column) -> tuple[Array, Mask | None]:
    if not isinstance(column, pa.Array):
        raise TypeError(f"a number was expected, not {type(column).__name__}")
    if column.type == pa.null():
        return np.zeros(len(column)), np.zeros(len(column), np.bool_)
    return values(column), validity(column)


def _floats(column: Column) -> tuple[Array, Mask | None]:
    numbers, valid = _numbers(column)
    return numbers.astype(np.float64, copy=False), valid


def _filled(column: Column) -> tuple[Array, Array | None]:
    """Return numbers with 0 in the place of nulls, and the rows that have nulls, or None."""
    numbers, valid = _numbers(column)
    if valid is None:
        return numbers, None
    nulls = np.flatnonzero(~valid)
    numbers = numbers.copy()
    numbers[nulls] = 0
    return numbers, nulls


def _counts(groups: Groups, nulls: Array | None) -> npt.NDArray[np.int64]:
    """Return how many values that are not null each group has."""
    if nulls is None:
        return groups.sizes[groups.order]
    missing = np.bincount(groups.slots[nulls], minlength=groups.slot_count)
    return (groups.sizes - missing)[groups.order]


def _known(groups: Groups, valid: Mask | None) -> Mask | None:
    return None if valid is None else _counts(groups, np.flatnonzero(~valid)) > 0


def _sums(groups: Groups, numbers: Array) -> Array:
    if numbers.dtype.kind == "f":
        return np.bincount(groups.slots, numbers, groups.slot_count)
    largest = max(abs(int(numbers.max(initial=0))), abs(int(numbers.min(initial=0))))
    rough = np.bincount(groups.slots, numbers, groups.slot_count)
    if largest * len(numbers) < _EXACT:
        return rough.astype(np.int64)
    if np.abs(rough).max(initial=0) >= _INTEGERS:
        return rough
    sums = np.zeros(groups.slot_count, np.int64)
    np.add.at(sums, groups.slots, numbers)
    return sums


def _extreme(groups: Groups, column: Column, largest: bool) -> Column:
    if isinstance(column, MultivalueColumn):
        column = first_texts(column)
    if isinstance(column, TextColumn):
        return _extreme_text(groups, column, largest)
    numbers, valid = _numbers(column)
    slots = groups.slots if valid is None else groups.slots[valid]
    known = numbers if valid is None else numbers[valid]
    edge = (-np.inf if largest else np.inf) if known.dtype.kind == "f" else _integer_edge(known, largest)
    best = np.full(groups.slot_count, edge, known.dtype)
    (np.maximum if largest else np.minimum).at(best, slots, known)
    return array(best[groups.order], _known(groups, valid), column.type)


def _integer_edge(numbers: Array, largest: bool) -> int:
    limits = np.iinfo(numbers.dtype)
    return int(limits.min if largest else limits.max)


def _extreme_text(groups: Groups, column: TextColumn, largest: bool) -> TextColumn:
    ranks = texts.ranks(column.dictionary)
    if largest:
        ranks[0] = -1
    best = np.full(groups.slot_count, -1 if largest else len(column.dictionary), np.int64)
    (np.maximum if largest else np.minimum).at(best, groups.slots, ranks.take(column.codes))
    back = np.zeros(len(column.dictionary) + 1, column.codes.dtype)
    back[ranks] = np.arange(len(column.dictionary) + 1)  # rank -1, of null, is the last place as well
    return TextColumn(back[best[groups.order]], column.dictionary)


def _from_rows(groups: Groups, column: Column, rows: npt.NDArray[np.int64]) -> Column:
    chosen = np.zeros(groups.slot_count, np.int64)
    chosen[groups.slots[rows]] = rows  # of equal slots the last assignment stays
    return take(column, chosen[groups.order])


def _sorted_members(groups: Groups, column: Column) -> tuple[Array, Array, npt.NDArray[np.int64]]:
    """Return the known values sorted by group and value, where each group starts, and how many values it has."""
    numbers, valid = _numbers(column)
    slots = groups.slots if valid is None else groups.slots[valid]
    known = numbers if valid is None else numbers[valid]
    if groups.slot_count < np.iinfo(np.uint16).max:
        slots = slots.astype(np.uint16, copy=False)  # 16 bits are sorted by radix
    counts = np.bincount(slots, minlength=groups.slot_count)
    starts = np.cumsum(counts) - counts
    if len(groups) <= _SLICES:
        ordered = known[np.argsort(slots, kind="stable")]
        for slot in np.flatnonzero(counts).tolist():
            ordered[starts[slot] : starts[slot] + counts[slot]].sort()
    else:
        by_value = np.argsort(known)  # equal values may change places
        ordered = known[by_value[np.argsort(slots[by_value], kind="stable")]]
    return ordered, starts[groups.order], counts[groups.order]


AGGREGATES: dict[str, GroupedKernel] = {
    "count_rows": count,
    "sum": total,
    "mean": average,
    "min": least,
    "max": greatest,
    "first": first,
    "last": last,
    "count_distinct": unique,
    "collect": collect,
    "median": median,
    "stddev_sample": lambda groups, arguments: variance(groups, arguments, sample=True, root=True),
    "stddev_population": lambda groups, arguments: variance(groups, arguments, sample=False, root=True),
    "variance_sample": lambda groups, arguments: variance(groups, arguments, sample=True, root=False),
    "variance_population": lambda groups, arguments: variance(groups, arguments, sample=False, root=False),
    "regr_slope": lambda groups, arguments: regression(groups, arguments, "slope"),
    "regr_intercept": lambda groups, arguments: regression(groups, arguments, "intercept"),
    "regr_r2": lambda groups, arguments: regression(groups, arguments, "r2"),
}
"""The kernels that `saql.functions` names, but for percentiles, which have a fraction and an order."""

PERCENTILES: dict[str, Callable[[Groups, Column, float, bool], Column]] = {
    "percentile_cont": percentile_continuous,
    "percentile_disc": percentile_discrete,
}
"""Percentiles by name: of a column, at a fraction, of the values in descending order or not."""
