"""Computed rows as Arrow has them, as changes of a dataset are written; lists of texts stay whole."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.columns import Column, Frame, MultivalueColumn, TextColumn
from engine.kernels import codes
from engine.physical.decode import decode_column

_LISTS = pa.list_(pa.string())


def as_table(rows: Frame) -> pa.Table:
    """Return rows with texts as `string`, multivalue fields as `list<string>`, all else as it is."""
    return pa.table({name: as_column(column) for name, column in rows.columns.items()})


def as_column(column: Column) -> pa.Array:
    """Return a column as Arrow has it."""
    if not isinstance(column, MultivalueColumn):
        return decode_column(column)
    items = codes.decode(TextColumn(column.codes, column.dictionary))
    offsets = column.offsets.astype(np.int32)
    bitmap = np.packbits(np.diff(offsets) > 0, bitorder="little")
    return pa.Array.from_buffers(_LISTS, len(column), [pa.py_buffer(bitmap), pa.py_buffer(offsets)], children=[items])
