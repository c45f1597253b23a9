"""Texts to codes. Small dictionaries are sorted; a key (each row a text of its own) is its own dictionary."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.columns import Codes, TextColumn
from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array
from engine.kernels.codes import EMPTY_DICTIONARY, code_type
from engine.store.texts import offsets, text_bytes

SORTED_TEXTS = (1 << 16) - 1
"""The most texts of a dictionary that is sorted: what fits codes of two bytes."""

_SAMPLE = 4_096
_LONGEST_KEY = 64


def encode_texts(column: pa.ChunkedArray) -> TextColumn:
    """Return a column of texts, or of what Arrow can turn into texts, as codes."""
    if pa.types.is_dictionary(column.type):
        return _recode(column)
    kind = column.type if column.type == pa.string() else pa.large_string()
    chunks = [arrow.cast(each, kind) for each in column.chunks if len(each)]
    if not chunks:
        return TextColumn(np.zeros(0, np.uint8), EMPTY_DICTIONARY)
    key = _key(chunks)
    if key is not None:
        return TextColumn(np.arange(1, len(key) + 1, dtype=np.int32), key)
    # One dictionary for all chunks.
    encoded = arrow.call("dictionary_encode", pa.chunked_array(chunks, kind)).chunks
    dictionary, table = in_order(arrow.cast(encoded[-1].dictionary, pa.string()))
    return TextColumn(_look_up(table, [each.indices for each in encoded]), dictionary)


def in_order(dictionary: pa.StringArray) -> tuple[pa.StringArray, Codes]:
    """Return a dictionary sorted if it is small, and the code of each of its texts; the table ends with 0 for null."""
    table = np.zeros(len(dictionary) + 1, code_type(len(dictionary)))
    if len(dictionary) > SORTED_TEXTS:
        table[:-1] = np.arange(1, len(table))
        return dictionary, table
    order = (
        arrays.values(arrow.cast(arrow.sort_indices(dictionary), pa.int64()))
        if len(dictionary)
        else np.zeros(0, np.int64)
    )
    table[order] = np.arange(1, len(table))
    return arrow.take(dictionary, arrays.array(order)), table


def _recode(column: pa.ChunkedArray) -> TextColumn:
    """Encode Arrow dictionaries: only their texts are hashed, not the rows."""
    chunks = [each for each in column.chunks if len(each)]
    if not chunks:
        return TextColumn(np.zeros(0, np.uint8), EMPTY_DICTIONARY)
    texts = encode_texts(pa.chunked_array([each.dictionary for each in chunks]))
    start, codes = 0, []
    for chunk in chunks:
        table = np.zeros(len(chunk.dictionary) + 1, texts.codes.dtype)
        table[:-1] = texts.codes[start : start + len(chunk.dictionary)]
        codes.append(_look_up(table, [arrow.cast(chunk.indices, pa.int64())]))
        start += len(chunk.dictionary)
    return TextColumn(cast(Codes, np.concatenate(codes)), texts.dictionary)


def _look_up(table: Codes, indices: list[pa.Array]) -> Codes:
    """Return `table[index]` for each of the indices, its last item for null."""
    result: Codes = np.empty(sum(len(each) for each in indices), table.dtype)
    end = 0
    for each in indices:
        start, end = end, end + len(each)
        places = _integers(each)
        valid = arrays.validity(each)
        if valid is not None:
            places = np.where(valid, places, len(table) - 1)
        np.take(table, places, out=result[start:end], mode="clip")
    return result


def _integers(indices: pa.Array) -> Array:
    kind: Any = np.int32 if indices.type == pa.int32() else np.int64
    return np.frombuffer(indices.buffers()[1], kind, len(indices), indices.offset * np.dtype(kind).itemsize)


def _key(chunks: list[pa.Array]) -> pa.StringArray | None:
    """Return the texts as they are where all have one length and no two are equal; None where that is not certain."""
    if any(each.type != pa.string() or each.null_count for each in chunks):
        return None
    width = _width(chunks[0].slice(0, _SAMPLE))
    if not 8 <= width <= _LONGEST_KEY or any(_width(each) != width for each in chunks):
        return None
    rows = sum(len(each) for each in chunks)
    if rows * width > np.iinfo(np.int32).max or not _certainly_differ(chunks[0].slice(0, _SAMPLE), width):
        return None
    key = chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks)
    return key if _certainly_differ(key, width) else None


def _width(texts: pa.StringArray) -> int:
    """Return the length in bytes that all texts have, or 0."""
    ends = offsets(texts)
    width = int(ends[1] - ends[0])
    return width if bool((ends[1:] - ends[:-1] == width).all()) else 0


def _certainly_differ(texts: pa.StringArray, width: int) -> bool:
    """Return whether the hashes of the texts, so the texts, all differ. Texts are of one length, at least 8 bytes."""
    data = text_bytes(texts)
    hashes = np.zeros(len(texts), np.uint64)
    for start in [*range(0, width - 7, 8), width - 8]:
        words: npt.NDArray[np.uint64] = np.ndarray(len(texts), np.uint64, data, start, (width,))
        hashes ^= words
        hashes *= np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(32)
    hashes.sort()
    return not bool((hashes[1:] == hashes[:-1]).any())
