"""Where rows of a dataset are: those with some values of a field, or with the keys of other rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.columns import TextColumn
from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array, Mask
from engine.store.dataset import Dataset
from engine.store.errors import FieldRoleError
from engine.store.fields import DatasetField
from engine.store.gather import Places, gather
from engine.store.keys import KeySet, rows_with_keys


def find_places(dataset: Dataset, name: str, values: Sequence[str] | pa.Array) -> Places:
    """Return where the rows are whose field has one of some values; the arguments are those of `read_rows_with`.

    Raises:
        FieldNotFoundError: there is no field of that name.
        FieldRoleError: the field is multivalue.
    """
    field = dataset.field(name)
    if field.role == "multivalue":
        raise FieldRoleError(name, "is multivalue, and rows can't be found by it", "Name a field with one value a row.")
    return _places_with(dataset, [field], KeySet([_keys(dataset, field, values)]))


def find_same_keys(dataset: Dataset, names: Sequence[str], places: Places) -> Places:
    """Return where the rows are that count and have the key of one of the rows at places.

    Args:
        dataset: the version.
        names: the fields of the key; a row that lacks one of them has no key.
        places: rows of its parts, also such as count no more.

    Raises:
        FieldNotFoundError: there is no field of that name.
    """
    fields = [dataset.field(each) for each in names]
    columns = [_at(dataset, each, places) for each in fields]
    known = np.logical_and.reduce([valid for _, valid in columns])
    return _places_with(dataset, fields, KeySet([values[known] for values, _ in columns]))


def _places_with(dataset: Dataset, fields: Sequence[DatasetField], keys: KeySet) -> Places:
    found = [rows_with_keys(part, fields, keys)[0] for part in dataset.parts]
    return Places(np.repeat(np.arange(len(found)), [len(each) for each in found]), np.concatenate(found))


def _at(dataset: Dataset, field: DatasetField, places: Places) -> tuple[Array, Mask]:
    """Return the values of a field at places as parts have them, and which are not null."""
    column = gather(dataset, field, places)
    if isinstance(column, TextColumn):
        return column.codes.astype(np.uint32), np.not_equal(column.codes, 0)
    assert isinstance(column, pa.Array)  # keys are not multivalue
    valid = arrays.validity(column)
    return arrays.values(column), np.ones(len(column), np.bool_) if valid is None else valid


def _keys(dataset: Dataset, field: DatasetField, values: Sequence[str] | pa.Array) -> Array:
    """Return values as parts have them."""
    if field.role == "dimension":
        texts = values if isinstance(values, pa.Array) else arrays.from_list(list(values), pa.string())
        codes = dataset.dictionary(field.name).find(arrow.call("drop_null", arrow.call("unique", texts)))
        return codes[codes > 0].astype(np.uint32)
    if not isinstance(values, pa.Array):
        raise FieldRoleError(field.name, f"is a {field.role}, not a text", "Give the values as an Arrow array.")
    known = arrow.call("drop_null", values)
    if field.role == "measure":
        return arrays.values(known if known.type == pa.int64() else arrow.cast(known, pa.float64()))
    return arrays.values(arrow.cast(known, arrays.ARROW_TYPES[field.type])).astype(np.int64)
