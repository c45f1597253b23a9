"""Columns that a query gives, written as they are: texts stay codes, numbers keep their form, one column after another.

Only the columns that threads work on are in memory at a time, beside what the query holds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.disk import make_folder
from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array
from engine.kernels.codes import code_type, is_ascending
from engine.kernels.rows import null_column, take
from engine.store.array_file import ArrayFileWriter
from engine.store.cluster import Order, ascending
from engine.store.draft import Draft
from engine.store.encode import check_names, encode_column, zero_under_nulls
from engine.store.encode_texts import SORTED_TEXTS, in_order
from engine.store.errors import FieldNotFoundError, FieldRoleError
from engine.store.fields import DatasetField, FieldSpec, Role
from engine.store.manifest import Manifest, PartEntry
from engine.store.narrow import Stored, select, widen
from engine.store.part_writer import write_column, write_stored
from engine.store.threads import in_threads
from saql.record import record
from saql.types import Type

Values: TypeAlias = Column | Stored

_BLOCK = 1 << 18
"""Codes that are looked up at a time: NumPy makes places of eight bytes of them."""

_ROLES: dict[Type, tuple[Role, Type]] = {
    Type.TEXT: ("dimension", Type.TEXT),
    Type.BOOLEAN: ("dimension", Type.TEXT),
    Type.NULL: ("dimension", Type.TEXT),
    Type.NUMBER: ("measure", Type.NUMBER),
    Type.DATE: ("date", Type.DATE),
    Type.DAY: ("date", Type.DAY),
    Type.MULTIVALUE: ("multivalue", Type.MULTIVALUE),
}


@record(eq=False)
class ComputedColumns:
    """Columns that a query gives.

    Args:
        fields: what is known of each, with its type in the query.
        rows: how many rows they have.
        read: gives a column by its name; each is asked for once, but for the main date.
    """

    fields: Sequence[tuple[FieldSpec, Type]]
    rows: int
    read: Callable[[str], Values]


def check_columns(dataset: str, computed: ComputedColumns, date: str | None) -> str | None:
    """Check what can be known of columns before they are read, and return the name of the main date, None without one.

    Args:
        dataset: its name, for messages.
        computed: the columns.
        date: the main date (default: the first date).

    Raises:
        FieldNotFoundError: there is no such field.
        FieldRoleError: a name is missing or given twice, or a field can't have its role.
    """
    names = [spec.name for spec, _ in computed.fields]
    check_names(names)
    roles = {spec.name: _field(spec, kind).role for spec, kind in computed.fields}
    if date is None:
        return next((name for name, role in roles.items() if role == "date"), None)
    if date not in roles:
        raise FieldNotFoundError(dataset, date, names)
    if roles[date] != "date":
        raise FieldRoleError(date, f"is a {roles[date]}, not a date", "Order the rows by a date field.")
    return date


def write_computed(draft: Draft, computed: ComputedColumns, date: str | None) -> Manifest:
    """Write columns as the one part of a version, in order of the main date, and return the version's manifest.

    Raises:
        FieldRoleError: a value does not fit the role of its field.
        OSError: the disk refused a write.
    """
    order = None if date is None else _order(computed.read(date))
    make_folder(draft.layout.parts)
    with ArrayFileWriter(draft.layout.root, draft.part()) as writer:

        def write(each: tuple[FieldSpec, Type]) -> DatasetField:
            spec, kind = each
            field = _field(spec, kind)
            values = _arranged(_plain(spec, field, kind, computed.read(spec.name)), order)
            if isinstance(values, Stored):
                write_stored(writer, field.name, values)
            else:
                write_column(writer, field.name, values)
            return field

        fields = in_threads(write, computed.fields, draft.threads)
        sealed = writer.finish()
    return dataclasses.replace(draft.renewed(fields, date), parts=(PartEntry(sealed, computed.rows),))


def _field(spec: FieldSpec, kind: Type) -> DatasetField:
    role, stored = _ROLES[kind]
    if spec.role not in (None, role):
        if (role, spec.role) != ("measure", "dimension"):
            problem = f"can't be a {spec.role}: the query gives it as a {role}"
            raise FieldRoleError(
                spec.name, problem, f"Leave the role out (it is a {role}), or convert it in the query."
            )
        role, stored = "dimension", Type.TEXT
    return DatasetField.of(spec, role, stored)


def _order(date: Values) -> Order | None:
    if isinstance(date, Stored):
        return ascending(date.values, date.valid)
    assert isinstance(date, pa.Array)
    return ascending(arrays.values(date), arrays.validity(date))


def _arranged(values: Values, order: Order | None) -> Values:
    if order is None:
        return values
    return select(values, order) if isinstance(values, Stored) else take(values, order)


def _plain(spec: FieldSpec, field: DatasetField, kind: Type, values: Values) -> Values:
    """Return a column in the form that the store has for it."""
    if field.role == "dimension" and kind is Type.NUMBER:
        return _number_texts(spec, values)
    if isinstance(values, TextColumn):
        return _texts(values)
    if isinstance(values, MultivalueColumn):
        return _lists(values)
    if isinstance(values, Stored):
        return values
    if values.type == pa.bool_():
        return _texts(_truths(values))
    return null_column(field.type, len(values)) if values.type == pa.null() else zero_under_nulls(values)


def _number_texts(spec: FieldSpec, values: Values) -> Column:
    """Return numbers as texts, as an import writes them."""
    numbers = widen(values, Type.NUMBER) if isinstance(values, Stored) else values
    return encode_column(spec, pa.chunked_array([numbers])).values


def _truths(column: pa.Array) -> TextColumn:
    codes = arrays.values(column).astype(np.uint8) + np.uint8(1)
    valid = arrays.validity(column)
    if valid is not None:
        codes[~valid] = 0
    return TextColumn(codes, arrays.from_list(["false", "true"], pa.string()))


def _texts(column: TextColumn) -> TextColumn:
    """Return the column over a dictionary of the texts that its rows have."""
    dictionary, table = _used(column.codes, column.dictionary)
    return column if table is None else TextColumn(_recoded(column.codes, table), dictionary)


def _lists(column: MultivalueColumn) -> MultivalueColumn:
    dictionary, table = _used(column.codes, column.dictionary)
    return column if table is None else MultivalueColumn(column.offsets, _recoded(column.codes, table), dictionary)


def _used(codes: Codes, dictionary: pa.StringArray) -> tuple[pa.StringArray, Array | None]:
    """Return the texts that codes stand for, sorted where they are few, and the new code of each old one.

    The table of codes is None where the dictionary is such already.
    """
    seen = np.zeros(len(dictionary) + 1, np.bool_)
    seen[codes] = True
    seen[0] = False
    places = np.flatnonzero(seen)
    if len(places) == len(dictionary) and (len(places) > SORTED_TEXTS or is_ascending(dictionary)):
        return dictionary, None
    if len(places) < len(dictionary):
        dictionary = arrow.take(dictionary, arrays.array(places - 1))
    dictionary, order = in_order(dictionary)
    table = np.zeros(len(seen), code_type(len(places)))
    table[places] = order[:-1]
    return dictionary, table


def _recoded(codes: Codes, table: Array) -> Codes:
    recoded: Codes = np.empty(len(codes), table.dtype)
    for start in range(0, len(codes), _BLOCK):
        block = slice(start, start + _BLOCK)
        recoded[block] = table[codes[block]]
    return recoded
