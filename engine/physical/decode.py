"""A frame as a `pyarrow.Table`: texts as plain strings, of a multivalue its first text."""

from __future__ import annotations

import pyarrow as pa

from engine.columns import Column, Frame, MultivalueColumn, TextColumn
from engine.kernels import codes as texts
from engine.kernels.keys import first_texts


def decode(frame: Frame) -> pa.Table:
    """Return the frame's columns under their names."""
    columns = {name: decode_column(column) for name, column in frame.columns.items()}
    return pa.table(columns)


def decode_column(column: Column) -> pa.Array:
    """Return a column as an Arrow array."""
    if isinstance(column, MultivalueColumn):
        column = first_texts(column)
    return texts.decode(column) if isinstance(column, TextColumn) else column
