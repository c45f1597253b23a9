"""The fields of a dataset, and the parts of its dates, which follow from them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from engine.ibis.context import Context
from engine.ibis.expressions import lower
from engine.ibis.functions.dates import date_field
from engine.ibis.functions.math import number
from engine.ibis.functions.registry import Call
from engine.ibis.stream import Place, Stream, Value
from engine.ibis.tables import ROW
from engine.plan import nodes
from engine.plan.build import with_calendars
from engine.preparation import checked_predicates
from engine.security.seen import OneDataset, SeenDataset
from engine.store import Dataset
from saql.schema import Field, Schema


def lower_scan(node: nodes.Scan, _inputs: list[Stream], context: Context) -> Stream:
    """Return the rows that are seen of the dataset; a sample takes each with the same chance, by its place."""
    dataset = context.source(node.dataset, node.version)
    stream = _stored(node.schema if dataset.view is None else dataset.schema, dataset, context)
    if isinstance(dataset, SeenDataset):
        stream = _seen(dataset, stream, context)
    if node.sample is not None:
        place = stream.column(ROW)
        stream = replace(stream, table=stream.table.filter(_is_sampled(place, node.sample, node.seed)))
    return _fields(node.schema, stream, context)


def _stored(schema: Schema, dataset: Dataset, context: Context) -> Stream:
    """Return the stored fields that a schema needs, and the places of the rows."""
    stored = list(dict.fromkeys(field.date_part.field if field.date_part else field.name for field in schema))
    found = context.tables.table(dataset.whole if isinstance(dataset, SeenDataset) else dataset, stored)
    row = context.names.new("row")
    columns = {**context.names.all(stored), ROW: row}
    values = {columns[each]: found.table[found.columns[each]] for each in stored}
    return Stream(found.table.select(**values, **{row: found.table[found.row]}), columns, (Place(row),))


def _seen(dataset: SeenDataset, stream: Stream, context: Context) -> Stream:
    """Return the rows that satisfy the conditions of a view. Days and hours are those of UTC, whoever asks."""
    utc = replace(context, zone=dt.UTC)
    fields = _fields(with_calendars(dataset.schema), stream, utc)
    columns = {**fields.columns, ROW: stream.columns[ROW]}
    for each in checked_predicates(dataset.name, dataset.conditions, OneDataset(dataset.name, dataset.whole.schema)):
        fields = replace(fields, table=fields.table.filter(lower(each, fields, utc)))
    return replace(fields, columns=columns)


def _fields(schema: Schema, stream: Stream, context: Context) -> Stream:
    """Return the fields of a schema, computed from the stored ones."""
    columns = context.names.all(schema.names)
    return stream.selected(columns, {columns[field.name]: _field(field, stream, context) for field in schema})


def _field(field: Field, stream: Stream, context: Context) -> Value:
    part = field.date_part
    if part is None:
        return stream.column(field.name)
    call = Call([stream.column(part.field)], (), field.type, context.dialect, context.zone)
    return date_field(part.part, field.calendar, call)


def _is_sampled(place: Value, percentage: float, seed: int | None) -> Value:
    """Return whether a row is in the sample: multiplication mixes the digits of the places."""
    mixed = (place % number(1_000_003) * number(7_919 + 2 * (seed or 0)) + number(104_729)) % number(1_000_003)
    mixed = mixed * number(48_271) % number(1_000_003)
    return mixed.cast("float64") < number(percentage / 100 * 1_000_003)
