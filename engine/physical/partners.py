"""Which rows of two inputs have equal keys."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from engine.columns import Frame
from engine.kernels.arrays import Array
from engine.kernels.keys import group_rows
from engine.kernels.rows import concat_columns
from engine.physical.expressions import Evaluator
from engine.plan import nodes


def row_type(rows: int) -> np.dtype[Any]:
    """Return integers that hold the number of a row, narrow ones where they do: there are many."""
    return np.dtype(np.int32 if rows <= np.iinfo(np.int32).max else np.int64)


def first_partners(node: nodes.SemiJoin | nodes.Augment, frame: Frame, other: Frame, zone: dt.tzinfo) -> Array:
    """Return for each row of `frame` the first row of `other` with equal keys, -1 where there is none.

    A null in a key has no partner.
    """
    here, there = Evaluator(frame, zone), Evaluator(other, zone)
    pairs = zip(node.keys, node.other_keys, strict=True)
    keys = [concat_columns([here.column(key), there.column(partner)], key.type) for key, partner in pairs]
    groups = group_rows(keys, frame.rows + other.rows, null_keys=False)
    kept = groups.kept
    mine = frame.rows if kept is None else int(np.count_nonzero(kept[: frame.rows]))
    theirs = np.arange(other.rows) if kept is None else np.flatnonzero(kept[frame.rows :])
    first = np.full(groups.slot_count, -1, row_type(other.rows))
    # Of the rows with one key the last that is written stays: they are written from the end.
    first[groups.slots[mine:][::-1]] = theirs[::-1]
    found = first[groups.slots[:mine]]
    if kept is None:
        return found
    partners = np.full(frame.rows, -1, first.dtype)
    partners[kept[: frame.rows]] = found
    return partners
