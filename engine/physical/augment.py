"""Columns looked up in another input."""

from __future__ import annotations

import datetime as dt

from engine.columns import Frame
from engine.kernels.rows import take_or_null, with_columns
from engine.physical.expressions import Evaluator
from engine.physical.partners import first_partners
from engine.plan import nodes


def run_augment(node: nodes.Augment, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return all rows of the first input, in their order, with the items of their partners or nulls."""
    frame, other = inputs
    partners = first_partners(node, frame, other, zone)
    there = Evaluator(other, zone)
    added = {name: take_or_null(there.column(item), partners, item.type) for name, item in node.items}
    return with_columns(frame, added)
