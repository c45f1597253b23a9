"""Compaction: the rows of all parts that still count become one part, a column and some rows at a time.

The memory it takes does not go by the rows, but by the texts of the largest dictionary: 5 bytes each, or 1 where each
row has a text of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from engine.disk import make_folder
from engine.kernels import arrow
from engine.kernels.arrays import array
from engine.kernels.codes import code_type
from engine.store.array_file import Array, ArrayFileWriter, Sealed
from engine.store.dataset import Dataset
from engine.store.encode_texts import SORTED_TEXTS, encode_texts, in_order
from engine.store.fields import DatasetField
from engine.store.layout import Layout
from engine.store.merge import MergedRows, in_zones, numbers_in_zones
from engine.store.part_writer import write_codes, write_list_zones, write_numbers, write_own_text_zones
from engine.store.texts import BLOCK_TEXTS, Dictionary, write_text_blocks, write_texts


def write_compacted(layout: Layout, file: str, dataset: Dataset, *, distinct: bool = True) -> tuple[Sealed, int]:
    """Write the rows of a dataset as one part, flushed to the disk, and return it and its number of rows.

    Args:
        layout: the dataset's paths.
        file: the part's name.
        dataset: the rows.
        distinct: False: parts may bring texts that parts before them have; each dictionary is made anew, in memory.

    Raises:
        CorruptDatasetError: a file of the dataset is missing or damaged.
        OSError: the disk refused a write.
    """
    make_folder(layout.parts)
    scratch = layout.root / layout.scratch(dataset.version)
    try:
        rows = MergedRows(dataset.parts, dataset.main_date, scratch)
        with ArrayFileWriter(layout.root, file) as writer:
            for field in dataset.fields:
                _write(writer, field, rows, dataset, distinct)
            return writer.finish(), rows.rows
    finally:
        scratch.unlink(missing_ok=True)


def _write(writer: ArrayFileWriter, field: DatasetField, rows: MergedRows, dataset: Dataset, distinct: bool) -> None:
    if field.role == "measure" or field.role == "date":
        form = rows.number_form(field.name)
        if form is not None:
            write_numbers(writer, field.name, rows.rows, form, numbers_in_zones(rows.numbers(field.name, form), form))
        return
    dictionary = dataset.dictionary(field.name)
    if field.role == "multivalue":
        _write_lists(writer, field.name, rows, dictionary, distinct)
    elif distinct:
        _write_texts(writer, field.name, rows, dictionary)
    else:
        _write_repeated_texts(writer, field.name, rows, dictionary)


def _write_texts(writer: ArrayFileWriter, field: str, rows: MergedRows, dictionary: Dictionary) -> None:
    used = np.zeros(len(dictionary) + 1, np.bool_)
    for codes in rows.codes(field):
        used[codes] = True
    if rows.rows and not used[0] and int(used.sum()) == rows.rows:  # each row has a text of its own
        blocks = [_texts_of_rows(rows, field, dictionary) for _ in range(2)]
        write_text_blocks(writer, field, rows.rows, dictionary.width, blocks)
        write_own_text_zones(writer, field, rows.rows)
        return
    table = _write_used(writer, field, dictionary, used)
    write_codes(writer, field, rows.rows, table.dtype, in_zones(table.take(codes) for codes in rows.codes(field)))


def _write_repeated_texts(writer: ArrayFileWriter, field: str, rows: MergedRows, dictionary: Dictionary) -> None:
    """Write a text field of which several parts bring the same texts."""
    texts, table = _distinct(dictionary)
    if rows.rows and len(texts) == rows.rows:  # each row has a text of its own
        own = [(arrow.take(texts, array(table[codes] - np.int32(1))) for codes in rows.codes(field)) for _ in range(2)]
        write_text_blocks(writer, field, rows.rows, dictionary.width, own)
        write_own_text_zones(writer, field, rows.rows)
        return
    write_texts(writer, field, texts)
    write_codes(writer, field, rows.rows, table.dtype, in_zones(table.take(codes) for codes in rows.codes(field)))


def _write_lists(writer: ArrayFileWriter, field: str, rows: MergedRows, dictionary: Dictionary, distinct: bool) -> None:
    count = sum(len(codes) for _, codes in rows.lists(field))
    if distinct:
        used = np.zeros(len(dictionary) + 1, np.bool_)
        for _, codes in rows.lists(field):
            used[codes] = True
        table = _write_used(writer, field, dictionary, used)
    else:
        texts, table = _distinct(dictionary)
        write_texts(writer, field, texts)
    offsets = writer.reserve((field, "offsets"), np.dtype(np.int64), rows.rows + 1)
    offsets.append(np.zeros(1, np.int64))
    written = writer.reserve((field, "codes"), table.dtype, count)
    end = 0
    for lengths, codes in rows.lists(field):
        offsets.append(np.cumsum(lengths) + end)
        end += int(lengths.sum())
        written.append(table.take(codes))
    write_list_zones(writer, field, in_zones(lengths for lengths, _ in rows.lists(field)))


def _distinct(dictionary: Dictionary) -> tuple[pa.StringArray, Array]:
    """Return the distinct texts of a dictionary, and the code of each of its places."""
    column = encode_texts(pa.chunked_array([each.copy() for each in dictionary.chunks if len(each)], pa.string()))
    return column.dictionary, np.concatenate([np.zeros(1, column.codes.dtype), column.codes])


def _write_used(writer: ArrayFileWriter, field: str, dictionary: Dictionary, used: Array) -> Array:
    """Write the texts that rows have, sorted if they are few, and return the new code of each old one."""
    used[0] = False
    count = int(used.sum())
    if count > SORTED_TEXTS:
        blocks = [_used_texts(dictionary, used) for _ in range(2)]
        write_text_blocks(writer, field, count, dictionary.width, blocks)
        return np.cumsum(used, dtype=code_type(count))
    places = np.flatnonzero(used[1:])
    texts, codes = in_order(dictionary.take(places))
    write_texts(writer, field, texts)
    table = np.zeros(len(used), codes.dtype)
    table[places + 1] = codes[:-1]
    return table


def _used_texts(dictionary: Dictionary, used: Array) -> Iterator[pa.StringArray]:
    for start in range(0, len(dictionary), BLOCK_TEXTS):
        yield dictionary.take(np.flatnonzero(used[1 + start : 1 + start + BLOCK_TEXTS]) + start)


def _texts_of_rows(rows: MergedRows, field: str, dictionary: Dictionary) -> Iterator[pa.StringArray]:
    for codes in rows.codes(field):
        yield dictionary.take(codes.astype(np.int64) - 1)
