"""Of several rows with one key, the one that counts; and whether a record that went came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from connectors.protocol import Gone, ObjectSchema
from connectors.sync.staging import StagedRead

_MIXER = np.uint64(0x9E3779B97F4A7C15)
"""An odd number whose bits are in no order: a product with it spreads what differs over all bits."""


class NewestRows:
    """The newest row of each key among the pages of several reads.

    Newest is the row with the greatest cursor; of equal ones the one that was read last. To tell, keys and cursors of
    all pages are held, and nothing else.
    """

    def __init__(self, schema: ObjectSchema, reads: Sequence[StagedRead]) -> None:
        """Look at the keys and cursors of all pages."""
        self._reads = reads
        columns = [schema.key] if schema.cursor is None else [schema.key, schema.cursor]
        batches = [batch.select(columns) for read in reads for batch in read.batches()]
        keys = pa.chunked_array([each.column(0) for each in batches], pa.string())
        self.keys: pa.ChunkedArray = keys
        self._counts = self._chosen(keys, [each.column(-1) for each in batches] if schema.cursor else None)
        self._cursors = pa.chunked_array([each.column(-1) for each in batches]) if schema.cursor and batches else None

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows that count, page by page."""
        start = 0
        for read in self._reads:
            for batch in read.batches():
                stop = start + batch.num_rows
                if self._counts is None:
                    yield batch
                else:
                    yield batch.filter(pa.array(self._counts[start:stop]))
                start = stop

    def live_since(self, gone: Iterable[Gone]) -> list[Gone]:
        """Return the records that are gone still: those without a row that is newer than their going."""
        found = list(gone)
        if not found or not len(self.keys):
            return found
        newest = self._newest_cursors([each.key for each in found])
        return [each for each in found if not _came_back(each, newest.get(each.key))]

    def among(self, keys: list[str]) -> list[str]:
        """Return which of some keys were read."""
        return self.keys.filter(pc.is_in(self.keys, pa.array(keys, pa.string()))).to_pylist() if keys else []

    def _newest_cursors(self, keys: list[str]) -> dict[str, dt.datetime | None]:
        rows = pc.is_in(self.keys, pa.array(keys, pa.string()))
        names = self.keys.filter(rows).to_pylist()
        cursors = [None] * len(names) if self._cursors is None else self._cursors.filter(rows).to_pylist()
        newest: dict[str, dt.datetime | None] = {}
        for name, cursor in zip(names, cursors, strict=True):
            known = newest.get(name)
            newest[name] = cursor if known is None or (cursor is not None and cursor > known) else known
        return newest

    @staticmethod
    def _chosen(keys: pa.ChunkedArray, cursors: Sequence[pa.Array] | None) -> np.ndarray | None:
        """Return which rows count, or None for all."""
        if _are_distinct(keys):
            return None
        codes = keys.combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
        order = np.arange(len(codes))
        if cursors is not None:
            ticks = pa.chunked_array(cursors).cast(pa.int64()).fill_null(0).combine_chunks().to_numpy()
            order = np.argsort(ticks, kind="stable")
        last = np.zeros(int(codes.max()) + 1, np.int64)
        last[codes[order]] = order
        counts = np.zeros(len(codes), np.bool_)
        counts[last] = True
        return counts


def _are_distinct(keys: pa.ChunkedArray) -> bool:
    """Return whether no key is there twice.

    To hold a million keys in a hash table takes a hundred megabytes. Where they are of one length, as those of
    Salesforce are, eight bytes of each tell in all but one of a billion cases; only then is the table made.
    """
    found = [_marks(each) for each in keys.chunks if len(each)]
    marks = [each for each in found if each is not None]
    if marks and len(marks) == len(found):
        ordered = np.sort(np.concatenate(marks))
        if not (ordered[1:] == ordered[:-1]).any():
            return True
    return bool(pc.count_distinct(keys).as_py() == len(keys))


def _marks(keys: pa.StringArray) -> npt.NDArray[np.uint64] | None:
    """Return eight bytes that stand for each key, None where keys have several lengths."""
    _, offsets, data = keys.buffers()
    bounds = np.frombuffer(offsets, np.int32, len(keys) + 1, keys.offset * 4)
    length = int(bounds[1] - bounds[0])
    if not length or (np.diff(bounds) != length).any():
        return None
    signs = np.frombuffer(data, np.uint8, length * len(keys), int(bounds[0])).reshape(len(keys), length)
    padded = np.zeros((len(keys), -(-length // 8) * 8), np.uint8)
    padded[:, :length] = signs
    mark = np.zeros(len(keys), np.uint64)
    for word in padded.view(np.uint64).T:
        mark = (mark ^ word) * _MIXER
        mark ^= mark >> np.uint64(29)
    return mark


def _came_back(gone: Gone, cursor: dt.datetime | None) -> bool:
    return gone.at is not None and cursor is not None and cursor > gone.at
