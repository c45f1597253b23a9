"""The rows for which a predicate is true."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Frame
from engine.kernels.rows import take_frame
from engine.physical.expressions import Evaluator
from engine.plan import nodes


def run_filter(node: nodes.Filter, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return those rows of the input, in their order."""
    frame = inputs[0]
    rows = np.flatnonzero(Evaluator(frame, zone).true(node.predicate))
    return frame if len(rows) == frame.rows else take_frame(frame, rows)
