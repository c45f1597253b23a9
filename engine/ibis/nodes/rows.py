"""Rows chosen, computed and cut: filter, project, sort, limit, top."""

from __future__ import annotations

from dataclasses import replace

from engine.ibis.context import Context
from engine.ibis.expressions import lower
from engine.ibis.stream import Place, Stream, Value, sort_key
from engine.plan import nodes
from engine.plan.expressions import without_spans
from saql.typed.expressions import Column, Expression, OrderKey
from saql.types import Type

_MOST = (1 << 31) - 1
"""Spark takes no greater limit; results are never as long."""


def lower_filter(node: nodes.Filter, inputs: list[Stream], context: Context) -> Stream:
    """Return the rows for which the predicate is true."""
    return filtered(node.predicate, inputs[0], context)


def filtered(predicate: Expression | None, stream: Stream, context: Context) -> Stream:
    """Return the rows for which a predicate is true."""
    if predicate is None:
        return stream
    return replace(stream, table=stream.table.filter(lower(predicate, stream, context)))


def lower_project(node: nodes.Project, inputs: list[Stream], context: Context) -> Stream:
    """Return a column for each item, beside those of the order."""
    stream = inputs[0]
    columns = context.names.all(name for name, _ in node.items)
    return stream.selected(columns, {columns[name]: lower(item, stream, context) for name, item in node.items})


def lower_sort(node: nodes.Sort, inputs: list[Stream], context: Context) -> Stream:
    """Return the rows in the order of the keys; equal keys keep their order."""
    return sorted_by(node.keys, inputs[0], context)


def lower_limit(node: nodes.Limit, inputs: list[Stream], _context: Context) -> Stream:
    """Return some of the first rows."""
    return _cut(inputs[0], node.count, node.offset)


def lower_top(node: nodes.Top, inputs: list[Stream], context: Context) -> Stream:
    """Return the first rows in the order of the keys, of those that count."""
    ordered = sorted_by(node.keys, filtered(node.where, inputs[0], context), context)
    return _cut(ordered, node.count, node.offset)


def _cut(stream: Stream, count: int | None, offset: int) -> Stream:
    if count is not None and count > _MOST:
        count = None
    keys = stream.order_keys()
    table = stream.table.order_by(keys) if keys else stream.table
    return replace(stream, table=table.limit(count, offset=offset))


def sorted_by(keys: tuple[OrderKey, ...], stream: Stream, context: Context) -> Stream:
    """Return the stream in the order of keys; the rows are sorted where somebody reads their order."""
    places: list[Place] = []
    added: dict[str, Value] = {}
    for key in keys:
        name = stream.columns.get(key.expression.name, "") if isinstance(key.expression, Column) else ""
        if not name or key.expression.type is Type.MULTIVALUE:
            name = context.names.new("key")
            added[name] = ordered_value(lower(key.expression, stream, context), key.expression.type)
        if all(each.column != name for each in places):
            places.append(Place(name, key.descending, key.nulls_first))
    table = stream.table.mutate(**added) if added else stream.table
    sorted_already = {each.column for each in places}
    places.extend(each for each in stream.order if each.column not in sorted_already)
    return Stream(table, stream.columns, tuple(places))


def ordered_value(value: Value, kind: Type) -> Value:
    """Return what stands for a value in an order: of a multivalue its first text."""
    return value[0] if kind is Type.MULTIVALUE and value.type().is_array() else value


def window_order(keys: tuple[OrderKey, ...], stream: Stream, context: Context) -> tuple[list[Value], list[Value]]:
    """Return the keys of a window's order, and those of the stream's order that decide between equal rows.

    Of two keys with the same values the first counts; Ibis would take the last.
    """
    values: dict[Expression, Value] = {}
    for each in keys:
        value = ordered_value(lower(each.expression, stream, context), each.expression.type)
        values.setdefault(without_spans(each.expression), sort_key(value, each.descending, each.nulls_first))
    named = {stream.columns[each.name] for each in values if isinstance(each, Column)}
    ties = replace(stream, order=tuple(each for each in stream.order if each.column not in named))
    return list(values.values()), ties.order_keys()
