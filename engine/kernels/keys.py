"""From key columns to groups: each row gets a slot, each group is a slot, groups come out in ascending key order.

While the product of the key sizes is small, the slot is computed from the codes alone (direct address) and slots
that no row has are left out at the end. Beyond that the combined codes are made dense by sorting.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.kernels import codes as texts
from engine.kernels.arrays import Array, Mask, array, validity, values
from saql.record import record

_DIRECT = 1 << 16
_DENSE_INTEGERS = 1 << 20
_LARGEST = 1 << 62
_MOST_ORDERED = 1 << 15
"""Slots whose order is worth keeping: it takes a few bytes of each."""


@record(eq=False)
class Groups:
    """Which group each row is in.

    `slots` has a slot for each row, below `slot_count`; `order` the slots that are groups, in the order of the keys;
    `sizes` the rows of each slot. `kept` says which rows take part (None: all): the rows that `slots` is about.
    """

    slots: Array
    slot_count: int
    order: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]
    keys: tuple[Column, ...]
    kept: Mask | None

    def __len__(self) -> int:
        return len(self.order)


@record(eq=False)
class Factor:
    """A key column as small integers below `size`, `null` being the one for null.

    The codes of a text column are those of its dictionary; all others are places in `distinct`, which is ascending.
    """

    codes: Array
    size: int
    null: int
    source: Column
    distinct: pa.Array


@record(eq=False)
class SlotOrder:
    """All slots in the order of their keys, nulls last, and the code of each key in each of them."""

    slots: npt.NDArray[np.uint16]
    parts: tuple[npt.NDArray[np.uint16], ...]


def slot_order(factors: Sequence[Factor]) -> SlotOrder | None:
    """Return the order of the slots for who needs it several times; None where there are many, or one."""
    size = math.prod(each.size for each in factors)
    if not factors or size > _MOST_ORDERED:
        return None
    slots = np.arange(size)
    parts = _split(slots, factors)
    ascending = _ascending(parts, factors)
    if ascending is not None:
        slots, parts = ascending, [each[ascending] for each in parts]
    return SlotOrder(slots.astype(np.uint16), tuple(each.astype(np.uint16) for each in parts))


def group_rows(columns: Sequence[Column], rows: int, null_keys: bool) -> Groups:
    """Group rows by the values of the columns.

    Args:
        columns: Keys, each `rows` long. None puts all rows into one group.
        rows: Number of rows.
        null_keys: Whether null is a key like any other; otherwise rows with a null in a key are left out.
    """
    if not columns:
        slots = np.zeros(rows, np.uint8)
        order = np.zeros(1 if rows else 0, np.int64)
        return Groups(slots, 1, order, np.array([rows], np.int64), (), None)
    factors = [factorise(each) for each in columns]
    kept = None if null_keys else _without_nulls(factors)
    codes = [each.codes if kept is None else each.codes[kept] for each in factors]
    slots, slot_count, parts = _combine(codes, factors, len(codes[0]))
    sizes = np.bincount(slots, minlength=slot_count)
    present = np.flatnonzero(sizes)
    parts = [each[present] for each in parts] if parts else _split(present, factors)
    order, keys = _ordered(present, parts, factors)
    return Groups(slots, slot_count, order, sizes, keys, kept)


def ordered_groups(
    sizes: npt.NDArray[np.int64],
    factors: Sequence[Factor],
    null_keys: bool,
    ascending: bool = True,
    some: npt.NDArray[np.int64] | None = None,
    order: SlotOrder | None = None,
) -> tuple[npt.NDArray[np.int64], tuple[Column, ...]]:
    """Return the slots that are groups, in the order of the keys, and their keys.

    Args:
        sizes: The rows of each slot; a slot is the sum of the codes times the sizes of the factors after them.
        factors: The keys.
        null_keys: Whether groups with a null in a key are among them.
        ascending: False where the order does not matter.
        some: The slots that are wanted, ascending, of those that have rows; None for all of these.
        order: The order of all slots, where it is known.
    """
    if order is None or some is not None:
        present = np.flatnonzero(sizes) if some is None else some
        parts = _split(present, factors)
    else:
        filled = np.flatnonzero(sizes.take(order.slots))
        present, parts = order.slots.take(filled).astype(np.int64), [each.take(filled) for each in order.parts]
        ascending = False  # they are already
    if not null_keys:
        known = np.ones(len(present), np.bool_)
        for part, factor in zip(parts, factors, strict=True):
            known &= part != factor.null
        if not known.all():
            present, parts = present[known], [part[known] for part in parts]
    if not factors or not ascending:
        return present, tuple(_key_column(factor, part) for factor, part in zip(factors, parts, strict=True))
    return _ordered(present, parts, factors)


def _ordered(
    present: npt.NDArray[np.int64], parts: list[Array], factors: Sequence[Factor]
) -> tuple[npt.NDArray[np.int64], tuple[Column, ...]]:
    ascending = _ascending(parts, factors)
    if ascending is not None:
        present, parts = present[ascending], [each[ascending] for each in parts]
    return present, tuple(_key_column(factor, part) for factor, part in zip(factors, parts, strict=True))


def factorise(column: Column) -> Factor:
    """Return a key column as small integers."""
    if isinstance(column, MultivalueColumn):
        column = first_texts(column)
    if isinstance(column, TextColumn):
        return Factor(column.codes, len(column.dictionary) + 1, 0, column, column.dictionary)
    if column.type == pa.null():
        return Factor(np.zeros(len(column), np.uint8), 1, 0, column, pa.nulls(0))
    return _factorise_array(column)


def first_texts(column: MultivalueColumn) -> TextColumn:
    """Return the first text of each list, which is the smallest."""
    starts, ends = column.offsets[:-1], column.offsets[1:]
    filled = ends > starts
    result = np.zeros(len(column), column.codes.dtype)
    result[filled] = column.codes[starts[filled]]
    return TextColumn(result, column.dictionary)


def _factorise_array(column: pa.Array) -> Factor:
    numbers = values(column)
    valid = validity(column)
    known = numbers if valid is None else numbers[valid]
    if numbers.dtype.kind in "iub" and len(known):
        low, high = int(known.min()), int(known.max())
        if high - low < max(_DIRECT, min(len(known) * 4, _DENSE_INTEGERS)):
            offsets = numbers.astype(np.int64) - low
            size = high - low + 1
            distinct = np.arange(low, high + 1)
            return _array_factor(column, offsets, valid, size, distinct)
    distinct, inverse = np.unique(known, return_inverse=True)
    offsets = inverse.astype(np.int64)
    if valid is not None:
        offsets = np.zeros(len(numbers), np.int64)
        offsets[valid] = inverse
    return _array_factor(column, offsets, valid, len(distinct), distinct)


def _array_factor(column: pa.Array, offsets: Array, valid: Mask | None, size: int, distinct: Array) -> Factor:
    if valid is not None:
        offsets = np.where(valid, offsets, size)
    stored = values(column).dtype
    return Factor(offsets, size + 1, size, column, array(distinct.astype(stored), kind=column.type))


def _without_nulls(factors: Sequence[Factor]) -> Mask | None:
    kept: Mask | None = None
    for each in factors:
        known = each.codes != each.null
        kept = known if kept is None else kept & known
    return None if kept is None or bool(kept.all()) else kept


def _combine(codes: Sequence[Array], factors: Sequence[Factor], rows: int) -> tuple[Array, int, list[Array]]:
    """Return the slot of each row, the number of slots, and the code of each key in each slot (none: by division)."""
    size = math.prod(each.size for each in factors)
    if size > _LARGEST:
        return _combine_by_rows(codes)
    combined = codes[0]
    if len(codes) > 1:
        kind = np.int32 if size < np.iinfo(np.int32).max else np.int64
        combined = combined.astype(kind)
        for code, factor in zip(codes[1:], factors[1:], strict=True):
            combined *= kind(factor.size)
            combined += code.astype(kind, copy=False)
    if size <= max(_DIRECT, 4 * rows):
        return combined, size, []
    distinct, slots = np.unique(combined, return_inverse=True)
    return slots, len(distinct), _split(distinct, factors)


def _combine_by_rows(codes: Sequence[Array]) -> tuple[Array, int, list[Array]]:
    """Combine keys whose sizes have no product in 64 bits: two at a time, dense after each."""
    slots = codes[0].astype(np.int64)
    rows = np.zeros(0, np.int64)
    for code in codes[1:]:
        _, dense = np.unique(code, return_inverse=True)
        width = int(dense.max(initial=0)) + 1
        _, rows, slots = np.unique(slots * width + dense, return_index=True, return_inverse=True)
    return slots, len(rows), [each[rows].astype(np.int64) for each in codes]


def _split(distinct: Array, factors: Sequence[Factor]) -> list[Array]:
    parts: list[Array] = []
    rest = distinct.astype(np.int64)
    for factor in reversed(factors):
        rest, part = np.divmod(rest, factor.size)
        parts.append(part)
    return parts[::-1]


def _ascending(parts: Sequence[Array], factors: Sequence[Factor]) -> Array | None:
    ranked = [_rank(part, factor) for part, factor in zip(parts, factors, strict=True)]
    if len(ranked) == 1:
        only = ranked[0]
        return None if bool((only[1:] > only[:-1]).all()) else np.argsort(only)
    return np.lexsort(ranked[::-1])


def _rank(part: Array, factor: Factor) -> Array:
    if not isinstance(factor.source, TextColumn):
        return part
    seen = np.zeros(factor.size, np.bool_)
    seen[part] = True
    seen[0] = False
    used = np.flatnonzero(seen)
    chosen = texts.decode(TextColumn(used.astype(np.int32), factor.source.dictionary))
    table = np.empty(factor.size, np.int64)
    places = texts.ranks(chosen)
    table[0] = places[0]
    table[used] = places[1:]
    return table[part]


def _key_column(factor: Factor, part: Array) -> Column:
    if isinstance(factor.source, TextColumn):
        codes = cast(Codes, part.astype(factor.source.codes.dtype))
        return TextColumn(codes, factor.source.dictionary)
    if not len(factor.distinct):
        return pa.nulls(len(part), factor.distinct.type)
    known = part != factor.null
    return array(values(factor.distinct)[np.where(known, part, 0)], known, factor.distinct.type)
