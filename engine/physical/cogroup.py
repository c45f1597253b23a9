"""Grouped inputs put beside each other where their keys are equal."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Column, Frame
from engine.kernels.arrays import Array, Mask
from engine.kernels.keys import group_rows
from engine.kernels.rows import concat_columns, take_or_null
from engine.plan import nodes
from saql.syntax.statements import JoinKind


def run_cogroup(node: nodes.Cogroup, inputs: list[Frame], _zone: dt.tzinfo) -> Frame:
    """Return the rows in ascending order of the keys; null is a key like any other.

    Each input has a key at most once, so a key's row in each input is found by the number of the key.
    """
    positions = _positions(node, inputs)
    kept = _join([rows >= 0 for rows in positions], [side.join for side in node.sides])
    present = np.flatnonzero(np.logical_or.reduce(kept)) if kept else np.zeros(0, np.int64)
    columns: dict[str, Column] = {}
    for side, frame, rows, there in zip(node.sides, inputs, positions, kept, strict=True):
        chosen = np.where(there, rows, -1)[present]
        for field in side.input.schema:
            columns[field.name] = take_or_null(frame.columns[field.name], chosen, field.type)
    return Frame(columns, len(present))


def _positions(node: nodes.Cogroup, inputs: list[Frame]) -> list[Array]:
    """Return for each input the row of each key, -1 where it lacks the key."""
    kinds = [node.sides[0].input.schema.get(name) for name in node.sides[0].keys]
    keys = [
        concat_columns(
            [frame.columns[side.keys[place]] for side, frame in zip(node.sides, inputs, strict=True)], kind.type
        )
        for place, kind in enumerate(kinds)
        if kind is not None
    ]
    groups = group_rows(keys, sum(frame.rows for frame in inputs), null_keys=True)
    number = np.full(groups.slot_count, -1)
    number[groups.order] = np.arange(len(groups))
    numbers = number[groups.slots]
    positions, start = [], 0
    for frame in inputs:
        rows = np.full(len(groups), -1)
        rows[numbers[start : start + frame.rows]] = np.arange(frame.rows)
        positions.append(rows)
        start += frame.rows
    return positions


def _join(present: list[Mask], joins: list[JoinKind]) -> list[Mask]:
    """Return where each input's rows are in the result, input by input from the left."""
    result = [present[0]]
    joined = present[0]
    for there, join in zip(present[1:], joins, strict=False):
        left = joined
        if join == "inner":
            joined = left & there
        elif join == "right":
            joined = there
        elif join == "full":
            joined = left | there
        result = [each & joined & left for each in result]
        result.append(there & joined)
    return result
