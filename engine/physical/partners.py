"""Which rows of two inputs have equal keys."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Frame
from engine.kernels.arrays import Array
from engine.kernels.keys import group_rows
from engine.kernels.rows import concat_columns
from engine.physical.expressions import Evaluator
from engine.plan import nodes


def first_partners(node: nodes.SemiJoin | nodes.Augment, frame: Frame, other: Frame, zone: dt.tzinfo) -> Array:
    """Return for each row of `frame` the first row of `other` with equal keys, -1 where there is none.

    A null in a key has no partner.
    """
    here, there = Evaluator(frame, zone), Evaluator(other, zone)
    pairs = zip(node.keys, node.other_keys, strict=True)
    keys = [concat_columns([here.column(key), there.column(partner)], key.type) for key, partner in pairs]
    rows = frame.rows + other.rows
    groups = group_rows(keys, rows, null_keys=False)
    kept = np.arange(rows) if groups.kept is None else np.flatnonzero(groups.kept)
    mine = kept < frame.rows
    first = np.full(groups.slot_count, -1)
    # Of the rows with one key the last that is written stays: they are written from the end.
    first[groups.slots[~mine][::-1]] = kept[~mine][::-1] - frame.rows
    partners = np.full(frame.rows, -1)
    partners[kept[mine]] = first[groups.slots[mine]]
    return partners
