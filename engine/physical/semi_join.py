"""The rows that have, or lack, a partner in another input."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Frame
from engine.kernels.rows import take_frame
from engine.physical.partners import first_partners
from engine.plan import nodes


def run_semi_join(node: nodes.SemiJoin, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return rows of the first input, in their order."""
    frame, other = inputs
    found = first_partners(node, frame, other, zone) >= 0
    return take_frame(frame, np.flatnonzero(found if node.kind == "semi" else ~found))
