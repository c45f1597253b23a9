"""From what a connector says of a field to a column of a dataset."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from connectors.protocol import ObjectSchema, SourceField
from engine.store import FieldSpec, Member, Role

_MOST_MEMBERS = 1000
"""Longer lists of values, such as those of countries' cities, would weigh on every manifest."""


def field_specs(schema: ObjectSchema) -> tuple[FieldSpec, ...]:
    """Return how the dataset of an object has its fields: role, label, format, labels of values."""
    return tuple(_spec(each) for each in schema.fields)


def store_type(kind: pa.DataType) -> pa.DataType:
    """Return the Arrow type in which a column goes to the store: times of day are texts there."""
    return pa.string() if pa.types.is_time(kind) else kind


def store_schema(schema: ObjectSchema) -> pa.Schema:
    """Return the columns of an object's dataset."""
    return pa.schema([(each.name, store_type(each.type)) for each in schema.fields])


def store_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return rows as they go to the store."""
    if not any(pa.types.is_time(each.type) for each in batch.schema):
        return batch
    columns = [_text_of_time(each) if pa.types.is_time(each.type) else each for each in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _text_of_time(column: pa.Array) -> pa.Array:
    return pc.utf8_slice_codeunits(column.cast(pa.time32("ms")).cast(pa.string()), 0, 8)


def _spec(field: SourceField) -> FieldSpec:
    labelled = field.values if any(value != label for value, label in field.values) else ()
    return FieldSpec(
        name=field.name,
        role=_role(field.type),
        label=field.label,
        format=_format(field),
        members=tuple(Member(value, label) for value, label in labelled[:_MOST_MEMBERS]),
    )


def _role(kind: pa.DataType) -> Role:
    if pa.types.is_list(kind):
        return "multivalue"
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return "date"
    return "measure" if pa.types.is_integer(kind) or pa.types.is_floating(kind) else "dimension"


def _format(field: SourceField) -> str | None:
    if _role(field.type) != "measure":
        return None
    places = field.decimals or 0
    number = "#,##0" + ("." + "0" * places if places else "")
    if field.format == "percent":
        return number + '"%"'
    return number if field.format == "currency" or field.decimals is not None else None
