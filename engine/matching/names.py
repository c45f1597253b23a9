"""Names as words: without case, accents, signs, legal forms or titles, in whatever order they were written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.kernels.arrays import Array
from engine.matching.records import Texts, encode
from engine.matching.specification import Kind
from engine.matching.words import FILLERS, LEGAL_FORMS, PHRASES, TITLES
from saql.record import record

_LETTERS = (
    ("ß", "ss"),
    ("ø", "o"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("ł", "l"),
    ("đ", "d"),
    ("ð", "d"),
    ("þ", "th"),
    ("\u0131", "i"),
)
"""Letters that are not others with a mark."""


@record(eq=False)
class Names:
    """The names of records.

    Args:
        texts: each as it is compared: its words in alphabetical order.
        offsets: where the words of each distinct text begin; one more than there are texts.
        words: the words of the texts as codes, one text after the other.
        vocabulary: the words.
    """

    texts: Texts
    offsets: Array
    words: Array
    vocabulary: pa.StringArray


def fold(values: pa.StringArray) -> pa.StringArray:
    """Return texts in small letters without marks; what is neither letter nor digit becomes one space."""
    found = pc.utf8_lower(pc.utf8_normalize(values, form="NFKD"))
    found = pc.replace_substring_regex(found, r"[\p{M}.'`\x{2019}\x{b4}]+", "")
    for letter, plain in _LETTERS:
        found = pc.replace_substring(found, letter, plain)
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(found, r"[^\p{L}\p{N}]+", " "))


def replaced(values: pa.StringArray, patterns: Iterable[tuple[str, str]]) -> pa.StringArray:
    """Return texts in which patterns are replaced, one after the other."""
    for pattern, by in patterns:
        values = pc.replace_substring_regex(values, pattern, by)
    return values


def normalise_names(names: Texts, kind: Kind) -> Names:
    """Return names as they are compared.

    Args:
        names: as they were written.
        kind: organisations have legal forms, persons titles.
    """
    dropped = LEGAL_FORMS | FILLERS if kind == "organisation" else TITLES
    folded = fold(names.values)
    if kind == "organisation":
        folded = replaced(folded, PHRASES)
    found = _telling_words(folded, dropped)
    written = encode(found)
    texts = Texts(np.append(written.codes, np.int32(-1))[names.codes], written.values)
    split = pc.split_pattern(texts.values, " ")
    encoded = pc.dictionary_encode(split.values)
    return Names(texts, np.asarray(split.offsets), np.asarray(encoded.indices), encoded.dictionary)


def _telling_words(folded: pa.StringArray, dropped: Sequence[str] | frozenset[str]) -> pa.StringArray:
    """Return texts with their words in order, without those to be dropped unless there are no others."""
    split = pc.split_pattern(pc.fill_null(folded, ""), " ")
    lengths = np.asarray(pc.list_value_length(split)).astype(np.int64)
    rows = np.repeat(np.arange(len(split)), lengths)
    encoded = pc.dictionary_encode(split.flatten())
    codes, vocabulary = np.asarray(encoded.indices), encoded.dictionary
    rank = np.empty(len(vocabulary), np.int64)
    rank[np.asarray(pc.sort_indices(vocabulary))] = np.arange(len(vocabulary))
    telling = ~np.asarray(pc.is_in(vocabulary, pa.array(sorted(dropped))).to_numpy(zero_copy_only=False))[codes]
    kept = telling | ~np.isin(rows, rows[telling])
    rows, codes = rows[kept], codes[kept]
    order = np.lexsort((rank[codes], rows))
    starts = np.searchsorted(rows, np.arange(len(split) + 1)).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(starts), vocabulary.take(pa.array(codes[order])))
    joined = pc.binary_join(lists, " ")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)
