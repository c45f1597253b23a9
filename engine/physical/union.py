"""The rows of several inputs, one input after the other."""

from __future__ import annotations

import datetime as dt

from engine.columns import Frame
from engine.kernels.rows import concat_columns, null_column
from engine.plan import nodes


def run_union(node: nodes.Union, inputs: list[Frame], _zone: dt.tzinfo) -> Frame:
    """Return all rows; columns meet by name, and one that an input lacks is null there."""
    columns = {}
    for field in node.schema:
        parts = [
            frame.columns[field.name] if field.name in frame.columns else null_column(field.type, frame.rows)
            for frame in inputs
        ]
        columns[field.name] = concat_columns(parts, field.type)
    return Frame(columns, sum(frame.rows for frame in inputs))
