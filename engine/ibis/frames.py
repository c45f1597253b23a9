"""Results of a back end as columns of the embedded engine, which scans them like a dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from engine.columns import Column, Frame, MultivalueColumn, TextColumn
from engine.ibis.split import Part
from engine.kernels import arrow
from engine.kernels import codes as texts
from engine.kernels.arrays import ARROW_TYPES, array, validity, values
from engine.physical.scan import SourceField, ZoneMap
from engine.store import narrow
from saql.schema import Field, Schema
from saql.types import Type

_MILLISECONDS = pa.timestamp("ms")


def frame_of(table: pa.Table, part: Part) -> Frame:
    """Return the rows that a back end gave for a part of a plan."""
    columns = {
        field.name: column_of(table.column(part.stream.columns[field.name]), field.type) for field in part.node.schema
    }
    return Frame(columns, table.num_rows)


def column_of(chunked: pa.ChunkedArray, kind: Type) -> Column:
    """Return Arrow values of any back end as a column of a type."""
    found = chunked.combine_chunks()
    if isinstance(found, pa.ChunkedArray):
        found = pa.concat_arrays(found.chunks) if found.num_chunks else pa.nulls(0, found.type)
    match kind:
        case Type.NULL:
            return pa.nulls(len(found))
        case Type.TEXT:
            return texts.encode(arrow.cast(found, pa.string()))
        case Type.MULTIVALUE:
            return _lists(found)
        case Type.NUMBER:
            target = pa.int64() if pa.types.is_integer(found.type) else pa.float64()
            return _filled(arrow.cast(found, target))
        case Type.DATE:
            return _instants(found)
        case _:
            return _filled(arrow.cast(found, ARROW_TYPES[kind]))


def _instants(found: pa.Array) -> pa.Array:
    ticks = arrow.cast(arrow.cast(found, pa.timestamp("us")) if found.type.tz else found, _MILLISECONDS)
    return _filled(ticks.view(pa.int64())).view(ARROW_TYPES[Type.DATE])


def _filled(found: pa.Array) -> pa.Array:
    """Return the values with 0 under nulls, and null in the place of what is no finite number."""
    if found.type == pa.bool_():
        return found
    numbers, valid = values(found), validity(found)
    if found.type == pa.float64():
        finite = np.isfinite(numbers)
        valid = finite if valid is None else valid & finite
    if valid is None:
        return found
    return array(np.where(valid, numbers, 0).astype(numbers.dtype), valid, found.type)


def _lists(found: pa.Array) -> Column:
    if not pa.types.is_list(found.type):
        return texts.encode(arrow.cast(found, pa.string()))
    lists = [sorted(each) if each else [] for each in found.to_pylist()]
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum([len(each) for each in lists], dtype=np.int64)])
    flat = texts.encode(pa.array([text for each in lists for text in each], pa.string()))
    return MultivalueColumn(offsets, flat.codes, flat.dictionary)


class ResultSource:
    """A result that plans scan: see `engine.physical.scan.Source`."""

    view: None = None

    def __init__(self, frame: Frame, schema: Schema) -> None:
        """Take the rows of the result, and its fields."""
        self.frame = frame
        self.schema = schema

    @property
    def rows(self) -> int:
        """The number of rows."""
        return self.frame.rows

    def column(self, name: str) -> Column:
        """Return a column."""
        return self.frame.columns[name]

    def field(self, name: str) -> SourceField:
        """Return a field."""
        found = self.schema.get(name)
        assert found is not None
        column = self.frame.columns[name]
        return Field(name, Type.TEXT) if isinstance(column, TextColumn) else found

    def stored(self, name: str) -> narrow.Stored:
        """Return numbers or dates as they are stored."""
        column = self.frame.columns[name]
        assert isinstance(column, pa.Array)
        valid = validity(column)
        if column.type == pa.bool_():
            return narrow.of(values(column).astype(np.int8), None, valid)
        return narrow.of(values(column), None, valid)

    def zones(self, name: str) -> Sequence[ZoneMap]:
        """Return none: nothing is known of blocks."""
        self.field(name)
        return ()


Sources = Mapping[str, ResultSource]
