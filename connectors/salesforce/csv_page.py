"""A page of a Bulk 2.0 result: CSV in which every value is quoted and an empty one is null.

The reader of Arrow makes typed columns at once. Where that fails, the page is read as texts and converted column by
column, with what does not fit left empty.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from pyarrow import csv

from connectors.protocol import SourceField
from connectors.salesforce.columns import column_of_texts, finished, wire_type
from connectors.salesforce.rows import Rows, arrow_schema, rows_of_columns

FIRST_BLOCK = 8 << 20
LARGEST_BLOCK = 1 << 30


class BrokenPageError(Exception):
    """A page that is no CSV of the columns that were asked for, such as one that was cut."""


def read_csv_page(body: bytes | bytearray, fields: Sequence[SourceField]) -> Rows:
    """Return the rows of a page.

    Args:
        body: UTF-8, without NUL bytes; nothing at all is no rows.
        fields: the columns to return, in this order; the page may have them in another.

    Raises:
        BrokenPageError: it is not whole, or lacks a column.
    """
    if body.count(b'"') % 2:  # a value that was cut: Arrow takes what is there of it
        raise BrokenPageError
    if body.find(b"\n") in (-1, len(body) - 1):
        return _without_rows(body, fields)
    try:
        table = _table(body, {each.name: wire_type(each) for each in fields})
        columns = [(finished(_whole(table, each), each), 0) for each in fields]
    except pa.ArrowInvalid:
        columns = _tolerant(body, fields)
    return rows_of_columns(columns, fields)


def _without_rows(body: bytes | bytearray, fields: Sequence[SourceField]) -> Rows:
    """Return no rows, of a page that has nothing or a header; Arrow refuses a header without its line break."""
    names = bytes(body).decode("utf-8-sig", "replace").strip()
    if names and not {f'"{each.name}"' for each in fields} <= set(names.split(",")):
        raise BrokenPageError
    return Rows(batch=pa.RecordBatch.from_pylist([], schema=arrow_schema(fields)))


def _tolerant(body: bytes | bytearray, fields: Sequence[SourceField]) -> list[tuple[pa.Array, int]]:
    valid = bytes(body).decode("utf-8", "replace").encode()
    try:
        table = _table(valid, dict.fromkeys((each.name for each in fields), pa.string()))
    except pa.ArrowInvalid:
        table = None
    if table is None:
        raise BrokenPageError
    return [column_of_texts(_whole(table, each), each) for each in fields]


def _table(body: bytes | bytearray, types: dict[str, pa.DataType]) -> pa.Table:
    block = FIRST_BLOCK
    while True:
        try:
            return csv.read_csv(
                pa.BufferReader(pa.py_buffer(body)),
                # One thread takes less memory, and the other processors have the rows before to store.
                csv.ReadOptions(use_threads=False, block_size=block),
                csv.ParseOptions(newlines_in_values=True),
                csv.ConvertOptions(
                    column_types=types,
                    include_columns=list(types),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
        except KeyError:
            break
        except pa.ArrowInvalid as error:
            # A value that is longer than a block; Arrow has no class of its own for it.
            if "straddling" not in str(error) or block >= LARGEST_BLOCK:
                raise
            block *= 2
    raise BrokenPageError


def _whole(table: pa.Table, field: SourceField) -> pa.Array:
    column = table.column(field.name)
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
