"""From an Arrow table to the columns that a part holds: texts to codes, numbers and dates to one form each.

Nothing is changed quietly but what a dataset has no form for: NaN and infinite numbers and empty lists become null.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
import pyarrow as pa

from engine.columns import Column, MultivalueColumn
from engine.kernels import arrays, arrow
from engine.store.encode_texts import encode_texts
from engine.store.errors import FieldNotFoundError, FieldRoleError
from engine.store.fields import DatasetField, FieldSpec, Role
from engine.store.threads import in_threads
from saql.record import record
from saql.types import Type

_LONGEST_WHOLE_DECIMAL = 18
"""A decimal without a scale and of so many digits fits int64."""


@record(eq=False)
class EncodedColumn:
    """A field and its values as the store keeps them."""

    field: DatasetField
    values: Column


def encode_table(
    dataset: str, table: pa.Table, specs: Sequence[FieldSpec], threads: int = 1
) -> tuple[EncodedColumn, ...]:
    """Encode the columns of a table, in its order.

    Args:
        dataset: its name, for messages.
        table: the rows.
        specs: what is known of the columns; those that none speaks of have the role that their type suggests.
        threads: how many columns are encoded at a time.

    Raises:
        FieldNotFoundError: a specification speaks of a column that the table does not have.
        FieldRoleError: a column's values don't fit its role, or a name is missing or given twice.
    """
    names = table.column_names
    check_names(names)
    by_name = {each.name: each for each in specs}
    for name in by_name:
        if name not in names:
            raise FieldNotFoundError(dataset, name, names)
    specs = [by_name.get(each, FieldSpec(name=each)) for each in names]
    return in_threads(lambda spec: encode_column(spec, table.column(spec.name)), specs, threads)


def check_names(names: Sequence[str]) -> None:
    """Check that columns have printable names, each another.

    Raises:
        FieldRoleError: they have not.
    """
    if not names:
        raise FieldRoleError("", "is missing: the table has no columns", "Write a table with at least one column.")
    for name in names:
        if not name.strip() or not name.isprintable():
            raise FieldRoleError(name, "has no printable name", "Give every column a name.")
        if names.count(name) > 1:
            raise FieldRoleError(name, "is there twice", "Rename one of the columns.")


def encode_column(spec: FieldSpec, column: pa.ChunkedArray) -> EncodedColumn:
    """Encode a column.

    Raises:
        FieldRoleError: its values don't fit the role.
    """
    suggested = _suggested_role(spec.name, column.type)
    role = spec.role or suggested
    if role not in get_args(Role):
        raise FieldRoleError(spec.name, f"can't be a {role!r}", f"Roles are {', '.join(get_args(Role))}.")
    empty = pa.types.is_null(column.type)
    if role != suggested and not empty and (suggested, role) != ("measure", "dimension"):
        raise FieldRoleError(
            spec.name,
            f"can't be a {role}: its values are of the Arrow type {column.type}",
            f"Leave the role out (it would be a {suggested}), or convert the column first.",
        )
    try:
        kind, values = _encode_as(role, column)
    except pa.ArrowInvalid as error:
        raise FieldRoleError(
            spec.name, f"has a value that a {role} can't hold ({error})", "Correct or remove the value."
        ) from error
    return EncodedColumn(DatasetField.of(spec, role, kind), values)


def _encode_as(role: Role, column: pa.ChunkedArray) -> tuple[Type, Column]:
    match role:
        case "dimension":
            return Type.TEXT, encode_texts(column)
        case "multivalue":
            return Type.MULTIVALUE, _encode_lists(column)
        case "measure":
            return Type.NUMBER, _encode_numbers(column)
        case "date":
            return _encode_dates(column)


def _suggested_role(name: str, kind: pa.DataType) -> Role:
    types = pa.types
    if types.is_dictionary(kind):
        return _suggested_role(name, kind.value_type)
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return "measure"
    if types.is_timestamp(kind) or types.is_date(kind):
        return "date"
    if _is_text(kind) or types.is_boolean(kind) or types.is_null(kind):
        return "dimension"
    if _is_list(kind) and _is_text(kind.value_type):
        return "multivalue"
    raise FieldRoleError(
        name,
        f"is of the Arrow type {kind}, which a dataset can't hold",
        "Convert it to texts, numbers, dates or lists of texts first.",
    )


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_list(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind))


def _one_array(column: pa.ChunkedArray, kind: pa.DataType) -> pa.Array:
    """Return the column as one array of type `kind`."""
    chunks = [arrow.cast(each, kind) for each in column.chunks]
    return chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks) if chunks else pa.array([], kind)


def _encode_lists(column: pa.ChunkedArray) -> MultivalueColumn:
    """Encode lists of texts: each text once a row, ascending; nulls in a list are left out."""
    lists = _one_array(column, pa.large_list(pa.large_string()))
    counts = arrays.values(arrow.fill_null(arrow.call("list_value_length", lists), 0))
    parents = np.repeat(np.arange(len(lists)), counts)
    texts = encode_texts(pa.chunked_array([arrow.call("list_flatten", lists)], pa.large_string()))
    by_rank = np.asarray(arrow.sort_indices(texts.dictionary)).astype(np.int64)
    rank = np.empty(len(by_rank) + 1, np.int64)
    rank[0] = 0
    rank[by_rank + 1] = np.arange(len(by_rank))
    present = texts.codes != 0
    width = max(len(by_rank), 1)
    keys = np.unique(parents[present] * width + rank[texts.codes[present]])
    codes = (by_rank[keys % width] + 1).astype(texts.codes.dtype)
    lengths = np.bincount(keys // width, minlength=len(lists))
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    return MultivalueColumn(offsets, codes, texts.dictionary)


def _encode_numbers(column: pa.ChunkedArray) -> pa.Array:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_uint64(kind):  # Arrow refuses to round those that float64 can't tell apart
        unsigned = _one_array(column, kind)
        return zero_under_nulls(
            arrays.array(arrays.values(unsigned).astype(np.float64), arrays.validity(unsigned), pa.float64())
        )
    whole = pa.types.is_integer(kind)
    if pa.types.is_decimal(kind):
        whole = kind.scale == 0 and kind.precision <= _LONGEST_WHOLE_DECIMAL
    return zero_under_nulls(_one_array(column, pa.int64() if whole else pa.float64()))


def zero_under_nulls(numbers: pa.Array) -> pa.Array:
    """Return numbers or dates with 0 under nulls; NaN and infinite numbers are null."""
    data = arrays.values(numbers)
    valid = arrays.validity(numbers)
    if data.dtype == np.float64:
        finite = np.isfinite(data)
        if not finite.all():
            valid = finite if valid is None else valid & finite
    if valid is None:
        return numbers
    return arrays.array(np.where(valid, data, data.dtype.type(0)), valid, numbers.type)


def _encode_dates(column: pa.ChunkedArray) -> tuple[Type, pa.Array]:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not pa.types.is_timestamp(kind):
        return Type.DAY, zero_under_nulls(_one_array(column, arrays.DAY))
    # A time without a zone is taken for UTC. Units finer than milliseconds are cut towards the past.
    per_millisecond = {"us": 1_000, "ns": 1_000_000}.get(kind.unit)
    if per_millisecond is None:
        in_kind = _one_array(column, pa.timestamp("ms", kind.tz))
        ticks, valid = arrow.cast(in_kind, pa.int64()), arrays.validity(in_kind)
        return Type.DATE, zero_under_nulls(arrays.array(arrays.values(ticks), valid, arrays.INSTANT))
    fine = arrow.cast(_one_array(column, kind), pa.int64())
    milliseconds = np.floor_divide(arrays.values(fine), per_millisecond)
    return Type.DATE, zero_under_nulls(arrays.array(milliseconds, arrays.validity(fine), arrays.INSTANT))
