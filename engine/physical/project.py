"""One column an item, computed row by row."""

from __future__ import annotations

import datetime as dt

from engine.columns import Frame
from engine.physical.expressions import Evaluator
from engine.plan import nodes


def run_project(node: nodes.Project, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return the items as columns."""
    evaluator = Evaluator(inputs[0], zone)
    return Frame({name: evaluator.column(item) for name, item in node.items}, inputs[0].rows)
