"""Changed rows: brought to the fields and dictionaries of a dataset, in the place of the rows that have their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array
from engine.kernels.codes import code_type
from engine.kernels.rows import take
from engine.store.dataset import Dataset
from engine.store.encode import EncodedColumn, encode_table
from engine.store.errors import FieldNotFoundError, FieldRoleError
from engine.store.fields import DatasetField, FieldSpec
from engine.store.keys import KeySet, rows_with_keys
from engine.store.texts import text_bytes
from engine.store.threads import in_threads
from saql.record import record
from saql.types import Type

_DAY_LENGTH = 86_400_000


@record(eq=False)
class Changes:
    """What a part of changes holds.

    `columns` are its rows, codes into the dictionary of the dataset with `texts` added to it. `gone` are rows of older
    parts that do not count any more, by the part's place in the manifest. `fields` are those of the new version.
    """

    fields: tuple[DatasetField, ...]
    columns: tuple[EncodedColumn, ...]
    texts: Mapping[str, pa.StringArray]
    gone: Mapping[int, Array]

    def __len__(self) -> int:
        return len(self.columns[0].values)


def find_changes(
    dataset: Dataset,
    rows: pa.Table,
    key: Sequence[str],
    deletes: pa.Table | None,
    specs: Sequence[FieldSpec],
    threads: int,
) -> Changes:
    """Return what rows and deletions change.

    Args:
        dataset: the newest version.
        rows: rows to add, in the place of those with the same key; of several with one key the last counts.
        key: the fields that tell rows apart.
        deletes: the keys of rows to take away.
        specs: what is known of the columns.
        threads: how many columns are worked on at a time.

    Raises:
        FieldNotFoundError: the dataset or the rows do not have a field of the key.
        FieldRoleError: a column does not fit the dataset's field, or a row has no key.
    """
    keys = _key_fields(dataset, rows, key)
    complete = [_spec(dataset, column, specs) for column in rows.schema]
    columns = encode_table(dataset.name, rows, complete, threads)
    columns = tuple(EncodedColumn(_field(dataset, each, specs), _fitted(dataset, each)) for each in columns)
    coded = in_threads(lambda each: _coded(dataset, each), columns, threads)
    columns = tuple(each for each, _ in coded)
    texts = {each.field.name: added for each, added in coded if added is not None}
    wanted = [_key_values(columns, each) for each in keys]
    count = len(wanted[0])
    if deletes is not None:
        gone = _deleted(dataset, deletes, keys)
        wanted = [np.concatenate(pair) for pair in zip(wanted, gone, strict=True)]
    key_set = KeySet(wanted)
    last = _last_of_each(key_set.numbers[:count])
    if len(last) < count:
        columns = tuple(EncodedColumn(each.field, take(each.values, last)) for each in columns)
    found = {number: rows_with_keys(part, keys, key_set) for number, part in enumerate(dataset.parts)}
    fields = {each.name: each for each in dataset.fields} | {each.field.name: each.field for each in columns}
    return Changes(
        tuple(fields.values()), columns, texts, {number: rows for number, rows in found.items() if len(rows)}
    )


def _key_fields(dataset: Dataset, rows: pa.Table, key: Sequence[str]) -> list[DatasetField]:
    if not key:
        raise ValueError("key needs at least one field")
    for name in key:
        if name not in rows.column_names:
            raise FieldNotFoundError(dataset.name, name, rows.column_names)
        if dataset.field(name).role == "multivalue":
            raise FieldRoleError(name, "is multivalue and can't be a key", "Name fields with one value a row.")
    return [dataset.field(name) for name in key]


def _spec(dataset: Dataset, column: pa.Field, specs: Sequence[FieldSpec]) -> FieldSpec:
    """Return how to read a column: as the field that the dataset has."""
    given = next((each for each in specs if each.name == column.name), None)
    known = next((each for each in dataset.fields if each.name == column.name), None)
    if known is None:
        return given or FieldSpec(name=column.name)
    return FieldSpec(name=column.name, role=known.role)


def _field(dataset: Dataset, column: EncodedColumn, specs: Sequence[FieldSpec]) -> DatasetField:
    """Return the field of the new version; a specification changes what is known of it, not its role."""
    name = column.field.name
    given = next((each for each in specs if each.name == name), None)
    known = next((each for each in dataset.fields if each.name == name), None)
    if known is None:
        return column.field
    return known if given is None else DatasetField.of(given, known.role, known.type)


def _fitted(dataset: Dataset, column: EncodedColumn) -> Column:
    """Return the values in the type that the dataset has the field in."""
    known = next((each for each in dataset.fields if each.name == column.field.name), column.field)
    if known.type is column.field.type:
        return column.values
    days = column.values
    assert isinstance(days, pa.Array)  # of the roles only dates have more than one type
    if known.type is Type.DATE or days.null_count == len(days):
        kind = arrays.INSTANT if known.type is Type.DATE else arrays.DAY
        ticks = arrays.values(days).astype(np.int64) * (_DAY_LENGTH if known.type is Type.DATE else 1)
        return arrays.array(ticks, arrays.validity(days), kind)
    raise FieldRoleError(
        known.name, "has days, and the new rows have times", "Convert the column to days, or write all rows anew."
    )


def _coded(dataset: Dataset, column: EncodedColumn) -> tuple[EncodedColumn, pa.StringArray | None]:
    """Return a column with codes into the dataset's dictionary, and the texts that this does not have."""
    values = column.values
    if isinstance(values, pa.Array):
        return column, None
    dictionary = dataset.dictionary(column.field.name)
    codes = dictionary.find(values.dictionary)
    fresh = np.flatnonzero(codes == 0)
    known = len(dictionary)
    codes[fresh] = np.arange(known + 1, known + 1 + len(fresh))
    table = np.concatenate([np.zeros(1, np.int32), codes]).astype(code_type(known + len(fresh)))
    mapped = cast(Codes, table.take(values.codes))
    added = arrow.take(values.dictionary, arrays.array(fresh))
    if dictionary.size + len(text_bytes(added)) > np.iinfo(np.int32).max:
        raise FieldRoleError(
            column.field.name,
            "would have more than 2 GB of different texts",
            "Compact the dataset, or shorten the texts.",
        )
    if isinstance(values, MultivalueColumn):
        return EncodedColumn(column.field, MultivalueColumn(values.offsets, mapped, values.dictionary)), added
    return EncodedColumn(column.field, TextColumn(mapped, values.dictionary)), added


