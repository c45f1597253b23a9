"""What a file holds, as the store takes it: batch by batch, so that a file of any size needs little memory."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from engine.store import FieldSpec

BATCH_ROWS = 1 << 16
"""The most rows of a batch."""


@dataclass(frozen=True, slots=True, eq=False)
class FileRows:
    """The rows of a file, what is known of each column, and what people call it.

    Args:
        schema: the columns; each batch has them.
        batches: the rows, to be gone through once. A batch that can't be read raises a `FileImportError`. There is at
            least one, which may have no rows.
        fields: what is known of each column.
        label: what people call it.
    """

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
    fields: tuple[FieldSpec, ...]
    label: str


def rows_of(table: pa.Table, fields: tuple[FieldSpec, ...], label: str) -> FileRows:
    """Return a table's rows without a copy."""
    return FileRows(table.schema, at_least_one(iter(table.to_batches(BATCH_ROWS)), table.schema), fields, label)


def at_least_one(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Yield the batches, or one without rows where there are none."""
    first = next(batches, None)
    if first is None:
        first = pa.RecordBatch.from_arrays([pa.array([], each.type) for each in schema], schema=schema)
    return itertools.chain((first,), batches)
