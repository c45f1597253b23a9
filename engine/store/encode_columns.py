"""From columns as queries give them to those that a part holds: texts stay codes, nothing is decoded on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array
from engine.kernels.codes import code_type, decode, is_ascending, nulls
from engine.store.encode import EncodedColumn, check_names, encode_column, zero_under_nulls
from engine.store.encode_texts import SORTED_TEXTS, in_order
from engine.store.fields import DatasetField, FieldSpec, Role
from engine.store.threads import in_threads
from saql.record import record
from saql.types import Type

_TYPES: dict[pa.DataType, tuple[Role, Type]] = {
    arrays.INSTANT: ("date", Type.DATE),
    arrays.DAY: ("date", Type.DAY),
    pa.float64(): ("measure", Type.NUMBER),
    pa.int64(): ("measure", Type.NUMBER),
}


@record(eq=False)
class ComputedColumns:
    """Columns that a query gave: what is known of each, and how it is made; it is made when its turn comes."""

    specs: Sequence[FieldSpec]
    column: Callable[[str], Column]


def encode_columns(columns: ComputedColumns, threads: int = 1) -> tuple[EncodedColumn, ...]:
    """Encode columns, in the order of their specifications.

    Raises:
        FieldRoleError: a column's values don't fit its role, or a name is missing or given twice.
    """
    check_names([each.name for each in columns.specs])
    return in_threads(lambda spec: _encode(spec, columns.column(spec.name)), columns.specs, threads)


def _encode(spec: FieldSpec, column: Column) -> EncodedColumn:
    role, kind, values = _plain(column)
    if spec.role not in (None, role):
        return encode_column(spec, pa.chunked_array([_decoded(values)]))
    return EncodedColumn(DatasetField.of(spec, role, kind), values)


def _plain(column: Column) -> tuple[Role, Type, Column]:
    """Return a column in the form that the store has for it."""
    if isinstance(column, TextColumn):
        return "dimension", Type.TEXT, _without_others(column)
    if isinstance(column, MultivalueColumn):
        return "multivalue", Type.MULTIVALUE, _lists_without_others(column)
    if column.type == pa.bool_():
        return "dimension", Type.TEXT, _without_others(_truths(column))
    if column.type == pa.null():
        return "dimension", Type.TEXT, nulls(len(column))
    role, kind = _TYPES[column.type]
    return role, kind, zero_under_nulls(column)


def _truths(column: pa.Array) -> TextColumn:
    codes = arrays.values(column).astype(np.uint8) + np.uint8(1)
    valid = arrays.validity(column)
    if valid is not None:
        codes[~valid] = 0
    return TextColumn(codes, arrays.from_list(["false", "true"], pa.string()))


def _without_others(column: TextColumn) -> TextColumn:
    """Return the column over a dictionary of the texts that its rows have, sorted where it is small."""
    dictionary, table = _used(column.codes, column.dictionary)
    if table is not None:
        return TextColumn(cast(Codes, table[column.codes]), dictionary)
    return column


def _lists_without_others(column: MultivalueColumn) -> MultivalueColumn:
    dictionary, table = _used(column.codes, column.dictionary)
    if table is not None:
        return MultivalueColumn(column.offsets, cast(Codes, table[column.codes]), dictionary)
    return column


def _used(codes: Codes, dictionary: pa.StringArray) -> tuple[pa.StringArray, Array | None]:
    """Return the texts that codes stand for, and the new code of each old one; None where nothing changes."""
    seen = np.zeros(len(dictionary) + 1, np.bool_)
    seen[codes] = True
    seen[0] = False
    places = np.flatnonzero(seen)
    if len(places) == len(dictionary) and (len(places) > SORTED_TEXTS or is_ascending(dictionary)):
        return dictionary, None
    if len(places) < len(dictionary):
        dictionary = arrow.take(dictionary, arrays.array(places - 1))
    table = np.zeros(len(seen), code_type(len(places)))
    sorted_, order = in_order(dictionary)
    table[places] = order[: len(places)]
    return sorted_, table


def _decoded(column: Column) -> pa.Array:
    """Return a column as an Arrow array, lists of texts as such."""
    if isinstance(column, TextColumn):
        return decode(column)
    if isinstance(column, MultivalueColumn):
        texts = arrow.take(column.dictionary, arrays.array(column.codes.astype(np.int64) - 1))
        return pa.LargeListArray.from_arrays(arrays.array(column.offsets), texts)
    return column
