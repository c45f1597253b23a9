"""Writing the columns of a part, from the whole of them or block by block."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.kernels import arrow
from engine.kernels.arrays import Array, array
from engine.store.array_file import ArrayFileWriter
from engine.store.narrow import FORMS, Form, Stored, narrow
from engine.store.texts import write_texts
from engine.store.zones import BLOCK_ROWS, ZoneBuilder


def write_column(writer: ArrayFileWriter, field: str, column: Column, texts: pa.StringArray | None = None) -> None:
    """Write a column.

    Args:
        writer: the file of the part.
        field: the column's name.
        column: its rows. Codes are written as they are.
        texts: the texts that the part brings (default: the dictionary of the column).
    """
    if isinstance(column, pa.Array):
        if 0 < column.null_count == len(column):
            return  # like a field that the rows do not have
        write_stored(writer, field, narrow(column))
        return
    if isinstance(column, MultivalueColumn):
        write_texts(writer, field, column.dictionary if texts is None else texts)
        writer.put((field, "offsets"), column.offsets)
        writer.put((field, "codes"), column.codes)
        write_list_zones(writer, field, [np.diff(column.offsets)])
        return
    if texts is None and _all_differ(column):
        in_order = bool((column.codes[1:] > column.codes[:-1]).all())
        own = column.dictionary if in_order else arrow.take(column.dictionary, array(column.codes - np.int32(1)))
        write_texts(writer, field, own)
        write_own_text_zones(writer, field, len(column))
        return
    write_texts(writer, field, column.dictionary if texts is None else texts)
    write_codes(writer, field, len(column), column.codes.dtype, [column.codes])


def write_stored(writer: ArrayFileWriter, field: str, stored: Stored) -> None:
    """Write numbers or dates that have the form in which they are stored."""
    if len(stored) and stored.validity is not None and not stored.validity.any():
        return  # like a field that the rows do not have
    write_numbers(writer, field, len(stored), (stored.values.dtype, stored.divisor), [stored])


def write_numbers(writer: ArrayFileWriter, field: str, rows: int, form: Form, blocks: Iterable[Stored]) -> None:
    """Write numbers or dates of one form; all blocks but the last have a whole number of zones."""
    kind, divisor = form
    name = next(name for name, each in FORMS.items() if each == divisor)
    region = writer.reserve((field, name), kind, rows)
    zones, bitmaps, nulls = ZoneBuilder(), [], False
    for block in blocks:
        region.append(block.values)
        zones.add(block.values, block.valid, len(block))
        nulls = nulls or block.validity is not None
        full = np.full(-(-len(block) // 8), 255, np.uint8) if block.validity is None else block.validity
        bitmaps.append(full)
    if nulls:
        writer.put((field, "validity"), np.concatenate(bitmaps))
    zones.write(writer, field)


def write_codes(
    writer: ArrayFileWriter, field: str, rows: int, kind: np.dtype[Any], blocks: Iterable[Array | Codes]
) -> None:
    """Write the codes of a text field; all blocks but the last have a whole number of zones."""
    region = writer.reserve((field, "codes"), kind, rows)
    zones = ZoneBuilder()
    for block in blocks:
        codes = block.astype(kind, copy=False)
        region.append(codes)
        zones.add(codes, codes != 0, len(codes))
    zones.write(writer, field)


def write_own_text_zones(writer: ArrayFileWriter, field: str, rows: int) -> None:
    """Write the zone map of a text field whose first part has a text of its own for each row."""
    starts = np.arange(0, rows, BLOCK_ROWS, dtype=np.int32)
    writer.put((field, "minimum"), starts + np.int32(1))
    writer.put((field, "maximum"), np.minimum(starts + np.int32(BLOCK_ROWS), np.int32(rows)))
    writer.put((field, "nulls"), np.zeros(len(starts), np.uint32))


def write_list_zones(writer: ArrayFileWriter, field: str, lengths: Iterable[Array]) -> None:
    """Write the zone map of a multivalue field, which has no bounds; an empty list is null."""
    zones = ZoneBuilder()
    for block in lengths:
        zones.add(None, block > 0, len(block))
    zones.write(writer, field)


def _all_differ(column: TextColumn) -> bool:
    """Return whether each row has a text of its own and the dictionary no other."""
    rows = len(column)
    if not rows or len(column.dictionary) != rows:
        return False
    seen = np.zeros(rows + 1, np.bool_)
    seen[column.codes] = True
    return bool(seen[1:].all())
