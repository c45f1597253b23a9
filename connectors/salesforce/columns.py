"""Columns of a field's type, from the texts of a CSV page or from the values of JSON.

Whole columns are converted at once. Where one value does not fit, the column is converted value by value: what can't be
read as the field's type becomes null and is counted, never shown.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from connectors.protocol import SourceField
from connectors.salesforce.clock import moment
from connectors.salesforce.identifiers import whole_ids
from connectors.salesforce.types import IDS, MOMENT, TEXTS, TIME

_BAD = (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError, UnicodeEncodeError)


def column_of_texts(texts: pa.Array, field: SourceField) -> tuple[pa.Array, int]:
    """Return a column, and how many values it lost.

    Args:
        texts: strings, null where there is no value.
        field: what the column is of.
    """
    try:
        return _converted(texts, field), 0
    except _BAD:
        return _converted_one_by_one(texts, field)


def column_of_values(values: Sequence[Any], field: SourceField) -> tuple[pa.Array, int]:
    """Return a column of values as JSON has them, and how many values it lost."""
    # Arrow itself would take 5.5 for a whole number and true for 1.
    if {type(each) for each in values} <= _native(field.type) | {type(None)}:
        try:
            return pa.array(values, field.type), 0
        except _BAD:
            pass
    return column_of_texts(_text_array([_text(each) for each in values]), field)


def finished(column: pa.Array, field: SourceField) -> pa.Array:
    """Return a column of the field's type from one that the CSV reader made of `wire_type`.

    Raises:
        pyarrow.ArrowInvalid: a value does not fit.
    """
    if pa.types.is_string(column.type):
        return _converted(column, field)
    return column.cast(field.type)


def wire_type(field: SourceField) -> pa.DataType:
    """Return the type that the CSV reader makes of a field: it knows no lists, no `12:00:00.000Z`, no `5.0` for 5."""
    if field.type in (TEXTS, TIME):
        return pa.string()
    return pa.float64() if field.source_type == "int" else field.type


def _converted(texts: pa.Array, field: SourceField) -> pa.Array:
    if pa.types.is_string(field.type):
        return whole_ids(texts) if field.source_type in IDS else texts
    if field.type == TEXTS:
        return pc.split_pattern(texts, ";")
    if field.type == TIME:
        # Arrow has no cast from text to time: the moment of that time on the first day is as many milliseconds.
        moments = pc.binary_join_element_wise("1970-01-01T", pc.replace_substring_regex(texts, "Z?$", "Z"), "")
        return moments.cast(MOMENT).cast(pa.int64()).cast(pa.int32()).cast(TIME)
    return texts.cast(field.type)


def _converted_one_by_one(texts: pa.Array, field: SourceField) -> tuple[pa.Array, int]:
    parse = _parser(field)
    encoded = texts.dictionary_encode()
    parsed = [parse(each) if each is not None else None for each in encoded.dictionary.to_pylist()]
    column = pa.array(parsed, field.type).take(encoded.indices)
    return column, column.null_count - texts.null_count


def _native(kind: pa.DataType) -> set[type]:
    """Return what values of JSON may be to become a column as they are."""
    if pa.types.is_boolean(kind):
        return {bool}
    if pa.types.is_integer(kind):
        return {int}
    return {int, float} if pa.types.is_floating(kind) else set()


def _parser(field: SourceField) -> Callable[[str], Any]:
    kind = field.type
    if pa.types.is_boolean(kind):
        return {"true": True, "1": True, "false": False, "0": False}.get
    if pa.types.is_integer(kind):
        return _whole
    if pa.types.is_floating(kind):
        return _number
    if pa.types.is_date(kind):
        return _day
    return _moment if pa.types.is_timestamp(kind) else _time


def _whole(text: str) -> int | None:
    try:
        number = Decimal(text.strip())
        whole = int(number)
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return whole if whole == number and -(2**63) <= whole < 2**63 else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    day, letter, _ = text.partition("T")
    try:
        return dt.date.fromisoformat(day if letter else text)
    except ValueError:
        return None


def _moment(text: str) -> dt.datetime | None:
    return moment(text if "T" in text else f"{text}T00:00:00Z")


def _time(text: str) -> dt.time | None:
    try:
        return dt.time.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return None


def _text(value: Any) -> str | None:
    """Return a value as text; an empty one is none, as Salesforce has no empty texts."""
    if isinstance(value, str):
        return value.replace("\0", "") or None
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _text_array(texts: list[str | None]) -> pa.Array:
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:  # half a pair of surrogates, which JSON can have and UTF-8 can't
        whole = [None if each is None else each.encode("utf-8", "replace").decode() for each in texts]
        return pa.array(whole, pa.string())
