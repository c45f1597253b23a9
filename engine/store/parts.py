"""Parts: the rows of a dataset as files of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.store.encode import EncodedColumn
from engine.store.errors import CorruptDatasetError
from engine.store.fields import DatasetField
from engine.store.ipc import map_batch, write_batch
from engine.store.manifest import Part
from engine.store.zones import zone_map


def write_part(root: Path, file: str, columns: Sequence[EncodedColumn]) -> Part:
    """Write equally long columns to `file` in the dataset's folder `root`."""
    names = [each.field.name for each in columns]
    batch = pa.RecordBatch.from_arrays([_to_arrow(each.values) for each in columns], names)
    size = write_batch(root / file, batch)
    return Part(file, batch.num_rows, size, {each.field.name: zone_map(each.values) for each in columns})


def map_part(root: Path, part: Part) -> pa.RecordBatch:
    """Map the columns of a part.

    Raises:
        CorruptDatasetError: the file is missing or damaged.
    """
    return map_batch(root / part.file, part.size, part.rows)


def part_column(
    batch: pa.RecordBatch, field: DatasetField, dictionaries: Mapping[str, pa.StringArray], file: Path
) -> Column:
    """Return a column of a mapped part, without a copy.

    Args:
        batch: the part.
        field: which column.
        dictionaries: the texts of each field that has codes.
        file: the part's file, for messages.

    Raises:
        CorruptDatasetError: the part does not hold the column.
    """
    index = batch.schema.get_field_index(field.name)
    if index < 0:
        raise CorruptDatasetError(file, f'it has no column "{field.name}"')
    stored = batch.column(index)
    if field.role == "dimension":
        return TextColumn(_codes(stored), dictionaries[field.name])
    if field.role == "multivalue":
        offsets = np.frombuffer(stored.buffers()[1] or bytes(8), np.int64, len(stored) + 1)
        return MultivalueColumn(offsets, _codes(stored.values), dictionaries[field.name])
    return stored


def slice_rows(column: Column, start: int, stop: int) -> Column:
    """Return the rows `start` to `stop` of a column."""
    if isinstance(column, TextColumn):
        return TextColumn(column.codes[start:stop], column.dictionary)
    if isinstance(column, MultivalueColumn):
        offsets = column.offsets[start : stop + 1]
        return MultivalueColumn(offsets - offsets[0], column.codes[offsets[0] : offsets[-1]], column.dictionary)
    return column.slice(start, stop - start)


def concatenate(columns: Sequence[Column]) -> Column:
    """Return columns of one field, over one dictionary, as one; a single one is returned as it is."""
    first = columns[0]
    if len(columns) == 1:
        return first
    if isinstance(first, TextColumn):
        codes: Codes = np.concatenate([each.codes for each in columns if isinstance(each, TextColumn)])
        return TextColumn(codes, first.dictionary)
    if isinstance(first, MultivalueColumn):
        lists = [each for each in columns if isinstance(each, MultivalueColumn)]
        lengths: npt.NDArray[np.int64] = np.concatenate([np.diff(each.offsets) for each in lists])
        offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        return MultivalueColumn(offsets, np.concatenate([each.codes for each in lists]), first.dictionary)
    return pa.concat_arrays(columns)


def _to_arrow(column: Column) -> pa.Array:
    if isinstance(column, TextColumn):
        return _code_array(column.codes)
    if isinstance(column, MultivalueColumn):
        offsets = pa.Array.from_buffers(pa.int64(), len(column.offsets), [None, pa.py_buffer(column.offsets)])
        return pa.LargeListArray.from_arrays(offsets, _code_array(column.codes))
    return column


def _code_array(codes: Codes) -> pa.Array:
    data = pa.py_buffer(np.ascontiguousarray(codes))
    return pa.Array.from_buffers(pa.from_numpy_dtype(codes.dtype), len(codes), [None, data], null_count=0)


def _codes(stored: pa.Array) -> Codes:
    data = stored.buffers()[1] or b""
    if stored.type == pa.uint8():
        return np.frombuffer(data, np.uint8, len(stored))
    if stored.type == pa.uint16():
        return np.frombuffer(data, np.uint16, len(stored))
    return np.frombuffer(data, np.int32, len(stored))
