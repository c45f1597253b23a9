"""The records of all sources of a match, as they are in their datasets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from engine.columns import TextColumn
from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array
from engine.matching.errors import MatchingError
from engine.matching.specification import Match, Source
from engine.store import Dataset, Store
from saql.record import record

_JOINED = ("name", "street")
"""Meanings of which several fields are one text; of others the first that is there counts."""


@record(eq=False)
class Texts:
    """A text of each record, as a code into distinct texts.

    Args:
        codes: int32, one a record; -1 where it has none.
        values: the texts. There may be some that no record has.
    """

    codes: Array
    values: pa.StringArray

    def rows(self) -> pa.StringArray:
        """Return the text of each record, null where it has none."""
        return arrow.take(self.values, arrays.array(self.codes.astype(np.int64), self.codes >= 0))

    def counts(self) -> Array:
        """Return how many records have each text."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))


@record(eq=False)
class Records:
    """Records of several sources, in the order of source and id, whatever order their rows are in.

    Args:
        datasets: the names of the sources, sorted.
        source: the place of each record's source among them, int32.
        ids: their ids, strings; a source has none of them twice.
        texts: by meaning what they have.
    """

    datasets: tuple[str, ...]
    source: Array
    ids: pa.StringArray
    texts: Mapping[str, Texts]

    @staticmethod
    def together(parts: Sequence[tuple[str, pa.StringArray, Mapping[str, Texts]]], meanings: Sequence[str]) -> Records:
        """Return the records of several sources, in order: of each its dataset, the ids, and the texts by meaning."""
        return Records(
            datasets=tuple(dataset for dataset, _, _ in parts),
            source=np.repeat(np.arange(len(parts), dtype=np.int32), [len(ids) for _, ids, _ in parts]),
            ids=arrays.concat([ids for _, ids, _ in parts]),
            texts={each: _together([texts[each] for _, _, texts in parts]) for each in meanings},
        )

    def __len__(self) -> int:
        return len(self.ids)

    def keys(self) -> pa.StringArray:
        """Return what tells records apart: source and id in one text."""
        sources = arrow.take(arrays.from_list(list(self.datasets), pa.string()), arrays.array(self.source))
        return arrow.call("binary_join_element_wise", sources, self.ids, "\x1f")


def encode(values: pa.StringArray) -> Texts:
    """Return texts as codes, null as none."""
    encoded = arrow.dictionary_encode(values)
    codes = arrays.values(arrow.fill_null(encoded.indices, -1))
    return Texts(codes.astype(np.int32), encoded.dictionary)


def read_records(match: Match, store: Store) -> Records:
    """Read the records of a match.

    Raises:
        MatchingError: a field is not there, or an id is there twice.
        StoreError: a dataset is not there, or a file is missing or damaged.
    """
    sources = sorted(match.sources, key=lambda each: each.dataset)
    return Records.together([(each.dataset, *_read(each, store, match.meanings)) for each in sources], match.meanings)


def _read(source: Source, store: Store, meanings: Sequence[str]) -> tuple[pa.StringArray, dict[str, Texts]]:
    with store.open(source.dataset) as dataset:
        fields = {each.name for each in dataset.fields}
        for name in (source.id, *(name for names in source.fields.values() for name in names)):
            if name not in fields:
                hint = f"It has: {', '.join(sorted(fields))}."
                raise MatchingError(f"The dataset '{source.dataset}' has no field '{name}'.", hint=hint)
        ids = column_texts(dataset, source.id)
        order = _order(ids, source)
        texts = {each: meant(dataset, each, source.fields.get(each, ()), order) for each in meanings}
    return arrow.take(ids.rows(), arrays.array(order)), texts


def _order(ids: Texts, source: Source) -> Array:
    """Return the rows that have an id, in order of it."""
    if np.max(ids.counts(), initial=0) > 1:
        twice = ids.values[int(np.argmax(ids.counts()))].as_py()
        hint = "Name a field that tells records apart."
        raise MatchingError(f"In '{source.dataset}' several rows have the {source.id} '{twice}'.", hint=hint)
    order = arrays.values(arrow.sort_indices(ids.rows())).astype(np.int64)
    return order[: int(np.count_nonzero(ids.codes >= 0))]


def meant(dataset: Dataset, meaning: str, names: Sequence[str], order: Array) -> Texts:
    """Return what some fields together say of a meaning, of some rows in their order."""
    columns = [column_texts(dataset, each) for each in names]
    if not columns:
        return Texts(np.full(len(order), -1, np.int32), pa.array([], pa.string()))
    if len(columns) == 1:
        return Texts(columns[0].codes[order], columns[0].values)
    rows = [arrow.take(each.rows(), arrays.array(order)) for each in columns]
    if meaning in _JOINED:
        there = [arrow.fill_null(each, "") for each in rows]
        joined = arrow.call("utf8_trim_whitespace", arrow.call("binary_join_element_wise", *there, " "))
        return encode(joined)
    return encode(arrow.call("coalesce", *rows))


def column_texts(dataset: Dataset, name: str) -> Texts:
    """Return a field as texts; numbers, such as ids, without a fraction."""
    column = dataset.column(name)
    if isinstance(column, TextColumn):
        return Texts(column.codes.astype(np.int32) - 1, column.dictionary)
    if not isinstance(column, pa.Array):
        raise MatchingError(f"The field '{name}' of '{dataset.name}' has several values a row.")
    if pa.types.is_floating(column.type):
        whole = arrow.call("floor", column)
        if arrow.call("all", arrow.call("equal", whole, column)).as_py() is not False:
            column = arrow.cast(whole, pa.int64())
    return encode(arrow.cast(column, pa.string()))


def _together(parts: Sequence[Texts]) -> Texts:
    """Return the texts of several sources as those of one."""
    starts = np.cumsum([0, *(len(each.values) for each in parts)])
    codes = [np.where(each.codes >= 0, each.codes + start, -1) for each, start in zip(parts, starts, strict=False)]
    values = arrow.dictionary_encode(arrays.concat([each.values for each in parts]))
    lookup = np.append(arrays.values(values.indices), -1).astype(np.int32)
    return Texts(lookup[np.concatenate(codes)], values.dictionary)
