"""Rows that come in batches: some of them at a time become a part, and all parts one.

Each of the first parts brings all texts of its rows, also those that parts before it have, so that none needs to look
into another. The merge finds the distinct texts of a field when it writes that field.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Sequence

import pyarrow as pa

from engine.columns import MultivalueColumn, TextColumn
from engine.kernels.arrays import Array
from engine.kernels.codes import code_type
from engine.store.cluster import cluster, main_date
from engine.store.compact import write_compacted
from engine.store.draft import Draft
from engine.store.encode import EncodedColumn, encode_table
from engine.store.errors import FieldRoleError
from engine.store.fields import FieldSpec
from engine.store.manifest import Manifest, PartEntry
from engine.store.publish import write_part
from engine.store.store import Rows
from saql.record import record

CHUNK_ROWS = 1 << 16
"""The most rows of batches that are in memory."""


def chunks(
    rows: Rows, otherwise: pa.Schema | None = None, most: int = CHUNK_ROWS, size: int = sys.maxsize
) -> Iterator[pa.Table]:
    """Yield the rows some at a time; a table is in memory already and stays whole.

    Args:
        rows: the rows.
        otherwise: their columns where there is no batch.
        most: how many rows there may be at a time.
        size: how many bytes they may have together.

    Raises:
        FieldRoleError: there is no batch to take the columns from, or one has other columns than the first.
    """
    if isinstance(rows, pa.Table):
        yield rows
        return
    schema: pa.Schema | None = rows.schema if isinstance(rows, pa.RecordBatchReader) else None
    waiting: list[pa.RecordBatch] = []
    count = held = 0
    for batch in rows:
        schema = batch.schema if schema is None else schema
        if not batch.schema.equals(schema):
            raise FieldRoleError(
                _first_difference(schema, batch.schema),
                "is not the same in all batches",
                "Give all batches the same columns, of the same types, in the same order.",
            )
        for start in range(0, len(batch), most):
            piece = batch.slice(start, most)
            if waiting and (count + len(piece) > most or held + piece.nbytes > size):
                yield pa.Table.from_batches(waiting, schema)
                waiting, count, held = [], 0, 0
            waiting.append(piece)
            count += len(piece)
            held += piece.nbytes
    schema = otherwise if schema is None else schema
    if schema is None:
        raise FieldRoleError("", "is missing: there are no rows to take the columns from", "Write at least one batch.")
    yield pa.Table.from_batches(waiting, schema)


@record(eq=False)
class Begun:
    """Rows of which the first piece is encoded, so that what can't be held is known before anything is locked.

    `date` is the main date, `columns` are the first piece, and `rest` the pieces after it.
    """

    specs: Sequence[FieldSpec]
    date: str | None
    columns: list[tuple[EncodedColumn, ...]]
    rest: Iterator[pa.Table]


def begin_rows(
    dataset: str,
    rows: Rows,
    schema: pa.Schema | None,
    specs: Sequence[FieldSpec],
    date: str | None,
    ordered: bool,
    threads: int,
) -> Begun:
    """Take the first piece of rows.

    Args:
        dataset: its name, for messages.
        rows: the rows.
        schema: their columns where there is no batch.
        specs: what is known of the columns.
        date: the main date (default: the first date).
        ordered: False keeps the rows in their order.
        threads: how many columns are encoded at a time.

    Raises:
        FieldError: a column can't be held, or has not the role it should.
    """
    pieces = chunks(rows, schema)
    columns = encode_table(dataset, next(pieces), specs, threads)
    date = main_date(dataset, columns, date) if ordered else None
    return Begun(specs, date, [cluster(columns, date, threads)], pieces)


def write_rows(draft: Draft, begun: Begun) -> Manifest:
    """Write rows as the one part of a version, and return the version's manifest.

    Raises:
        FieldError: a column can't be held.
        OSError: the disk refused a write.
    """
    columns = begun.columns.pop()
    manifest = draft.renewed(tuple(each.field for each in columns), begun.date)
    piece = next(begun.rest, None)
    if piece is None:
        entry = PartEntry(write_part(draft.layout, draft.part(), columns, draft.threads), len(columns[0].values))
        return dataclasses.replace(manifest, parts=(entry,))
    starts = [0] * len(columns)
    parts = [_write_piece(draft, columns, starts)]
    while piece is not None:
        columns = cluster(encode_table(draft.name, piece, begun.specs, draft.threads), begun.date, draft.threads)
        parts.append(_write_piece(draft, columns, starts))
        del columns, piece
        piece = next(begun.rest, None)
    with draft.dataset(dataclasses.replace(manifest, parts=tuple(parts))) as dataset:
        sealed, count = write_compacted(draft.layout, draft.part(), dataset, distinct=False)
    for each in parts:
        (draft.layout.root / each.sealed.file).unlink()
    return dataclasses.replace(manifest, parts=(PartEntry(sealed, count),))


def _write_piece(draft: Draft, columns: Sequence[EncodedColumn], starts: list[int]) -> PartEntry:
    """Write columns with their codes after those of the pieces before, of which there are `starts`."""
    shifted, texts = [], {}
    for number, each in enumerate(columns):
        values = each.values
        if isinstance(values, TextColumn | MultivalueColumn):
            texts[each.field.name] = values.dictionary
            codes = _shifted(values.codes, starts[number], len(values.dictionary))
            starts[number] += len(values.dictionary)
            values = dataclasses.replace(values, codes=codes)
        shifted.append(EncodedColumn(each.field, values))
    return PartEntry(write_part(draft.layout, draft.part(), shifted, draft.threads, texts), len(columns[0].values))


def _shifted(codes: Array, start: int, count: int) -> Array:
    kind = code_type(start + count)
    shifted: Array = codes.astype(kind)
    shifted[codes != 0] += kind(start)
    return shifted


def _first_difference(schema: pa.Schema, other: pa.Schema) -> str:
    for name in [*schema.names, *other.names]:
        if name not in schema.names or name not in other.names or schema.field(name).type != other.field(name).type:
            return str(name)
    return str(schema.names[0])
