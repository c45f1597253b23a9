"""The rows that have, or lack, a partner in another input.

By a single key of texts, each text of the dictionary has a partner or not: rows need only their codes.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Frame, TextColumn
from engine.kernels import arrow
from engine.kernels.arrays import Mask, array, values
from engine.kernels.rows import take_frame
from engine.physical.expressions import Evaluator
from engine.physical.partners import first_partners
from engine.plan import nodes


def run_semi_join(node: nodes.SemiJoin, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return rows of the first input, in their order."""
    frame, other = inputs
    found = _by_text(node, frame, other, zone)
    if found is None:
        found = first_partners(node, frame, other, zone) >= 0
    return take_frame(frame, np.flatnonzero(found if node.kind == "semi" else ~found))


def _by_text(node: nodes.SemiJoin, frame: Frame, other: Frame, zone: dt.tzinfo) -> Mask | None:
    """Return which rows have a partner; None where the key is not one column of texts with no more texts than rows."""
    if len(node.keys) != 1:
        return None
    key, partner = Evaluator(frame, zone).column(node.keys[0]), Evaluator(other, zone).column(node.other_keys[0])
    if not isinstance(key, TextColumn) or not isinstance(partner, TextColumn) or len(key.dictionary) > frame.rows:
        return None
    there = np.zeros(len(partner.dictionary) + 1, np.bool_)
    there[partner.codes] = True
    has_partner = np.zeros(len(key.dictionary) + 1, np.bool_)
    if partner.dictionary is key.dictionary:
        has_partner[1:] = there[1:]
    else:
        present = arrow.take(partner.dictionary, array(np.flatnonzero(there[1:])))
        has_partner[1:] = values(arrow.is_in(key.dictionary, present))
    return has_partner.take(key.codes)
