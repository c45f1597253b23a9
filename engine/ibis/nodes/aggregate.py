"""Rows grouped by keys, with aggregates over the rows of each group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import ibis

from engine.ibis.context import Context
from engine.ibis.errors import NotLoweredError
from engine.ibis.expressions import lower
from engine.ibis.functions.grouped import RANKED, Group, aggregate
from engine.ibis.nodes.rows import filtered, ordered_value
from engine.ibis.stream import Place, Stream, Value
from engine.plan import nodes
from engine.plan.expressions import without_spans
from saql.functions.registry import AGGREGATES
from saql.typed.expressions import Aggregate, Expression, Literal

_ORDERED = ("first", "last")
_Ranks = dict[str, tuple[str, str]]
"""The columns of the rank, and of the number of values, of a column."""


def lower_aggregate(node: nodes.Aggregate, inputs: list[Stream], context: Context) -> Stream:
    """Return a row for each group, in ascending order of the keys, nulls last."""
    stream = filtered(node.where, inputs[0], context)
    if any(call.function in _ORDERED for _, call in node.measures):
        stream = _placed(stream, context)
    keys = context.names.all(name for name, _ in node.keys)
    values = {keys[name]: ordered_value(lower(key, stream, context), key.type) for name, key in node.keys}
    arguments, columns = _arguments(node, stream, context)
    table = stream.table.mutate(**values, **columns)
    if not node.null_keys:
        table = table.filter([table[name].notnull() for name in values])
    table, ranks = _ranked(node, table, list(values), arguments, context)
    measures = context.names.all(name for name, _ in node.measures)
    stream = replace(stream, table=table)
    found = {measures[name]: _measure(call, stream, arguments, ranks) for name, call in node.measures}
    if node.keys:
        groups = table.group_by(list(values)).agg(**found) if found else table.select(*values).distinct()
    else:
        count = context.names.new("rows")
        counted = table.agg(**found, **{count: table.count()})
        groups = counted.filter(counted[count] > 0)
    return Stream(groups, {**keys, **measures}, tuple(map(Place, values)))


def _placed(stream: Stream, context: Context) -> Stream:
    """Return the stream with one column, without nulls, for the order of its rows."""
    if len(stream.order) == 1 and stream.order[0].column.startswith("row"):
        return stream
    place = context.names.new("row")
    window = ibis.window(order_by=stream.order_keys())
    return Stream(stream.table.mutate(**{place: ibis.row_number().over(window)}), stream.columns, (Place(place),))


def _arguments(
    node: nodes.Aggregate, stream: Stream, context: Context
) -> tuple[dict[Expression, str], dict[str, Value]]:
    """Return the column of each argument of the measures, and the values of these columns."""
    names: dict[Expression, str] = {}
    columns: dict[str, Value] = {}
    for _, call in node.measures:
        for each in _read(call):
            bare = without_spans(each)
            if bare not in names:
                names[bare] = context.names.new("argument")
                columns[names[bare]] = lower(each, stream, context)
    return names, columns


def _ranked(
    node: nodes.Aggregate, table: ibis.Table, keys: list[str], names: dict[Expression, str], context: Context
) -> tuple[ibis.Table, _Ranks]:
    """Return the table with ranks of what percentiles read, and by what they read the columns of these."""
    ranks: _Ranks = {}
    for _, call in node.measures:
        if AGGREGATES[call.function].kernel not in RANKED:
            continue
        argument = names[without_spans(_read(call)[0])]
        if argument not in ranks:
            ranks[argument] = context.names.new("rank"), context.names.new("known")
            value = table[argument]
            in_order = ibis.window(group_by=keys, order_by=ibis.asc(value, nulls_first=False))
            columns = ibis.row_number().over(in_order), value.count().over(ibis.window(group_by=keys))
            table = table.mutate(**dict(zip(ranks[argument], columns, strict=True)))
    return table, ranks


def _read(call: Aggregate) -> tuple[Expression, ...]:
    return call.arguments if call.order is None else (call.order.expression,)


def _measure(call: Aggregate, stream: Stream, names: dict[Expression, str], ranks: _Ranks) -> Value:
    columns = [names[without_spans(each)] for each in _read(call)]
    arguments = tuple(stream.table[each] for each in columns)
    ranked = ranks.get(columns[0]) if columns else None
    rank, known = (None, None) if ranked is None else (stream.table[each] for each in ranked)
    fraction, descending = 0.5, False
    if call.order is not None:
        written = call.arguments[0]
        if not isinstance(written, Literal) or not isinstance(written.value, int | float):
            raise NotLoweredError(f"the fraction of {call.function} is computed")
        fraction, descending = float(written.value), call.order.descending
    place: Callable[[], Value] = lambda: stream.table[stream.order[0].column]  # noqa: E731
    group = Group(stream.table, arguments, place, fraction, descending, rank, known)
    return aggregate(AGGREGATES[call.function].kernel, call.function, group)