def _key_values(columns: Sequence[EncodedColumn], field: DatasetField) -> Array:
    values = next(each.values for each in columns if each.field.name == field.name)
    if isinstance(values, TextColumn):
        numbers, valid = values.codes.astype(np.uint32), values.codes != 0
    else:
        numbers = arrays.values(values)
        known = arrays.validity(values)
        valid = np.ones(len(numbers), np.bool_) if known is None else known
    if not valid.all():
        row = int(np.argmin(valid)) + 1
        raise FieldRoleError(field.name, f"has no value in row {row:,}", "Give every row a key, or leave it out.")
    return numbers


def _deleted(dataset: Dataset, deletes: pa.Table, keys: Sequence[DatasetField]) -> list[Array]:
    """Return the keys to take away; a key with a text that the dataset never had is left out."""
    for each in keys:
        if each.name not in deletes.column_names:
            raise FieldNotFoundError(dataset.name, each.name, deletes.column_names)
    chosen = deletes.select([each.name for each in keys])
    specs = [FieldSpec(name=each.name, role=each.role) for each in keys]
    columns = encode_table(dataset.name, chosen, specs)
    values, known = [], np.ones(len(chosen), np.bool_)
    for column, field in zip(columns, keys, strict=True):
        numbers = _key_values([EncodedColumn(field, _fitted(dataset, column))], field)
        if isinstance(column.values, TextColumn):
            table = dataset.dictionary(field.name).find(column.values.dictionary).astype(np.uint32)
            numbers = table[numbers.astype(np.int64) - 1]
            known &= numbers != 0
        values.append(numbers)
    return [each[known] for each in values]


def _last_of_each(numbers: Array) -> Array:
    """Return the place of the last row of each key, in the order of the rows."""
    _, from_end = np.unique(numbers[::-1], return_index=True)
    return np.sort(len(numbers) - 1 - from_end)
