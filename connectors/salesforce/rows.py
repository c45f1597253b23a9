"""Rows of one page: columns in the order of the read, and what was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from connectors.protocol import SourceField
from connectors.salesforce.columns import column_of_values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Rows, and of each field how many values became null because they are not of its type."""

    batch: pa.RecordBatch
    lost: Mapping[str, int] = field(default_factory=dict)


def arrow_schema(fields: Sequence[SourceField]) -> pa.Schema:
    """Return the schema of the rows of some fields."""
    return pa.schema([pa.field(each.name, each.type) for each in fields])


def rows_of_columns(columns: Sequence[tuple[pa.Array, int]], fields: Sequence[SourceField]) -> Rows:
    """Return rows of columns, each with how many values it lost."""
    batch = pa.RecordBatch.from_arrays([column for column, _ in columns], schema=arrow_schema(fields))
    return Rows(batch=batch, lost={each.name: n for each, (_, n) in zip(fields, columns, strict=True) if n})


def rows_of_records(records: Sequence[Mapping[str, Any]], fields: Sequence[SourceField]) -> Rows:
    """Return the rows of records as REST answers them."""
    columns = [column_of_values([each.get(field.name) for each in records], field) for field in fields]
    return rows_of_columns(columns, fields)


def notes_of(rows: Rows, name: str) -> tuple[str, ...]:
    """Return what an admin should know of lost values; none is shown."""
    return tuple(
        f"{name}.{field}: {count:,} values are not of the type that Salesforce describes; they were left empty"
        for field, count in rows.lost.items()
    )
