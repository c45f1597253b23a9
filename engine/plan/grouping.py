"""From grouped streams and the foreach that reads them to plan nodes.

A grouped stream is not computed by itself. When its foreach comes, the aggregates that are used are collected, each
once, and computed for each side by an `Aggregate`; the foreach's expressions then read the results as columns.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from engine.plan import nodes
from engine.plan.expressions import holds, map_key, rewrite, walk, without_spans
from engine.query_errors import InternalError
from saql.record import record
from saql.span import NOWHERE
from saql.syntax.statements import JoinKind
from saql.typed.expressions import Aggregate, Call, Column, Expression, Literal, OrderKey, Window
from saql.types import Type

Step: TypeAlias = tuple[OrderKey, ...] | Callable[[nodes.Node], nodes.Node]
"""What is done to groups before the foreach: an order, or a limit or offset."""

_WINDOWS: frozenset[type] = frozenset((Window,))


@record
class Side:
    """A stream that is grouped, by keys over its rows that have names, and how its groups meet those of the next.

    `rollup` says that it has subtotals over the keys.
    """

    input: nodes.Node
    keys: tuple[Expression, ...]
    names: tuple[str, ...]
    join: JoinKind
    rollup: bool = False


@record
class Grouped:
    """A grouped stream: its sides, and what was done to its groups since."""

    sides: tuple[Side, ...]
    null_keys: bool
    steps: tuple[Step, ...] = ()

    @property
    def rollup(self) -> bool:
        """Whether there are subtotals on a side."""
        return any(side.rollup for side in self.sides)


def project_groups(stream: Grouped, items: tuple[tuple[str, Expression], ...]) -> nodes.Node:
    """Return the plan of a foreach over a grouped stream."""
    measures = _Measures(stream)
    used = [item for _, item in items]
    used.extend(key.expression for step in stream.steps if isinstance(step, tuple) for key in step)
    for each in used:
        measures.collect(each)
    node = _groups(stream, measures)
    for step in stream.steps:
        if isinstance(step, tuple):
            node = nodes.Sort(node, tuple(map_key(key, measures.columns) for key in step))
        else:
            node = step(node)
    items = tuple((name, measures.columns(item)) for name, item in items)
    return nodes.Project(*with_windows(node, items))


class _Measures:
    """The aggregates of a foreach, each with the name of the column that will hold it."""

    def __init__(self, stream: Grouped) -> None:
        self._stream = stream
        self._names: dict[Expression, str] = {}
        self._of_side: list[list[tuple[str, Aggregate]]] = [[] for _ in stream.sides]

    def collect(self, expression: Expression) -> None:
        """Note the aggregates inside an expression."""
        for each in walk(expression):
            if not isinstance(each, Aggregate) or each.function == "grouping":
                continue
            bare = without_spans(each)
            if bare not in self._names:
                self._names[bare] = f"{each.side}.measure{len(self._names)}"
                self._of_side[each.side].append((self._names[bare], each))

    def of_side(self, side: int) -> tuple[tuple[str, Aggregate], ...]:
        """Return the aggregates of a side with their names."""
        return tuple(self._of_side[side])

    def columns(self, expression: Expression) -> Expression:
        """Return the expression with aggregates and keys read from columns."""
        return rewrite(expression, self._column)

    def _column(self, each: Expression) -> Expression | None:
        if isinstance(each, Aggregate):
            if each.function == "grouping":
                return self._grouping(each)
            return Column(self._names[without_spans(each)], each.type, each.span)
        return self._key(each) if isinstance(each, Column) else None

    def _key(self, key: Column) -> Column:
        names = self._stream.sides[key.side].names
        if key.name not in names:
            raise InternalError(f"the column {key.name} of a group is none of its keys")
        return Column(key_name(key.side, names.index(key.name)), key.type, key.span)

    def _grouping(self, call: Aggregate) -> Expression:
        key = call.arguments[0]
        if not isinstance(key, Column) or not self._stream.rollup:
            return Literal(0, Type.NUMBER, call.span)
        place = self._stream.sides[key.side].names.index(key.name)
        return Column(_marker_name(key.side, place), Type.NUMBER, call.span)


def key_name(side: int, place: int) -> str:
    """Return the name of the column that holds a key of a side."""
    return f"{side}.key{place}"


def _marker_name(side: int, place: int) -> str:
    return f"{side}.grouping{place}"


def _groups(stream: Grouped, measures: _Measures) -> nodes.Node:
    """Return the groups of each side beside each other; subtotals meet subtotals over the same keys."""
    sides = []
    for number, side in enumerate(stream.sides):
        names = [key_name(number, place) for place in range(len(side.keys))]
        if side.rollup:
            node = _rollup(number, side, measures.of_side(number), stream.null_keys)
        else:
            keys = tuple(zip(names, side.keys, strict=True))
            node = nodes.Aggregate(side.input, keys, measures.of_side(number), stream.null_keys)
        if stream.rollup:
            node = node if side.rollup else _marked(node, number, len(names))
            names = [each for place, name in enumerate(names) for each in (_marker_name(number, place), name)]
        sides.append(nodes.CogroupSide(node, tuple(names), side.join))
    return sides[0].input if len(sides) == 1 else nodes.Cogroup(tuple(sides))


def _marked(node: nodes.Node, side: int, keys: int) -> nodes.Node:
    """Return groups without subtotals with a marker for each key, as subtotals have them."""
    items: list[tuple[str, Expression]] = [(each.name, Column(each.name, each.type, NOWHERE)) for each in node.schema]
    items.extend((_marker_name(side, place), Literal(0, Type.NUMBER, NOWHERE)) for place in range(keys))
    return nodes.Project(node, tuple(items))


def _rollup(number: int, side: Side, measures: tuple[tuple[str, Aggregate], ...], null_keys: bool) -> nodes.Node:
    """Return the groups of all keys, of all but the last, .., of none: each key's rows, then its subtotal."""
    source = side.input
    if not null_keys:
        for key in side.keys:
            missing = Call("is_null", (key,), Type.BOOLEAN, NOWHERE)
            source = nodes.Filter(source, Call("not", (missing,), Type.BOOLEAN, NOWHERE))
    keys = tuple((key_name(number, place), key) for place, key in enumerate(side.keys))
    markers = tuple(_marker_name(number, place) for place in range(len(keys)))
    levels = tuple(_level(source, keys, markers, count, measures) for count in range(len(keys), -1, -1))
    union = nodes.Union(levels, levels[0].schema)
    order = []
    for marker, (name, key) in zip(markers, keys, strict=True):
        order.append(OrderKey(Column(marker, Type.NUMBER, NOWHERE), False, False))
        order.append(OrderKey(Column(name, key.type, NOWHERE), False, False))
    return nodes.Sort(union, tuple(order))


