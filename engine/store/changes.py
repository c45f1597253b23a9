"""Changed rows: brought to the fields and dictionaries of a dataset, in the place of the rows that have their keys."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Literal, cast

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, TextColumn
from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array, Mask
from engine.kernels.codes import EMPTY_DICTIONARY, code_type
from engine.kernels.rows import take
from engine.store.dataset import Dataset
from engine.store.encode import EncodedColumn, encode_table
from engine.store.equality import equal_rows, null_rows
from engine.store.errors import FieldNotFoundError, FieldRoleError
from engine.store.fields import DatasetField, FieldSpec
from engine.store.gather import Numbers, Places, gather
from engine.store.keys import KeySet, rows_with_keys
from engine.store.texts import Places as CodesOf
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
    missing: Literal["null", "keep"],
    known_only: bool,
    threads: int,
) -> Changes:
    """Return what rows and deletions change; rows that are as the dataset has them are left out.

    Args:
        dataset: the newest version.
        rows: rows to add, in the place of those with the same key; of several with one key the last counts.
        key: the fields that tell rows apart.
        deletes: the keys of rows to take away.
        specs: what is known of the columns.
        missing: whether fields that the rows lack become null or stay, in rows that exist.
        known_only: whether rows whose key the dataset does not have are left out, and all rows of a key change.
        threads: how many columns are worked on at a time.

    Raises:
        FieldNotFoundError: the dataset or the rows do not have a field of the key.
        FieldRoleError: a column does not fit the dataset's field, or a row has no key.
    """
    keys = _key_fields(dataset, rows, key)
    columns = _encoded(dataset, rows, specs, threads)
    codes = _known_codes(dataset, columns, threads)
    wanted = [_key_values(dataset, columns, codes, each) for each in keys]
    gone = [] if deletes is None else _deleted(dataset, deletes, keys)
    key_set = KeySet([np.concatenate(pair) for pair in zip(wanted, gone, strict=True)] if gone else wanted)
    numbers = key_set.numbers[: len(rows)]
    found = _located(dataset, keys, key_set)
    chosen, places, only = (_known if known_only else _placed)(found, _last_of_each(numbers), numbers)
    columns = tuple(EncodedColumn(each.field, take(each.values, chosen)) for each in columns)
    coded = in_threads(lambda each: _coded(dataset, codes, each), columns, threads)
    columns = tuple(each for each, _ in coded)
    texts = {each.field.name: added for each, added in coded if added is not None}
    lacking = [each for each in dataset.fields if each.name not in rows.column_names]
    same = _unchanged(dataset, columns, places, only, lacking if missing == "null" else ())
    changed = np.flatnonzero(~same)
    columns = tuple(EncodedColumn(each.field, take(each.values, changed)) for each in columns)
    if missing == "keep":
        kept = places.some(changed)
        columns += in_threads(lambda each: EncodedColumn(each, gather(dataset, each, kept)), lacking, threads)
        texts |= {each.name: EMPTY_DICTIONARY for each in lacking if each.role in ("dimension", "multivalue")}
    fields = {each.name: each for each in dataset.fields} | {each.field.name: each.field for each in columns}
    return Changes(tuple(fields.values()), columns, texts, _without(found.places, places.some(same)))


def find_additions(dataset: Dataset, rows: pa.Table, specs: Sequence[FieldSpec], threads: int) -> Changes:
    """Return what rows add that take the place of none; the arguments are those of `find_changes`.

    Raises:
        FieldRoleError: a column does not fit the dataset's field.
    """
    columns = _encoded(dataset, rows, specs, threads)
    codes = _known_codes(dataset, columns, threads)
    coded = in_threads(lambda each: _coded(dataset, codes, each), columns, threads)
    texts = {each.field.name: added for each, added in coded if added is not None}
    columns = tuple(each for each, _ in coded)
    fields = {each.name: each for each in dataset.fields} | {each.field.name: each.field for each in columns}
    return Changes(tuple(fields.values()), columns, texts, {})


def _encoded(dataset: Dataset, rows: pa.Table, specs: Sequence[FieldSpec], threads: int) -> tuple[EncodedColumn, ...]:
    """Return the columns of rows as the dataset has its fields."""
    encoded = encode_table(dataset.name, rows, [_spec(dataset, each, specs) for each in rows.schema], threads)
    return tuple(EncodedColumn(_field(dataset, each, specs), _fitted(dataset, each)) for each in encoded)


@record(eq=False)
class _Located:
    """Rows of the dataset that have a key of a set, by part and row, and the number of the key of each."""

    places: Places
    keys: Numbers


def _located(dataset: Dataset, keys: Sequence[DatasetField], key_set: KeySet) -> _Located:
    found = [rows_with_keys(part, keys, key_set) for part in dataset.parts]
    parts = np.repeat(np.arange(len(found)), [len(rows) for rows, _ in found])
    places = Places(parts, np.concatenate([rows for rows, _ in found]))
    return _Located(places, np.concatenate([numbers for _, numbers in found]))


def _placed(found: _Located, last: Numbers, numbers: Numbers) -> tuple[Numbers, Places, Mask]:
    """Return which rows are added, where the row is whose place each takes, and whether it is the only one."""
    many = int(max(found.keys.max(initial=-1), numbers.max(initial=-1))) + 1
    row_of = np.full(many, -1)
    row_of[found.keys] = np.arange(len(found.keys))
    at = row_of[numbers[last]]
    nowhere = at < 0
    parts, rows = np.full(len(last), -1), np.zeros(len(last), np.int64)
    parts[~nowhere], rows[~nowhere] = found.places.parts[at[~nowhere]], found.places.rows[at[~nowhere]]
    counts = np.bincount(found.keys, minlength=many)
    return last, Places(parts, rows), counts[numbers[last]] == 1


def _known(found: _Located, last: Numbers, numbers: Numbers) -> tuple[Numbers, Places, Mask]:
    """Return the row that each row of the dataset gets its new values from, where that one is, and that it is one."""
    return _chosen(found, last, numbers), found.places, np.ones(len(found.keys), np.bool_)


def _chosen(found: _Located, last: Numbers, numbers: Numbers) -> Numbers:
    source = np.full(int(numbers.max(initial=-1)) + 1, -1)
    source[numbers[last]] = last
    return source[found.keys]


def _unchanged(
    dataset: Dataset, columns: Sequence[EncodedColumn], places: Places, only: Mask, lacking: Sequence[DatasetField]
) -> Mask:
    """Return which rows are as the dataset has them: in all columns, and null in the fields that they lack."""
    rest = np.flatnonzero(only)
    for column in columns:
        stored = gather(dataset, column.field, places.some(rest)) if len(rest) else None
        if stored is not None:
            rest = rest[equal_rows(stored, take(column.values, rest))]
    for field in lacking:
        rest = rest[null_rows(gather(dataset, field, places.some(rest)))]
    same = np.zeros(len(places), np.bool_)
    same[rest] = True
    return same


def _without(found: Places, same: Places) -> dict[int, Array]:
    """Return the rows that were found but are not the same, by part."""
    everywhere = (found.parts << 32) + found.rows
    gone = found.some(~np.isin(everywhere, (same.parts << 32) + same.rows))
    return {int(part): gone.rows[gone.parts == part].astype(np.uint32) for part in np.unique(gone.parts)}


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


def _known_codes(dataset: Dataset, columns: Sequence[EncodedColumn], threads: int) -> dict[str, CodesOf]:
    """Return for the texts of each column their codes in the dataset's dictionary, 0 where it does not have them."""
    texts = [each for each in columns if not isinstance(each.values, pa.Array)]
    found = in_threads(lambda each: dataset.dictionary(each.field.name).find(each.values.dictionary), texts, threads)
    return {each.field.name: codes for each, codes in zip(texts, found, strict=True)}


