"""The rows of published files: types that every engine reads, and a number that says which row comes first."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.kernels.arrays import Array
from engine.published.manifest import ROW
from engine.store import Dataset
from engine.store.gather import Places
from engine.store.layout import Layout
from engine.store.reading import read_places

_ROWS_OF_A_PART = 1 << 36
"""Numbers of rows begin with the version that brought their part: the order of rows is that of parts."""

INSTANT = pa.timestamp("us", "UTC")
"""Parquet and Spark have no other."""


def row_numbers(dataset: Dataset, places: Places) -> Array:
    """Return the numbers of rows, the same as long as the dataset is not compacted."""
    versions = [Layout.part_version(each.sealed.file) for each in dataset.manifest.parts]
    return np.asarray(versions, np.int64)[places.parts] * _ROWS_OF_A_PART + places.rows


def published_rows(dataset: Dataset, places: Places) -> pa.Table:
    """Return all fields of rows, and their numbers."""
    table = read_places(dataset, places)
    columns = [_published(each) for each in table.columns]
    columns.append(pa.chunked_array([pa.array(row_numbers(dataset, places))]))
    return pa.Table.from_arrays(columns, names=[*table.column_names, ROW])


def by_date(rows: pa.Table, date: str | None) -> pa.Table:
    """Return rows in the order of a date and of their numbers."""
    keys = [(ROW, "ascending")] if date is None else [(date, "ascending"), (ROW, "ascending")]
    return rows.take(pc.sort_indices(rows, sort_keys=keys))


def _published(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_timestamp(kind):
        return column.cast(pa.timestamp("us")).cast(INSTANT) if kind.tz is None else column.cast(INSTANT)
    return column.cast(kind.value_type) if pa.types.is_dictionary(kind) else column