def _level(
    source: nodes.Node,
    keys: tuple[tuple[str, Expression], ...],
    markers: tuple[str, ...],
    count: int,
    measures: tuple[tuple[str, Aggregate], ...],
) -> nodes.Node:
    """Return the groups by the first `count` keys, the others null, with a marker for each key."""
    node = nodes.Aggregate(source, keys[:count], measures, null_keys=True)
    items: list[tuple[str, Expression]] = [(name, Column(name, key.type, NOWHERE)) for name, key in keys[:count]]
    items.extend((name, Literal(None, key.type, NOWHERE)) for name, key in keys[count:])
    items.extend((name, Column(name, call.type, NOWHERE)) for name, call in measures)
    for place, marker in enumerate(markers):
        items.append((marker, Literal(int(place >= count), Type.NUMBER, NOWHERE)))
    return nodes.Project(node, tuple(items))


def with_windows(
    node: nodes.Node, items: tuple[tuple[str, Expression], ...]
) -> tuple[nodes.Node, tuple[tuple[str, Expression], ...]]:
    """Return the node with a column for each window, and the items reading those."""
    names: dict[Expression, str] = {}
    calls: list[tuple[str, Window]] = []

    def change(each: Expression) -> Expression | None:
        if not isinstance(each, Window):
            return None
        bare = without_spans(each)
        if bare not in names:
            names[bare] = f"window{len(names)}"
            calls.append((names[bare], each))
        return Column(names[bare], each.type, each.span)

    if not any(holds(item, _WINDOWS) for _, item in items):
        return node, items
    items = tuple((name, rewrite(item, change)) for name, item in items)
    return (nodes.Window(node, tuple(calls)) if calls else node), items
