"""Columns of Parquet and Arrow files: which role each has, and what of Arrow's types the store does not know.

| Arrow | Swell |
|---|---|
| text, large text, text view, their dictionaries, booleans, UUID, times of day | dimension |
| whole numbers, floats, decimals | measure |
| dates, times of any unit (those without a zone are UTC) | date |
| lists of texts | multivalue |

All else is refused with the column's name. A field's metadata may hold `label` and `format`, the schema's `label`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from connectors.files.errors import ColumnTypeError, HeaderError, ValueFormatError
from connectors.files.header import api_name, unique_name
from engine.store import FieldSpec

_IDENTIFIER = re.compile(r"[^\W\d_]\w{0,254}")
_EXACT_DIGITS = 15
"""Whole numbers of so many digits are exact in a float."""

_PANDAS_INDEX = re.compile(r"__index_level_\d+__")

Convert = Callable[[pa.Array], pa.Array]


@dataclass(frozen=True, slots=True)
class ArrowColumn:
    """A column of a file: its place there, the type that the store takes it in, and what is known of it."""

    place: int
    name: str
    type: pa.DataType
    convert: Convert
    spec: FieldSpec


@dataclass(frozen=True, slots=True)
class ArrowColumns:
    """The columns of a file that become fields."""

    file: Path
    columns: tuple[ArrowColumn, ...]
    label: str

    @property
    def schema(self) -> pa.Schema:
        """The columns as the store takes them."""
        return pa.schema([pa.field(each.spec.name, each.type) for each in self.columns])

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """What is known of each."""
        return tuple(each.spec for each in self.columns)

    def convert(self, batch: pa.RecordBatch, first_row: int) -> pa.RecordBatch:
        """Return a batch as the store takes it.

        Args:
            batch: some rows of the file, all columns.
            first_row: the number of its first row in the file, from 1.

        Raises:
            ValueFormatError: a value is outside of what its field can hold.
        """
        return pa.RecordBatch.from_arrays(
            [self._converted(each, batch, first_row) for each in self.columns], schema=self.schema
        )

    def _converted(self, column: ArrowColumn, batch: pa.RecordBatch, first_row: int) -> pa.Array:
        values = batch.column(column.place)
        try:
            return column.convert(values)
        except pa.ArrowInvalid as error:
            row = _first_bad(values, column.convert)
            raise ValueFormatError(
                f'Row {first_row + row:,} of the column "{column.name}" has a value of the type {values.type} that '
                f"a dataset can't hold ({error}).",
                hint="Correct or remove the value in what writes the file.",
                file=self.file,
            ) from error


def arrow_columns(schema: pa.Schema, file: Path) -> ArrowColumns:
    """Return what becomes of the columns of a file.

    Raises:
        HeaderError: there are no columns, or two have one name.
        ColumnTypeError: a column is of a type that a dataset can't hold.
    """
    columns: list[ArrowColumn] = []
    for place, field in enumerate(schema):
        if _PANDAS_INDEX.fullmatch(field.name):
            continue  # an index without a name, which pandas writes along
        if any(each.name == field.name for each in columns):
            raise HeaderError(f'Two columns are named "{field.name}".', hint="Rename one of them.", file=file)
        kind, convert = _conversion(field.type, field.name, file)
        plain = field.name if _IDENTIFIER.fullmatch(field.name) else api_name(field.name)
        name = unique_name(plain, [each.spec.name for each in columns])
        columns.append(ArrowColumn(place, field.name, kind, convert, _spec(field, name)))
    if not columns:
        raise HeaderError("The file has no columns.", hint="Write it with at least one.", file=file)
    return ArrowColumns(file, tuple(columns), _text(schema.metadata, b"label") or file.stem)


def _spec(field: pa.Field, name: str) -> FieldSpec:
    label = _text(field.metadata, b"label") or field.name.strip()
    return FieldSpec(name=name, label=label or name, format=_text(field.metadata, b"format"))


def _text(metadata: dict[bytes, bytes] | None, key: bytes) -> str | None:
    return (metadata or {}).get(key, b"").decode(errors="replace").strip() or None


def _conversion(kind: pa.DataType, name: str, file: Path) -> tuple[pa.DataType, Convert]:
    """Return the type that the store takes a column in, and how its values come to be of it."""
    types = pa.types
    if isinstance(kind, pa.UuidType):
        return pa.string(), _uuids
    if isinstance(kind, pa.BaseExtensionType):
        inner, convert = _conversion(kind.storage_type, name, file)
        return inner, lambda values: convert(values.storage)
    if types.is_decimal(kind) and kind.scale > 0:
        return pa.float64(), _decimals
    if types.is_dictionary(kind) and _is_text(kind.value_type):
        return kind, _same
    if types.is_dictionary(kind):
        inner, convert = _conversion(kind.value_type, name, file)
        return inner, lambda values: convert(values.dictionary_decode())
    wanted = _plain_type(kind)
    if wanted is None:
        raise ColumnTypeError(
            f'The column "{name}" is of the Arrow type {kind}, which a dataset can\'t hold.',
            hint=_type_hint(kind, name),
            file=file,
        )
    return wanted, _same if wanted == kind else lambda values: _cast(values, wanted)


def _plain_type(kind: pa.DataType) -> pa.DataType | None:
    """Return the type that the store takes values of a type in: the same where it knows it."""
    types = pa.types
    if types.is_float16(kind):
        return pa.float32()
    if types.is_time(kind):
        return pa.string()
    if types.is_timestamp(kind):
        return pa.timestamp("ms" if kind.unit == "s" else kind.unit, "UTC")
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind) or types.is_boolean(kind):
        return kind
    if types.is_date(kind) or types.is_null(kind) or _is_text(kind):
        return kind
    if _is_list(kind):
        inner = kind.value_type.value_type if types.is_dictionary(kind.value_type) else kind.value_type
        return pa.list_(pa.string()) if _is_text(inner) or types.is_null(inner) else None
    return None


def _type_hint(kind: pa.DataType, name: str) -> str:
    types = pa.types
    if types.is_struct(kind):
        inner = ", ".join(f"{name}_{each.name}" for each in list(kind)[:3])
        return f"Write each of its fields as a column of its own ({inner}), or leave it out."
    if _is_list(kind):
        return "Only lists of texts can be held (as a multivalue field). Write it as a text, or its rows as a file."
    if types.is_duration(kind):
        return "Write it as a number of seconds or days."
    return "Write it as texts, numbers, dates or lists of texts, or leave it out."


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_list(kind: pa.DataType) -> bool:
    types = pa.types
    plain = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return bool(plain or types.is_list_view(kind) or types.is_large_list_view(kind))


def _same(values: pa.Array) -> pa.Array:
    return values


def _cast(values: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_list(kind) and (
        pa.types.is_dictionary(values.type.value_type)
        or pa.types.is_list_view(values.type)
        or pa.types.is_large_list_view(values.type)
    ):  # Arrow has no cast of the one, and makes arrays of the other that are not valid
        return pa.array(values.to_pylist(), kind)
    return pc.cast(values, kind)


def _decimals(values: pa.Array) -> pa.Array:
    """Return the floats that are nearest to decimals; Arrow's own cast may give their neighbours."""
    kind = values.type
    if not pa.types.is_decimal128(kind) or kind.precision > _EXACT_DIGITS or kind.scale > _EXACT_DIGITS:
        return values.cast(pa.string()).cast(pa.float64())
    # A division of two whole numbers that floats hold exactly is rounded once. The number is the lower 8 of 16 bytes.
    digits = np.frombuffer(values.buffers()[1], "<i8", 2 * len(values), 16 * values.offset)[::2]
    return pa.array(digits / 10.0**kind.scale, mask=np.asarray(values.is_null()))


def _uuids(values: pa.Array) -> pa.Array:
    plain = values.storage.to_pylist()
    return pa.array([None if each is None else str(uuid.UUID(bytes=each)) for each in plain], pa.string())


def _first_bad(values: pa.Array, convert: Convert) -> int:
    """Return the place of the first value that can't be converted."""
    low, high = 0, len(values)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            convert(values.slice(low, middle - low))
            low = middle
        except pa.ArrowInvalid:
            high = middle
    return low
