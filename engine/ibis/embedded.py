"""Datasets of the embedded store on a back end: copied there, each version once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.ibis.stream import Names
from engine.ibis.tables import ROW, DatasetTable
from engine.kernels import arrow
from engine.kernels import codes as texts
from engine.kernels.arrays import INSTANT, array

if TYPE_CHECKING:
    import ibis

    from engine.store import Dataset

_KEPT = 32
"""Versions that stay on the back end."""


class Place(Protocol):
    """Where a back end reads what is copied there."""

    def put(self, name: str, rows: pa.Table, version: str, /) -> ibis.Table:
        """Return rows as a table of the back end.

        Args:
            name: A name that no other table has.
            rows: The rows.
            version: What the rows are, the same for the same rows in every process.
        """

    def drop(self, name: str) -> None:
        """Let go of a table."""

    @property
    def takes_fields(self) -> bool:
        """Whether a table may have some fields of a dataset, as where nothing is copied; otherwise it has all."""


class EmbeddedTables:
    """Copies of datasets, made when they are first read."""

    def __init__(self, place: Place) -> None:
        """Take the place to copy to."""
        self._place = place
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int], tuple[str, DatasetTable]] = {}
        self._prefix = f"swell_{uuid.uuid4().hex[:8]}"  # other workspaces may have the same back end
        self._made = 0

    def table(self, dataset: Dataset, fields: Collection[str]) -> DatasetTable:
        """Return the table of a version of a dataset: see `engine.ibis.tables.Tables`."""
        key = dataset.name, dataset.version
        with self._lock:
            known = self._known.get(key)
            if known is not None and all(each in known[1].columns for each in fields):
                return known[1]
            wanted = list(dict.fromkeys([*(known[1].columns if known else ()), *fields]))
            if not self._place.takes_fields:
                wanted = [each.name for each in dataset.fields]
            self._made += 1
            name = f"{self._prefix}_{self._made}"
            made = self._copied(name, dataset, wanted)
            self._known[key] = name, made
            self._forget(known)
            return made

    def _copied(self, name: str, dataset: Dataset, fields: list[str]) -> DatasetTable:
        names = Names()
        row = names.new(ROW)
        columns = names.all(fields)
        arrays = [array(np.arange(dataset.rows)), *(plain_array(dataset.column(each)) for each in fields)]
        rows = pa.Table.from_arrays(arrays, names=[row, *columns.values()])
        return DatasetTable(self._place.put(name, rows, f"{dataset.name}@{dataset.version}"), columns, row)

    def _forget(self, replaced: tuple[str, DatasetTable] | None) -> None:
        """Let go of a table with fewer fields, and of the oldest where there are many."""
        if replaced is not None:
            self._place.drop(replaced[0])
        while len(self._known) > _KEPT:
            oldest = next(iter(self._known))
            self._place.drop(self._known.pop(oldest)[0])


def plain_array(column: Column) -> pa.Array:
    """Return a column as an Arrow array: texts with their dictionary, instants as timestamps without a zone."""
    if isinstance(column, TextColumn):
        return pa.DictionaryArray.from_arrays(texts.indices(column.codes), column.dictionary)
    if isinstance(column, MultivalueColumn):
        flat = texts.decode(TextColumn(column.codes, column.dictionary))
        return pa.ListArray.from_arrays(array(column.offsets.astype(np.int32)), flat)
    if column.type == INSTANT:
        return arrow.cast(arrow.cast(column, pa.timestamp("us", "UTC")), pa.timestamp("us"))
    return column
