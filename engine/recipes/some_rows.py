"""Datasets as a run of changed rows reads them: some of their rows, or all of them with their numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.kernels import arrays
from engine.kernels.arrays import Array
from engine.kernels.codes import code_type
from engine.store import Dataset, DatasetField, ZoneMap, narrow
from engine.store.gather import Places, gather
from saql.record import record
from saql.schema import Field, Schema
from saql.types import Type

NUMBER = "\N{NUMERO SIGN}"
"""The field that numbered rows have beside their own."""

_NUMBER_FIELD = DatasetField(name=NUMBER, role="measure", type=Type.NUMBER, label=NUMBER)


class SomeRows:
    """Rows at places of a version, read when they are asked for; what an engine reads of a dataset."""

    def __init__(self, dataset: Dataset, places: Places, name: str) -> None:
        """Take the version, the rows, which may be such as count no more, and what plans call them."""
        self._dataset = dataset
        self._places = places
        self._columns: dict[str, Column] = {}
        self.name = name
        self.version = dataset.version
        self.schema = dataset.schema
        self.rows = len(places)

    def field(self, name: str) -> DatasetField:
        """Return a stored field."""
        return self._dataset.field(name)

    def column(self, name: str) -> Column:
        """Return the values of a stored field; a dictionary has the texts of these rows alone."""
        if name not in self._columns:
            column = gather(self._dataset, self.field(name), self._places)
            self._columns[name] = column if isinstance(column, pa.Array) else self._with_texts(name, column)
        return self._columns[name]

    def stored(self, name: str) -> narrow.Stored:
        """Return numbers or dates as they are stored."""
        return narrow.narrow(self.column(name))

    def zones(self, name: str) -> Sequence[ZoneMap]:
        """Return none: zone maps are about all rows."""
        self.field(name)
        return ()

    def _with_texts(self, name: str, column: TextColumn | MultivalueColumn) -> Column:
        used: Array = np.unique(column.codes)
        used = used[np.flatnonzero(used)]
        texts = self._dataset.dictionary(name).take(used.astype(np.int64) - 1)
        codes = _renumbered(column.codes, used)
        if isinstance(column, TextColumn):
            return TextColumn(codes, texts)
        return MultivalueColumn(column.offsets, codes, texts)


def _renumbered(codes: Codes, used: Array) -> Codes:
    """Return codes as places among those that are used, from 1; 0 stays."""
    found: Codes = np.searchsorted(used, codes, side="right").astype(code_type(len(used)))
    return found


@record(eq=False)
class NumberedRows:
    """All rows of a version, with the number of each from 0 in the field `NUMBER`."""

    dataset: Dataset
    name: str

    @property
    def version(self) -> int:
        """The version."""
        return self.dataset.version

    @property
    def rows(self) -> int:
        """The number of rows."""
        return self.dataset.rows

    @property
    def schema(self) -> Schema:
        """The fields, and the number."""
        return Schema((*self.dataset.schema, Field(NUMBER, Type.NUMBER)))

    def field(self, name: str) -> DatasetField:
        """Return a stored field, or that of the numbers."""
        return _NUMBER_FIELD if name == NUMBER else self.dataset.field(name)

    def column(self, name: str) -> Column:
        """Return the values of a field."""
        return arrays.array(np.arange(self.rows)) if name == NUMBER else self.dataset.column(name)

    def stored(self, name: str) -> narrow.Stored:
        """Return numbers or dates as they are stored."""
        return narrow.of(np.arange(self.rows), None, None) if name == NUMBER else self.dataset.stored(name)

    def zones(self, name: str) -> Sequence[ZoneMap]:
        """Return the zone maps of a stored field."""
        return () if name == NUMBER else self.dataset.zones(name)


def places_of(dataset: Dataset, numbers: Array) -> Places:
    """Return the places of rows by their numbers among those that count."""
    counts = [each.rows if each.live is None else int(each.live.sum()) for each in dataset.parts]
    starts = np.cumsum([0, *counts])
    parts = np.searchsorted(starts[1:], numbers, side="right")
    rows = np.zeros(len(numbers), np.int64)
    for number, part in enumerate(dataset.parts):
        chosen = parts == number
        within = numbers[chosen] - starts[number]
        rows[chosen] = within if part.live is None else np.flatnonzero(part.live)[within]
    return Places(parts.astype(np.int64), rows)
