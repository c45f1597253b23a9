"""Texts as codes: the few things that are done to a `TextColumn` whatever the question.

Code 0 is null, code `i + 1` is `dictionary[i]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.columns import Codes, TextColumn
from engine.kernels import arrow
from engine.kernels.arrays import from_list, validity, values
from engine.kernels.text_order import text_order

EMPTY_DICTIONARY = from_list([], pa.string())


def code_type(size: int) -> type[Any]:
    """Return the narrowest of uint8, uint16 and int32 that holds codes into a dictionary of `size` texts."""
    if size < 1 << 8:
        return np.uint8
    return np.uint16 if size < 1 << 16 else np.int32


def encode(texts: pa.Array) -> TextColumn:
    """Return a column of plain strings as codes."""
    if texts.type == pa.null():
        return nulls(len(texts))
    encoded = arrow.dictionary_encode(texts)
    dictionary = encoded.dictionary
    codes = values(encoded.indices).astype(code_type(len(dictionary))) + 1
    valid = validity(encoded.indices)
    if valid is not None:
        codes[~valid] = 0
    return TextColumn(codes.astype(code_type(len(dictionary)), copy=False), dictionary)


def decode(column: TextColumn) -> pa.Array:
    """Return the column as plain strings."""
    return arrow.take(column.dictionary, indices(column.codes))


def indices(codes: Codes) -> pa.Array:
    """Return codes as positions in the dictionary, null for code 0."""
    positions = codes.astype(np.int32) - 1
    positions32: pa.Array = pa.Array.from_buffers(pa.int32(), len(codes), [None, pa.py_buffer(positions)], null_count=0)
    missing = codes == 0
    if not missing.any():
        return positions32
    bitmap = pa.py_buffer(np.packbits(~missing, bitorder="little"))
    return pa.Array.from_buffers(pa.int32(), len(codes), [bitmap, pa.py_buffer(positions)])


def nulls(rows: int) -> TextColumn:
    """Return a column without any text."""
    return TextColumn(np.zeros(rows, np.uint8), EMPTY_DICTIONARY)


def constant(text: str | None, rows: int) -> TextColumn:
    """Return a column with the same text in every row."""
    if text is None:
        return nulls(rows)
    return TextColumn(np.ones(rows, np.uint8), from_list([text], pa.string()))


def texts_with_null(column: TextColumn) -> pa.Array:
    """Return what each code stands for: null, then the dictionary."""
    return pa.concat_arrays([pa.nulls(1, pa.string()), column.dictionary])


def merge(columns: Sequence[TextColumn]) -> tuple[pa.Array, list[Codes]]:
    """Bring columns to one dictionary.

    Returns:
        The dictionary, and the codes of each column into it.
    """
    first = columns[0].dictionary
    if all(each.dictionary is first for each in columns):
        return first, [each.codes for each in columns]
    merged = encode(pa.concat_arrays([each.dictionary for each in columns]))
    tables: list[Codes] = []
    start = 0
    for each in columns:
        end = start + len(each.dictionary)
        table = np.zeros(len(each.dictionary) + 1, merged.codes.dtype)
        table[1:] = merged.codes[start:end]
        tables.append(table.take(each.codes))
        start = end
    return merged.dictionary, tables


def compact(column: TextColumn) -> TextColumn:
    """Return the same texts over a dictionary of no others, where that is much smaller."""
    if len(column.dictionary) < 4 * len(column.codes):
        return column
    used, places = np.unique(column.codes.astype(np.int32), return_inverse=True)
    dictionary = arrow.take(column.dictionary, indices(used[used > 0]))
    shift = 0 if len(used) and used[0] == 0 else 1
    return TextColumn((places + shift).astype(code_type(len(dictionary))), dictionary)


def ranks(dictionary: pa.Array) -> npt.NDArray[np.int64]:
    """Return the place of each code in the order of texts (code points): codes to 0, 1, .., null after all others.

    Writers sort dictionaries where they can, so the common case costs one comparison of neighbours.
    """
    size = len(dictionary)
    table = np.empty(size + 1, np.int64)
    table[0] = size
    if is_ascending(dictionary):
        table[1:] = np.arange(size)
    else:
        table[1:][text_order(dictionary)] = np.arange(size)
    return table


def is_ascending(dictionary: pa.Array) -> bool:
    """Return whether the texts are in ascending order."""
    if len(dictionary) < 2:
        return True
    ordered = arrow.call("less", dictionary.slice(0, len(dictionary) - 1), dictionary.slice(1))
    return bool(values(ordered).all())
