"""The rows of a frame as series: parts of equal partition fields, each in an order, into which rows are put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.columns import Column, Frame
from engine.kernels.arrays import Array, Mask
from engine.kernels.keys import group_rows
from engine.kernels.rows import concat_columns, take, take_or_null
from saql.record import record
from saql.schema import Schema
from saql.typed import expressions as typed


@record(eq=False)
class Parts:
    """Which part each row is in: `numbers` (rows,), ascending by the partition's fields; and a row of each part."""

    fields: frozenset[str]
    numbers: Array
    first: Array

    def __len__(self) -> int:
        return len(self.first)


def parts_of(frame: Frame, partition: Sequence[typed.Column]) -> Parts:
    """Return the parts of a frame; without fields, all rows are one."""
    groups = group_rows([frame.columns[each.name] for each in partition], frame.rows, null_keys=True)
    ranks = np.zeros(groups.slot_count, np.int64)
    ranks[groups.order] = np.arange(len(groups))
    numbers = ranks[groups.slots]
    first = np.zeros(len(groups), np.int64)
    first[numbers[::-1]] = np.arange(frame.rows)[::-1]
    return Parts(frozenset(each.name for each in partition), numbers, first)


@record(eq=False)
class Added:
    """Rows to be put into a frame: the part and the position of each, and columns that are not null in them."""

    parts: Array
    positions: Array
    columns: Mapping[str, Column]


def put_in(
    frame: Frame, schema: Schema, parts: Parts, positions: Array, known: Mask, added: Added
) -> tuple[Frame, Array]:
    """Return the rows and those added, by part and position; rows without a position end their part.

    Args:
        frame: The rows.
        schema: Their fields.
        parts: Their parts.
        positions: Their positions (rows,).
        known: Which of them have one (rows,).
        added: What to put in.

    Returns:
        The frame, and for each of its rows where it was: a row of the input, or their number plus that of an added row.
    """
    both = np.concatenate([positions, added.positions])
    unknown = np.concatenate([~known, np.zeros(len(added.positions), np.bool_)])
    order = np.lexsort((both, unknown, np.concatenate([parts.numbers, added.parts])))
    source = np.where(order < frame.rows, order, -1)
    alike = np.concatenate([np.arange(frame.rows), parts.first[added.parts]])[order]
    columns: dict[str, Column] = {}
    for field in schema:
        column = frame.columns[field.name]
        if field.name in added.columns:
            columns[field.name] = take(concat_columns([column, added.columns[field.name]], field.type), order)
        elif field.name in parts.fields:
            columns[field.name] = take(column, alike)
        else:
            columns[field.name] = take_or_null(column, source, field.type)
    return Frame(columns, len(order)), order
