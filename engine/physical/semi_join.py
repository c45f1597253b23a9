"""The rows that have, or lack, a partner in another input."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Frame
from engine.kernels.keys import group_rows
from engine.kernels.rows import concat_columns, take_frame
from engine.physical.expressions import Evaluator
from engine.plan import nodes


def run_semi_join(node: nodes.SemiJoin, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return rows of the first input, in their order. A null in a key has no partner."""
    frame, other = inputs
    here, there = Evaluator(frame, zone), Evaluator(other, zone)
    pairs = zip(node.keys, node.other_keys, strict=True)
    keys = [concat_columns([here.column(key), there.column(partner)], key.type) for key, partner in pairs]
    rows = frame.rows + other.rows
    groups = group_rows(keys, rows, null_keys=False)
    kept = np.arange(rows) if groups.kept is None else np.flatnonzero(groups.kept)
    offered = np.zeros(groups.slot_count, np.bool_)
    offered[groups.slots[kept >= frame.rows]] = True
    found = np.zeros(frame.rows, np.bool_)
    mine = kept < frame.rows
    found[kept[mine]] = offered[groups.slots[mine]]
    return take_frame(frame, np.flatnonzero(found if node.kind == "semi" else ~found))
