"""Rows in the order of keys."""

from __future__ import annotations

import datetime as dt

from engine.columns import Frame
from engine.kernels.ordering import SortKey, sorted_rows
from engine.kernels.rows import take_frame
from engine.physical.expressions import Evaluator
from engine.plan import nodes


def run_sort(node: nodes.Sort, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return the rows sorted; those with equal keys keep their order."""
    evaluator = Evaluator(inputs[0], zone)
    keys = [SortKey(evaluator.column(each.expression), each.descending, each.nulls_first) for each in node.keys]
    return take_frame(inputs[0], sorted_rows(keys, inputs[0].rows))
