"""Arrow columns as JSON values: dates as ISO texts, lists as texts, numbers that JSON lacks as null."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from dashboards.model import Json
from dashboards.steps.result import ColumnType
from saql.types import Type

_TYPES: dict[Type, ColumnType] = {
    Type.NUMBER: "number",
    Type.BOOLEAN: "boolean",
    Type.DATE: "date",
    Type.DAY: "date",
}


def column_type(kind: Type) -> ColumnType:
    """Return what the page calls a type."""
    return _TYPES.get(kind, "text")


def table_rows(table: pa.Table) -> list[list[Json]]:
    """Return the rows of a table as JSON values."""
    columns = [_values(column) for column in table.columns]
    return [*map(list, zip(*columns, strict=True))] if columns else [[] for _ in range(table.num_rows)]


def _values(column: pa.ChunkedArray) -> Sequence[Json]:
    kind = column.type
    values: list[Any] = column.to_pylist()
    if pa.types.is_floating(kind):
        finite = all(map(math.isfinite, [0.0 if each is None else each for each in values]))
        return values if finite else [_number(each) for each in values]
    if pa.types.is_temporal(kind) or pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return [_text(each) for each in values]
    return values  # texts, whole numbers and booleans are JSON already


def _number(value: object) -> Json:
    return value if isinstance(value, float) and math.isfinite(value) else None


def _text(value: object) -> Json:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat(timespec="milliseconds" if value.microsecond else "seconds") + "Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return ", ".join(str(each) for each in value)
    return None
