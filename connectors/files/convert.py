"""Columns of texts to the columns that a schema describes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from connectors.files.dates import date_pattern, parse_dates
from connectors.files.dialect import Dialect
from connectors.files.errors import ValueFormatError
from connectors.files.numbers import parse_numbers
from connectors.files.records import records
from connectors.files.upload_schema import FieldType, UploadField
from engine.store import FieldSpec, Role

_ROLES: dict[FieldType, Role] = {"Text": "dimension", "Numeric": "measure", "Date": "date"}


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of a file are: after `skip` lines. Finds the place of a value, for messages."""

    file: Path
    dialect: Dialect
    skip: int

    def error(self, message: str, hint: str, row: int, column: int) -> ValueFormatError:
        """Return an error at the value in a row and column, both from 0."""
        record = next(itertools.islice(records(self.file, self.dialect, self.skip), row, None))
        place = record.place(column, self.dialect)
        return ValueFormatError(message, hint=hint, file=self.file, line=place.line, column=place.column)


@dataclass(frozen=True, slots=True, eq=False)
class Converted:
    """A column as its field has it; `bad` says which texts are not what the field says, `why` what to say of one."""

    values: pa.ChunkedArray
    bad: npt.NDArray[np.bool_]
    why: Callable[[str, UploadField], tuple[str, str]]


def convert_column(texts: pa.ChunkedArray, field: UploadField, index: int, rows: Rows) -> pa.ChunkedArray:
    """Return a column as numbers, dates, texts or lists of texts; empty values are the default, or null.

    Args:
        texts: the column as strings.
        field: what the schema says of it.
        index: which column of the file it is, from 0.
        rows: where its rows are.

    Raises:
        ValueFormatError: a value is not what the field says.
    """
    converted = convert(texts, field)
    if converted.bad.any():
        row = int(converted.bad.argmax())
        raise rows.error(*converted.why(texts[row].as_py(), field), row, index)
    return converted.values


def convert(texts: pa.ChunkedArray, field: UploadField) -> Converted:
    """Return a column as numbers, dates, texts or lists of texts, null where a value is not what the field says."""
    if field.default is not None:
        texts = pc.fill_null(texts, field.default)
    if field.type == "Numeric":
        numbers = parse_numbers(texts, field.style)
        return Converted(numbers.values, numbers.bad, _number_message)
    if field.type == "Date":
        dates = parse_dates(texts, date_pattern(field.pattern or ""))
        return Converted(dates.values, dates.bad, _date_message)
    values = texts if field.separator is None else _split(texts, field.separator)
    return Converted(values, np.zeros(len(texts), np.bool_), _number_message)


def field_spec(field: UploadField) -> FieldSpec:
    """Return what the store should know of a field."""
    return FieldSpec(
        name=field.name,
        role=_ROLES[field.type] if field.separator is None else "multivalue",
        label=field.label,
        format=field.pattern if field.type == "Numeric" else None,
        calendar=field.calendar,
    )


def _number_message(value: str, field: UploadField) -> tuple[str, str]:
    style = field.style
    hint = f"Numbers are written as digits with {style.decimal!r} before the decimals"
    hint += f" and {style.groups!r} between thousands." if style.groups else "."
    return f'"{short(value)}" is not a number, and the field "{field.name}" holds numbers.', hint


def _date_message(value: str, field: UploadField) -> tuple[str, str]:
    message = f'"{short(value)}" is not a date in the format {field.pattern}, which the field "{field.name}" has.'
    return message, "Correct the value, or the format in the schema."


def short(value: str) -> str:
    """Return a value as messages show it."""
    return value if len(value) <= 40 else f"{value[:38]}.."


def _split(texts: pa.ChunkedArray, separator: str) -> pa.ChunkedArray:
    """Return the texts as lists; nothing between two separators is no value."""
    sign = re.escape(separator)
    single = pc.replace_substring_regex(texts, f"(?:{sign})+", separator)
    bare = pc.replace_substring_regex(single, f"^(?:{sign})|(?:{sign})$", "")
    present = pc.if_else(pc.equal(bare, ""), pa.scalar(None, pa.string()), bare)
    return pc.split_pattern(present, separator)
