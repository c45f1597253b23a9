"""Which pairs of records are looked at: those that share a key.

A block is the records with one key. Several kinds of keys find a pair whose records differ in some of them. A block
that is too large says little of its records and costs the square of them; it is left out, and said.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow.compute as pc

from engine.kernels.arrays import Array
from engine.matching.names import Names
from engine.matching.normalise import Normalised
from engine.matching.records import Texts, encode
from saql.record import record

_MOST = {
    "e-mail": 60,
    "domain": 60,
    "phone": 60,
    "name": 60,
    "rare word of the name": 24,
    "two words of the name": 60,
    "beginning of a word and postcode": 40,
    "beginnings of two words and city": 40,
}
"""The most records of a block, by what its records share."""

_PREFIX = 3
"""Letters of a word that are its beginning."""


@record
class Cut:
    """Blocks that were left out: how many, and how many records they have together."""

    kind: str
    blocks: int
    records: int


@record(eq=False)
class Pairs:
    """Pairs of records, each once: places in the order of `Records`, int32, `left` below `right`, in order."""

    left: Array
    right: Array

    def __len__(self) -> int:
        return len(self.left)

    def take(self, chosen: Array) -> Pairs:
        """Return some of them."""
        return Pairs(self.left[chosen], self.right[chosen])


@record(eq=False)
class Candidates:
    """The pairs to look at, and what was cut."""

    pairs: Pairs
    cuts: tuple[Cut, ...]


@record(eq=False)
class _Keys:
    """Keys of one kind: `keys[i]` is one of the record `rows[i]`."""

    kind: str
    rows: Array
    keys: Array


def find_candidates(records: Normalised) -> Candidates:
    """Return the pairs of records that share a key."""
    count = np.int64(max(len(records), 1))
    found, cuts = [np.zeros(0, np.int64)], []
    for keys in _all_keys(records):
        blocks, cut = _blocks(keys)
        if cut.blocks:
            cuts.append(cut)
        for left, right in _pairs_within(*blocks):
            found.append(np.minimum(left, right) * count + np.maximum(left, right))
        found = [_distinct(np.concatenate(found))]
    joined = found[0]
    return Candidates(Pairs((joined // count).astype(np.int32), (joined % count).astype(np.int32)), tuple(cuts))


def joined_pairs(left: Array, right: Array, count: int) -> Pairs:
    """Return pairs of which either may come first, each once and in order."""
    keys = np.minimum(left, right).astype(np.int64) * count + np.maximum(left, right)
    keys = _distinct(keys[left != right])
    return Pairs((keys // max(count, 1)).astype(np.int32), (keys % max(count, 1)).astype(np.int32))


def _distinct(keys: Array) -> Array:
    """Return keys in order, each once: a sort, which is far quicker here than the hash table of `numpy.unique`."""
    keys = np.sort(keys)
    return keys[_first_of_each(keys)]


def _all_keys(records: Normalised) -> Iterator[_Keys]:
    for kind, name in (("e-mail", "email"), ("domain", "domain"), ("phone", "phone_tail")):
        if name in records.values:
            yield _of_texts(kind, records.values[name])
    yield _of_texts("name", records.names.texts)
    yield from _of_words(records.names)
    if "postcode" in records.values:
        kind = "beginning of a word and postcode"
        yield _with_place(kind, _beginnings(records.names), records.values["postcode"])
    if "city" in records.values:
        kind = "beginnings of two words and city"
        yield _with_place(kind, _two_beginnings(records.names), records.values["city"])


def _of_texts(kind: str, texts: Texts) -> _Keys:
    rows = np.flatnonzero(texts.codes >= 0)
    return _Keys(kind, rows, texts.codes[rows].astype(np.int64))


def _of_words(names: Names) -> Iterator[_Keys]:
    """Yield keys of each word, and of the two rarest words of a name together."""
    rows, words = _words_of_rows(names)
    often = np.bincount(words, minlength=len(names.vocabulary))
    yield _Keys("rare word of the name", rows, words.astype(np.int64))
    order = np.lexsort((words, often[words], rows))
    rows, words = rows[order], words[order]
    second = np.flatnonzero((rows[1:] == rows[:-1]) & _first_of_each(rows)[:-1]) + 1
    one, other = np.minimum(words[second - 1], words[second]), np.maximum(words[second - 1], words[second])
    yield _Keys("two words of the name", rows[second], one.astype(np.int64) * len(names.vocabulary) + other)


def _words_of_rows(names: Names) -> tuple[Array, Array]:
    """Return for each word of each record's name the record and the word's code."""
    codes = names.texts.codes
    rows = np.flatnonzero(codes >= 0)
    texts = codes[rows]
    lengths = (names.offsets[1:] - names.offsets[:-1])[texts].astype(np.int64)
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(rows, lengths), names.words[np.repeat(names.offsets[:-1][texts], lengths) + within]


def _beginnings(names: Names) -> tuple[Array, Array, int]:
    rows, words = _words_of_rows(names)
    prefixes = encode(pc.utf8_slice_codeunits(names.vocabulary, 0, _PREFIX))
    return rows, prefixes.codes[words].astype(np.int64), len(prefixes.values)


def _two_beginnings(names: Names) -> tuple[Array, Array, int]:
    """Return for each record with two words or more the beginnings of neighbouring ones, in whatever order."""
    rows, prefixes, many = _beginnings(names)
    order = np.lexsort((prefixes, rows))
    rows, prefixes = rows[order], prefixes[order]
    second = np.flatnonzero(rows[1:] == rows[:-1]) + 1
    return rows[second], prefixes[second - 1] * many + prefixes[second], many * many


def _with_place(kind: str, keys: tuple[Array, Array, int], place: Texts) -> _Keys:
    rows, codes, many = keys
    known = place.codes[rows] >= 0
    rows, codes = rows[known], codes[known]
    return _Keys(kind, rows, place.codes[rows].astype(np.int64) * many + codes)


def _first_of_each(rows: Array) -> Array:
    return np.append(True, rows[1:] != rows[:-1]) if len(rows) else np.zeros(0, np.bool_)


def _blocks(keys: _Keys) -> tuple[tuple[Array, Array], Cut]:
    """Return records in order of their blocks and where blocks begin, without those of one record or too many."""
    if not len(keys.rows):
        return (keys.rows, np.zeros(1, np.int64)), Cut(keys.kind, 0, 0)
    order = np.lexsort((keys.rows, keys.keys))
    rows, sorted_keys = keys.rows[order], keys.keys[order]
    repeated = ~_first_of_each(rows) & ~_first_of_each(sorted_keys)  # a word that a name has twice
    rows, sorted_keys = rows[~repeated], sorted_keys[~repeated]
    starts = np.flatnonzero(_first_of_each(sorted_keys))
    sizes = np.diff(np.append(starts, len(rows)))
    large = sizes > _MOST[keys.kind]
    kept = (sizes > 1) & ~large
    cut = Cut(keys.kind, int(large.sum()), int(sizes[large].sum()))
    chosen = np.repeat(kept, sizes)
    return (rows[chosen], np.append(0, np.cumsum(sizes[kept]))), cut


def _pairs_within(rows: Array, starts: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the pairs of each block: neighbours, then those one apart, and so on."""
    rows = rows.astype(np.int64)
    sizes = np.diff(starts)
    ends = np.repeat(starts[1:], sizes)
    places = np.arange(len(rows))
    for distance in range(1, int(sizes.max(initial=1))):
        places = places[places + distance < ends[places]]
        yield rows[places], rows[places + distance]
