"""The rows for which a predicate is true."""

from __future__ import annotations

from engine.columns import Frame
from engine.limits import Watch
from engine.physical.aggregate import filtered
from engine.physical.setting import RunSetting
from engine.plan import nodes


def run_filter(node: nodes.Filter, inputs: list[Frame], setting: RunSetting, watch: Watch) -> Frame:
    """Return those rows of the input, in their order."""
    return filtered(node.predicate, inputs[0], setting, watch)
