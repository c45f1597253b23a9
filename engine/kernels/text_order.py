"""The order of many texts by code points: eight bytes at a time, as integers, and only texts that are equal so far.

UTF-8 is in the order of code points. NumPy sorts integers several times as fast as Arrow sorts strings.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.kernels.arrays import Array

_WORD = 8


def text_order(texts: pa.StringArray) -> npt.NDArray[np.int64]:
    """Return the positions of texts, different ones without nulls, in ascending order."""
    _, offsets, data = texts.buffers()
    edges = np.frombuffer(offsets, np.int32, len(texts) + 1, texts.offset * 4).astype(np.int64)
    found = _Texts(edges, np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8))
    order = np.arange(len(texts))
    tied, runs = order.copy(), np.zeros(len(texts), np.int64)
    begin = 0
    while len(tied) and begin < found.longest:
        words = found.words(order[tied], begin)
        begin += _WORD
        if words.min() == words.max():
            continue
        by_word = np.argsort(words) if runs[0] == runs[-1] else np.lexsort((words, runs))
        order[tied] = order[tied[by_word]]
        words, runs = words[by_word], runs[by_word]
        differs = (words[1:] != words[:-1]) | (runs[1:] != runs[:-1])
        runs = np.concatenate([[0], np.cumsum(differs)])
        is_tied = ~(np.append(True, differs) & np.append(differs, True))
        tied, runs = tied[is_tied], runs[is_tied]
    if len(tied):  # these differ by zeros at their ends
        order[tied] = order[tied[np.lexsort((found.lengths[order[tied]], runs))]]
    return order


class _Texts:
    """The bytes of texts."""

    def __init__(self, edges: npt.NDArray[np.int64], data: Array) -> None:
        self._starts = edges[:-1]
        self.lengths = np.diff(edges)
        self.longest = int(self.lengths.max(initial=0))
        if len(data) < _WORD:
            data = np.concatenate([data, np.zeros(_WORD, np.uint8)])
        self._last = len(data) - _WORD
        self._words: Array = np.ndarray((self._last + 1,), ">u8", data, 0, (1,))

    def words(self, texts: Array, begin: int) -> npt.NDArray[np.uint64]:
        """Return the bytes of texts from `begin` on, eight of them, zeros after the end."""
        starts = self._starts[texts] + begin
        places = np.minimum(starts, self._last)
        words = self._words[places].astype(np.uint64)
        late = np.flatnonzero(starts > places)  # the last texts: their word begins before them
        words[late] <<= np.minimum(8 * (starts[late] - places[late]), 63).astype(np.uint64)
        missing = np.clip(_WORD + begin - self.lengths[texts], 0, _WORD)
        if missing.any():
            words &= _KEPT[missing]
        return words


_KEPT = np.array([(1 << 64) - (1 << 8 * each) for each in range(_WORD + 1)], np.uint64)
"""The bits of a word without its last bytes."""
