"""Several inputs: one after the other, with partners in another, looked up, or beside each other by keys."""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from engine.ibis.context import Context
from engine.ibis.expressions import TYPES, lower
from engine.ibis.functions.operators import alike
from engine.ibis.stream import Place, Stream, Value
from engine.plan import nodes
from saql.typed.expressions import Expression
from saql.types import Type


def lower_union(node: nodes.Union, inputs: list[Stream], context: Context) -> Stream:
    """Return all rows, one input after the other; each input has columns of its own for its order."""
    columns = context.names.all(node.schema.names)
    values = {field.name: _alike([_field(each, field.name) for each in inputs]) for field in node.schema}
    which = context.names.new("input")
    orders = [[context.names.new("place") for _ in each.order] for each in inputs]
    tables = []
    for number, stream in enumerate(inputs):
        own = {columns[name]: several[number] for name, several in values.items()}
        own[which] = ibis.literal(number, "int64")
        for other, (there, names) in enumerate(zip(inputs, orders, strict=True)):
            for place, name in zip(there.order, names, strict=True):
                kind = there.table[place.column].type()
                own[name] = stream.table[place.column] if other == number else ibis.null(kind)
        tables.append(stream.table.select(**own))
    places = [Place(which)]
    for stream, names in zip(inputs, orders, strict=True):
        for place, name in zip(stream.order, names, strict=True):
            places.append(Place(name, place.descending, place.nulls_first))
    return Stream(ibis.union(*tables) if len(tables) > 1 else tables[0], columns, tuple(places))


def _field(stream: Stream, name: str) -> Value | None:
    return stream.column(name) if name in stream.columns else None


def _alike(values: Sequence[Value | None]) -> list[Value]:
    """Return values of one type; None is null."""
    known = [each for each in values if each is not None]
    kind = alike(known)[0].type() if known else TYPES[Type.TEXT]
    if any(each.type().is_floating() for each in known):
        kind = "float64"
    return [ibis.null(kind) if each is None else each.cast(kind) for each in values]


def lower_semi_join(node: nodes.SemiJoin, inputs: list[Stream], context: Context) -> Stream:
    """Return the rows with, or without, a partner; they keep their order."""
    stream, mine, other, theirs = _keyed(inputs, node.keys, node.other_keys, context)
    partners = other.table.select(*theirs).distinct()
    pairs = list(zip(mine, theirs, strict=True))
    join = stream.table.semi_join if node.kind == "semi" else stream.table.anti_join
    return Stream(join(partners, pairs), stream.columns, stream.order)


def lower_augment(node: nodes.Augment, inputs: list[Stream], context: Context) -> Stream:
    """Return the rows with the items of their first partners or nulls; they keep their order."""
    stream, mine, other, theirs = _keyed(inputs, node.keys, node.other_keys, context)
    columns = context.names.all(name for name, _ in node.items)
    place = context.names.new("partner")
    window = ibis.window(group_by=[other.table[each] for each in theirs], order_by=other.order_keys())
    items = {columns[name]: lower(item, other, context) for name, item in node.items}
    keys = {each: other.table[each] for each in theirs}
    partners = other.table.select(**keys, **items, **{place: ibis.row_number().over(window)})
    partners = partners.filter(partners[place] == 0)
    joined = stream.table.left_join(partners, list(zip(mine, theirs, strict=True)))
    kept = [*stream.columns.values(), *(each.column for each in stream.order), *columns.values()]
    return Stream(joined.select(*dict.fromkeys(kept)), {**stream.columns, **columns}, stream.order)


def _keyed(
    inputs: list[Stream], keys: tuple[Expression, ...], other_keys: tuple[Expression, ...], context: Context
) -> tuple[Stream, list[str], Stream, list[str]]:
    """Return both streams with columns for the keys, and the names of these columns."""
    pairs = [
        alike([lower(mine, inputs[0], context), lower(theirs, inputs[1], context)])
        for mine, theirs in zip(keys, other_keys, strict=True)
    ]
    names = [(context.names.new("key"), context.names.new("key")) for _ in pairs]
    first = _with(inputs[0], {name: pair[0] for (name, _), pair in zip(names, pairs, strict=True)})
    other = _with(inputs[1], {name: pair[1] for (_, name), pair in zip(names, pairs, strict=True)})
    return first, [name for name, _ in names], other, [name for _, name in names]


def _with(stream: Stream, added: dict[str, Value]) -> Stream:
    return Stream(stream.table.mutate(**added), stream.columns, stream.order)


def lower_cogroup(node: nodes.Cogroup, inputs: list[Stream], context: Context) -> Stream:
    """Return the groups of all inputs beside each other, in order of the keys; null is a key like any other."""
    result, keys = _side(node.sides[0], inputs[0], context)
    columns = dict(inputs[0].columns)
    for before, side, stream in zip(node.sides, node.sides[1:], inputs[1:], strict=False):
        other, theirs = _side(side, stream, context)
        pairs = list(zip(keys, theirs, strict=True))
        how = {"inner": "inner", "left": "left", "right": "right", "full": "outer"}[before.join]
        same = [result[mine].identical_to(other[their]) for mine, their in pairs]
        joined = result.join(other, same, how=how)
        merged = {context.names.new("key"): _known(joined, mine, their) for mine, their in pairs}
        columns.update(stream.columns)
        result = joined.select(**{each: joined[each] for each in columns.values()}, **merged)
        keys = list(merged)
    return Stream(result, columns, tuple(map(Place, keys)))


def _known(joined: ibis.Table, mine: str, theirs: str) -> Value:
    return ibis.coalesce(*alike([joined[mine], joined[theirs]]))


def _side(side: nodes.CogroupSide, stream: Stream, context: Context) -> tuple[ibis.Table, list[str]]:
    """Return a side with columns for its keys; groups of all rows have a key that is the same."""
    values = {context.names.new("key"): stream.column(each) for each in side.keys}
    if not values:
        values = {context.names.new("key"): ibis.literal(1, "int64")}
    fields = {each: stream.table[each] for each in stream.columns.values()}
    return stream.table.select(**fields, **values), list(values)
