"""Texts to codes. Small dictionaries are sorted; a key (each row a text of its own) is its own dictionary.

Keys of one length, with as many texts as a CRM has records, are told apart by hashes of 64 bits, which takes half the
time; that equal hashes mean equal texts is checked.
"""

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
    keys = _encode_keys(chunks) if kind == pa.string() else None
    if keys is not None:
        return keys
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


def _encode_keys(chunks: list[pa.Array]) -> TextColumn | None:
    """Encode texts of one length of which most seem to differ; None where they are not so."""
    sample = arrow.call("drop_null", chunks[0].slice(0, _SAMPLE))
    width = _width(sample)
    if not 8 <= width <= _LONGEST_KEY or 2 * len(np.unique(_hashes(sample, width))) < len(sample):
        return None
    texts = chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks)
    known = arrow.call("drop_null", texts) if texts.null_count else texts
    if _width(known) != width or len(text_bytes(known)) > np.iinfo(np.int32).max:
        return None
    encoded = _by_hashes(known, width)
    valid = arrays.validity(texts)
    if encoded is None or valid is None:
        return encoded
    codes: Codes = np.zeros(len(texts), encoded.codes.dtype)
    codes[valid] = encoded.codes
    return TextColumn(codes, encoded.dictionary)


def _by_hashes(texts: pa.StringArray, width: int) -> TextColumn | None:
    """Encode texts of one length; None where two texts have the same hash."""
    hashes = _hashes(texts, width)
    ascending = np.sort(hashes)
    if not bool((ascending[1:] == ascending[:-1]).any()):
        return TextColumn(np.arange(1, len(texts) + 1, dtype=np.int32), texts)
    del ascending
    encoded = arrow.call("dictionary_encode", arrays.array(hashes))
    places = _integers(encoded.indices)
    first = np.empty(len(encoded.dictionary), np.int64)
    first[places[::-1]] = np.arange(len(texts) - 1, -1, -1)
    distinct = arrow.take(texts, arrays.array(first))
    for start in _words(width):
        if not np.array_equal(_word(distinct, width, start)[places], _word(texts, width, start)):
            return None
    dictionary, table = in_order(distinct)
    return TextColumn(_look_up(table, [encoded.indices]), dictionary)


def _width(texts: pa.StringArray) -> int:
    """Return the length in bytes that all texts have, or 0."""
    ends = offsets(texts)
    width = int(ends[1] - ends[0]) if len(texts) else 0
    return width if bool((ends[1:] - ends[:-1] == width).all()) else 0


def _hashes(texts: pa.StringArray, width: int) -> npt.NDArray[np.uint64]:
    """Return a hash of each text; all are of one length, at least 8 bytes."""
    hashes = np.zeros(len(texts), np.uint64)
    for start in _words(width):
        hashes ^= _word(texts, width, start)
        hashes *= np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(32)
    return hashes


def _words(width: int) -> list[int]:
    """Return where words of 8 bytes start that cover so many bytes."""
    return [*range(0, width - 8, 8), width - 8]


def _word(texts: pa.StringArray, width: int, start: int) -> npt.NDArray[np.uint64]:
    return np.ndarray(len(texts), np.uint64, text_bytes(texts), start, (width,))
