"""Rows of any column: taken by position, put one after another, made of nulls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, Columns, Frame, MultivalueColumn, TextColumn
from engine.kernels import codes as texts
from engine.kernels.arrays import ARROW_TYPES, Array, array, concat, validity, values
from saql.types import Type


def take(column: Column, rows: Array) -> Column:
    """Return the rows of a column at the positions given."""
    if isinstance(column, TextColumn):
        return TextColumn(column.codes.take(rows), column.dictionary)
    if isinstance(column, MultivalueColumn):
        lengths = np.diff(column.offsets)[rows]
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        starts = column.offsets[:-1][rows] - offsets[:-1]
        chosen = column.codes[np.arange(offsets[-1]) + starts.repeat(lengths)]
        return MultivalueColumn(offsets, chosen, column.dictionary)
    if column.type == pa.null():
        return pa.nulls(len(rows))
    valid = validity(column)
    return array(values(column).take(rows), None if valid is None else valid.take(rows), column.type)


def take_or_null(column: Column, rows: Array, kind: Type) -> Column:
    """Return the rows at the positions given, null for position -1."""
    missing = rows < 0
    if not missing.any():
        return take(column, rows)
    if not len(column):
        return null_column(kind, len(rows))
    found = take(column, np.where(missing, 0, rows))
    if isinstance(found, TextColumn):
        return TextColumn(_codes(np.where(missing, 0, found.codes), found.codes), found.dictionary)
    if isinstance(found, MultivalueColumn):
        nothing = MultivalueColumn(np.zeros(2, np.int64), found.codes[:0], found.dictionary)
        both = concat_columns([column, nothing], Type.MULTIVALUE)
        return take(both, np.where(missing, len(column), rows))
    if found.type == pa.null():
        return found
    valid = validity(found)
    return array(values(found), ~missing if valid is None else valid & ~missing, found.type)


def slice_frame(frame: Frame, start: int, end: int) -> Frame:
    """Return the rows from `start` to before `end`."""
    if start == 0 and end >= frame.rows:
        return frame
    end = max(min(end, frame.rows), start)
    return take_frame(frame, np.arange(start, end))


def take_frame(frame: Frame, rows: Array) -> Frame:
    """Return the rows of a frame at the positions given."""
    columns = frame.columns
    if isinstance(columns, Columns):  # what derives from others is made of those, not taken itself
        return Frame(columns.some(lambda column: take(column, rows)), len(rows))
    return Frame({name: take(column, rows) for name, column in columns.items()}, len(rows))


def null_column(kind: Type, rows: int) -> Column:
    """Return a column of nulls."""
    if kind is Type.TEXT:
        return texts.nulls(rows)
    if kind is Type.MULTIVALUE:
        return MultivalueColumn(np.zeros(rows + 1, np.int64), np.zeros(0, np.uint8), texts.EMPTY_DICTIONARY)
    return pa.nulls(rows, ARROW_TYPES[kind])


def concat_columns(columns: Sequence[Column], kind: Type) -> Column:
    """Return columns of one type one after the other; columns of the null type fit with any."""
    if kind is Type.TEXT:
        known = [each if isinstance(each, TextColumn) else texts.nulls(len(each)) for each in columns]
        dictionary, parts = texts.merge(known)
        return TextColumn(cast(Codes, np.concatenate(parts)), dictionary)
    if kind is Type.MULTIVALUE:
        return _concat_multivalues([each for each in columns if isinstance(each, MultivalueColumn)])
    return concat([each for each in columns if isinstance(each, pa.Array)])


def _concat_multivalues(columns: Sequence[MultivalueColumn]) -> MultivalueColumn:
    dictionary, parts = texts.merge([TextColumn(each.codes, each.dictionary) for each in columns])
    lengths = np.concatenate([np.diff(each.offsets) for each in columns])
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return MultivalueColumn(offsets, cast(Codes, np.concatenate(parts)), dictionary)


def _codes(numbers: Array, like: Codes) -> Codes:
    return cast(Codes, numbers.astype(like.dtype, copy=False))


def with_columns(frame: Frame, more: Mapping[str, Any]) -> Frame:
    """Return the frame with columns added."""
    return Frame({**frame.columns, **more}, frame.rows)
