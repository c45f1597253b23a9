"""A stretch of the rows."""

from __future__ import annotations

import datetime as dt

from engine.columns import Frame
from engine.kernels.rows import slice_frame
from engine.plan import nodes


def run_limit(node: nodes.Limit, inputs: list[Frame], _zone: dt.tzinfo) -> Frame:
    """Return at most `count` rows after the first `offset`."""
    end = inputs[0].rows if node.count is None else node.offset + node.count
    return slice_frame(inputs[0], min(node.offset, inputs[0].rows), end)
