"""Rows of a dataset as Arrow has them: all of them some at a time, or those with some values of a field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array
from engine.store.dataset import Dataset
from engine.store.encode_texts import SORTED_TEXTS
from engine.store.fields import DatasetField
from engine.store.finding import find_places
from engine.store.gather import Places, gather
from engine.store.narrow import common_form
from engine.store.texts import Dictionary

_LISTS = pa.list_(pa.string())


def read_batches(dataset: Dataset, names: Sequence[str] | None, rows: int) -> Iterator[pa.RecordBatch]:
    """Yield all rows that count, part by part, in one batch at least.

    Args:
        dataset: the version.
        names: the fields, all by default.
        rows: how many rows a batch has at most.

    Raises:
        FieldNotFoundError: there is no field of that name.
    """
    reader = _Reader(dataset, names)
    nothing = True
    for number, part in enumerate(dataset.parts):
        for start in range(0, part.rows, rows):
            stop = min(start + rows, part.rows)
            live = np.arange(start, stop) if part.live is None else np.flatnonzero(part.live[start:stop]) + start
            if len(live):
                yield reader.batch(Places(np.full(len(live), number), live))
                nothing = False
    if nothing:
        yield reader.batch(Places(np.zeros(0, np.int64), np.zeros(0, np.int64)))


def read_rows_with(
    dataset: Dataset, name: str, values: Sequence[str] | pa.Array, names: Sequence[str] | None
) -> pa.Table:
    """Return the rows whose field has one of some values, in their order.

    Args:
        dataset: the version.
        name: a dimension, measure or date.
        values: the values: texts, or an Arrow array of what the field has; nulls are passed over.
        names: the fields, all by default.

    Raises:
        FieldNotFoundError: there is no field of that name.
        FieldRoleError: the field is multivalue.
    """
    return read_places(dataset, find_places(dataset, name, values), names)


def read_places(dataset: Dataset, places: Places, names: Sequence[str] | None = None) -> pa.Table:
    """Return the rows at places of a version's parts, also such as count no more.

    Args:
        dataset: the version.
        places: the rows.
        names: the fields, all by default.

    Raises:
        FieldNotFoundError: there is no field of that name.
    """
    return pa.Table.from_batches([_Reader(dataset, names).batch(places)])


class _Reader:
    """Reads some fields of rows, always with the same types."""

    def __init__(self, dataset: Dataset, names: Sequence[str] | None) -> None:
        self._dataset = dataset
        self._fields = list(dataset.fields) if names is None else [dataset.field(each) for each in names]
        self._schema = pa.schema([(each.name, _type(dataset, each)) for each in self._fields])
        self._texts: dict[str, Dictionary | pa.StringArray] = {}
        for each in self._fields:
            if each.role in ("dimension", "multivalue"):
                dictionary = dataset.dictionary(each.name)
                few = len(dictionary) <= SORTED_TEXTS
                self._texts[each.name] = dictionary.array() if few else dictionary

    def batch(self, places: Places) -> pa.RecordBatch:
        columns = []
        for field, kind in zip(self._fields, self._schema.types, strict=True):
            column = _decoded(gather(self._dataset, field, places), self._texts.get(field.name))
            columns.append(arrow.cast(column, kind))
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)


def _type(dataset: Dataset, field: DatasetField) -> pa.DataType:
    """Return the type of a field's values, the same whichever parts they are from."""
    if field.role != "measure":
        return arrays.ARROW_TYPES[field.type]
    forms = [form for each in dataset.parts if (form := each.form(field.name)) is not None]
    kind, divisor = common_form(forms)
    return pa.int64() if kind.kind in "iu" and divisor is None else pa.float64()


def _decoded(column: Column, texts: Dictionary | pa.StringArray | None) -> pa.Array:
    if isinstance(column, TextColumn):
        return _texts(column.codes, texts)
    if isinstance(column, MultivalueColumn):
        items = _texts(column.codes, texts)
        offsets = column.offsets.astype(np.int32)
        bitmap = np.packbits(np.diff(offsets) > 0, bitorder="little")
        buffers = [pa.py_buffer(bitmap), pa.py_buffer(offsets)]
        return pa.Array.from_buffers(_LISTS, len(column), buffers, children=[items])
    return column


def _texts(codes: Array, texts: Dictionary | pa.StringArray | None) -> pa.StringArray:
    valid, places = codes != 0, codes.astype(np.int64) - 1
    if isinstance(texts, Dictionary):
        used, within = np.unique(places[valid], return_inverse=True)
        places[valid] = within
        texts = texts.take(used)
    return arrow.take(texts, arrays.array(places, valid))