def _coded(
    dataset: Dataset, known_codes: Mapping[str, CodesOf], column: EncodedColumn
) -> tuple[EncodedColumn, pa.StringArray | None]:
    """Return a column with codes into the dataset's dictionary, and the texts of its rows that this does not have."""
    values = column.values
    if isinstance(values, pa.Array):
        return column, None
    dictionary = dataset.dictionary(column.field.name)
    used = np.zeros(len(values.dictionary) + 1, np.bool_)
    used[values.codes] = True
    codes = known_codes[column.field.name].copy()
    fresh = np.flatnonzero((codes == 0) & used[1:])
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
    return EncodedColumn(column.field, dataclasses.replace(values, codes=mapped)), added


def _key_values(
    dataset: Dataset, columns: Sequence[EncodedColumn], known_codes: Mapping[str, CodesOf], field: DatasetField
) -> Array:
    """Return what tells rows apart; texts that the dataset does not have get codes above those that it has."""
    values = next(each.values for each in columns if each.field.name == field.name)
    if isinstance(values, TextColumn):
        codes = known_codes[field.name].astype(np.uint32)
        unknown = codes == 0
        first = len(dataset.dictionary(field.name)) + 1
        codes[unknown] = np.arange(first, first + int(unknown.sum()), dtype=np.uint32)
        numbers, valid = np.concatenate([np.zeros(1, np.uint32), codes]).take(values.codes), values.codes != 0
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
    codes = _known_codes(dataset, columns, 1)
    for column, field in zip(columns, keys, strict=True):
        numbers = _key_values(dataset, [EncodedColumn(field, _fitted(dataset, column))], codes, field)
        if field.role == "dimension":
            known &= numbers <= len(dataset.dictionary(field.name))
        values.append(numbers)
    return [each[known] for each in values]


def _last_of_each(numbers: Array) -> Numbers:
    """Return the place of the last row of each key, in the order of the rows."""
    _, from_end = np.unique(numbers[::-1], return_index=True)
    return cast(Numbers, np.sort(len(numbers) - 1 - from_end))
