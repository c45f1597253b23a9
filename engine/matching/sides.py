"""The records of a source as somebody sees them: which ones, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.kernels.arrays import Array
from engine.matching.records import Records, Texts, column_texts, meant
from engine.matching.specification import Match, Source
from engine.security.errors import DatasetClosedError
from engine.store import Dataset, DatasetNotFoundError, FieldNotFoundError, Store


class Sides:
    """The sources of a match as somebody sees them. Each is opened once; hold it for one request."""

    def __init__(self, match: Match, seen: Store) -> None:
        """Take the match, and a store whose datasets open with the rows that are seen."""
        self._sources = {each.dataset: each for each in match.sources}
        self._meanings = match.meanings
        self._store = seen
        self._opened: dict[str, Dataset | None] = {}

    def visible(self, sources: pa.StringArray, ids: pa.StringArray) -> Array:
        """Return which of some records are seen; one that is gone is not."""
        found = np.zeros(len(ids), np.bool_)
        for name in self._sources:
            of_source = pc.equal(sources, name).to_numpy(zero_copy_only=False)
            known = self._ids(name)
            if of_source.any() and known is not None:
                found |= of_source & _mask(pc.is_in(ids, known.rows()))
        return found

    def named(self, sources: pa.StringArray, ids: pa.StringArray, text: str) -> Array:
        """Return which of some records have a text in their name, or as their id."""
        found = _mask(pc.equal(ids, text))
        for name, source in self._sources.items():
            dataset, known = self._open(name), self._ids(name)
            if dataset is None or known is None:
                continue
            hit = np.zeros(dataset.rows, np.bool_)
            for each in source.fields["name"]:
                texts = column_texts(dataset, each)
                has = _mask(pc.match_substring(texts.values, text, ignore_case=True))
                hit |= np.append(has, False)[texts.codes]
            matching = known.rows().filter(pa.array(hit))
            found |= _mask(pc.equal(sources, name)) & _mask(pc.is_in(ids, matching))
        return found

    def records(self, keys: Sequence[tuple[str, str]]) -> Records:
        """Return those of some records that are seen, with what stands in them, in order of source and id."""
        parts = []
        for name in sorted(self._sources):
            wanted = sorted({id_ for source, id_ in keys if source == name})
            parts.append((name, *self._of(name, wanted)))
        return Records.together(parts, self._meanings)

    def _of(self, name: str, wanted: Sequence[str]) -> tuple[pa.StringArray, Mapping[str, Texts]]:
        dataset, known = self._open(name), self._ids(name)
        if dataset is None or known is None or not wanted:
            nothing = Texts(np.zeros(0, np.int32), pa.array([], pa.string()))
            return pa.array([], pa.string()), dict.fromkeys(self._meanings, nothing)
        codes = pc.index_in(pa.array(wanted, pa.string()), known.values).drop_null()
        rows = np.flatnonzero(np.isin(known.codes, np.asarray(codes)))
        ids = known.values.take(pa.array(known.codes[rows]))
        order = np.asarray(pc.sort_indices(ids))
        fields = self._sources[name].fields
        texts = {each: meant(dataset, each, fields.get(each, ()), rows[order]) for each in self._meanings}
        return ids.take(pa.array(order)), texts

    def _ids(self, name: str) -> Texts | None:
        dataset, source = self._open(name), self._sources[name]
        if dataset is None:
            return None
        try:
            return column_texts(dataset, source.id)
        except FieldNotFoundError:
            return None

    def _open(self, name: str) -> Dataset | None:
        if name not in self._opened:
            try:
                self._opened[name] = self._store.open(name)
            except (DatasetClosedError, DatasetNotFoundError):
                self._opened[name] = None
        return self._opened[name]

    def source(self, name: str) -> Source | None:
        """Return a source by its dataset, None where the match has none of that name."""
        return self._sources.get(name)


def _mask(condition: pa.BooleanArray) -> Array:
    found: Array = pc.fill_null(condition, False).to_numpy(zero_copy_only=False)
    return found
