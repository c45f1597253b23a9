"""Rows at any places of a version's parts as columns, read block by block: what takes them apart from all others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
import numpy.typing as npt

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.kernels.arrays import Array
from engine.kernels.codes import EMPTY_DICTIONARY, code_type
from engine.kernels.rows import take
from engine.store import narrow
from engine.store.blocks import code_block, list_block, number_block
from engine.store.dataset import Dataset
from engine.store.fields import DatasetField
from engine.store.narrow import Stored
from engine.store.parts import Part
from engine.store.zones import BLOCK_ROWS
from saql.record import record

Numbers = npt.NDArray[np.int64]


@record(eq=False)
class Places:
    """Places of rows: the number of the part of each, -1 for a row that is in none, and the row in that part."""

    parts: Numbers
    rows: Numbers

    def __len__(self) -> int:
        return len(self.parts)

    def some(self, chosen: Array) -> Places:
        """Return some of the places, by their numbers or a mask."""
        return Places(self.parts[chosen], self.rows[chosen])


@record(eq=False)
class _Block:
    """Rows that lie near each other: `rows` of the part from `start` to `stop`, for the places `wanted`."""

    part: Part
    start: int
    stop: int
    rows: Numbers
    wanted: Numbers


def gather(dataset: Dataset, field: DatasetField, places: Places) -> Column:
    """Return the values of a field at places, in their order; null for a row that is in no part.

    Texts are codes into the dictionary of the dataset, which the column does not bring.

    Args:
        dataset: the version.
        field: the field; where the dataset does not have it all is null.
        places: the rows.
    """
    if field.role == "dimension":
        return _codes(dataset, field.name, places)
    if field.role == "multivalue":
        return _lists(dataset, field.name, places)
    return narrow.widen(_numbers(dataset, field.name, places), field.type)


def _codes(dataset: Dataset, name: str, places: Places) -> TextColumn:
    codes = np.zeros(len(places), code_type(len(dataset.dictionary(name))))
    for block in _blocks(dataset, places):
        codes[block.wanted] = code_block(block.part, name, block.start, block.stop)[block.rows - block.start]
    return TextColumn(cast(Codes, codes), EMPTY_DICTIONARY)


def _numbers(dataset: Dataset, name: str, places: Places) -> Stored:
    blocks = list(_blocks(dataset, places))
    forms = [form for each in blocks if (form := each.part.form(name)) is not None]
    outside = np.flatnonzero(places.parts < 0)
    pieces = [
        narrow.select(number_block(each.part, name, each.start, each.stop), each.rows - each.start) for each in blocks
    ]
    joined = narrow.join([*pieces, narrow.nothing(len(outside))], narrow.common_form(forms))
    order = np.concatenate([*(each.wanted for each in blocks), outside])
    return narrow.select(joined, _inverse(order))


def _lists(dataset: Dataset, name: str, places: Places) -> MultivalueColumn:
    blocks = list(_blocks(dataset, places))
    outside = np.flatnonzero(places.parts < 0)
    lengths: list[Array] = []
    codes: list[Array] = [np.zeros(0, np.uint8)]
    for each in blocks:
        counts, items = list_block(each.part, name, each.start, each.stop)
        taken = cast(MultivalueColumn, take(_as_lists(counts, items), each.rows - each.start))
        lengths.append(np.diff(taken.offsets))
        codes.append(taken.codes)
    lengths.append(np.zeros(len(outside), np.int64))
    order = np.concatenate([*(each.wanted for each in blocks), outside])
    together = _as_lists(np.concatenate(lengths), np.concatenate(codes))
    return cast(MultivalueColumn, take(together, _inverse(order)))


def _as_lists(lengths: Array, codes: Array) -> MultivalueColumn:
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])
    return MultivalueColumn(offsets, cast(Codes, codes), EMPTY_DICTIONARY)


def _blocks(dataset: Dataset, places: Places) -> Iterator[_Block]:
    """Yield the places by part and block of rows; those in no part are left out."""
    block_of = (places.parts << 32) + places.rows // BLOCK_ROWS
    order = np.argsort(block_of, kind="stable")
    order = order[int((places.parts < 0).sum()) :]
    for wanted in np.split(order, np.flatnonzero(np.diff(block_of[order])) + 1) if len(order) else ():
        part = dataset.parts[int(places.parts[wanted[0]])]
        rows = places.rows[wanted]
        yield _Block(part, int(rows.min()), int(rows.max()) + 1, rows, wanted)


def _inverse(order: Numbers) -> Numbers:
    inverse = np.empty(len(order), np.int64)
    inverse[order] = np.arange(len(order))
    return inverse
