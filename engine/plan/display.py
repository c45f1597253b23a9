"""Plans and expressions as text, for `explain`, errors and golden files."""

from __future__ import annotations

import datetime as dt

from engine.plan.nodes import (
    Aggregate,
    Augment,
    Cogroup,
    Fill,
    Filter,
    First,
    Flatten,
    Forecast,
    Limit,
    Node,
    Project,
    Scan,
    SemiJoin,
    Sort,
    Top,
    Union,
    Window,
)
from engine.plan.walk import inputs, parent_counts
from saql.functions.registry import REGISTRY
from saql.typed import expressions as typed
from saql.typed.expressions import Expression, Literal, OrderKey
from saql.typed.forecasts import Periods, Smoothing

_SHOWN = 8
"""So many fields of a scan are named; a dataset may have thousands."""


def display(plan: Node) -> str:
    """Return the plan with each node above what it reads; a stream that is read again is named `stream 1`."""
    counts = parent_counts(plan)
    numbers: dict[int, int] = {}
    lines: list[str] = []

    def add(node: Node, depth: int) -> None:
        indent = "  " * depth
        if id(node) in numbers:
            lines.append(f"{indent}stream {numbers[id(node)]}")
            return
        name = ""
        if counts.get(id(node), 0) > 1:
            numbers[id(node)] = len(numbers) + 1
            name = f"stream {numbers[id(node)]}: "
        lines.append(f"{indent}{name}{describe(node)}")
        for each in inputs(node):
            add(each, depth + 1)

    add(plan, 0)
    return "\n".join(lines) + "\n"


def describe(node: Node) -> str:
    """Return one node in one line, without what it reads."""
    match node:
        case Scan(dataset, version, schema, sample):
            part = "" if sample is None else f" sample {sample:g}%"
            names = (
                schema.names if len(schema) <= _SHOWN else (*schema.names[:_SHOWN], f"and {len(schema) - _SHOWN} more")
            )
            return f"scan {dataset}@{version}{part} [{', '.join(names)}]"
        case Filter(_, predicate):
            return f"filter {show(predicate)}"
        case Project(_, items):
            return f"project {_named(items)}"
        case Aggregate(_, keys, measures, null_keys, where, ordered, first):
            more = ("" if null_keys else " without null keys") + ("" if ordered else " in any order")
            wanted = "" if first is None else f", only the {_first(first)}"
            return f"aggregate by [{_named(keys)}] [{_named(measures)}]{more}{_where(where)}{wanted}"
        case Window(_, calls):
            return f"window {_named(calls)}"
        case Sort() | Limit() | Top():
            return _describe_order(node)
        case Fill() | Forecast():
            return _describe_series(node)
        case Flatten(_, key, parent, with_self, lineage):
            added = ", ".join(f"{item} as '{name}'" for name, item in lineage)
            return f"flatten {show(key)}, {show(parent)}{' with self' if with_self else ''} [{added}]"
        case Cogroup() | Union() | SemiJoin() | Augment():
            return _describe_several(node)


def _describe_order(node: Sort | Limit | Top) -> str:
    match node:
        case Sort(_, keys):
            return f"sort {', '.join(map(_key, keys))}"
        case Limit(_, count, offset):
            return f"limit {'all' if count is None else count}{f' offset {offset}' if offset else ''}"
        case Top(_, where, keys, count, offset):
            return _first(First(where, keys, count), f" offset {offset}" if offset else "")


def _first(first: First, offset: str = "") -> str:
    ordered = f" by {', '.join(map(_key, first.keys))}" if first.keys else ""
    return f"first {first.count}{ordered}{offset}{_where(first.where)}"


def _where(predicate: Expression | None) -> str:
    return "" if predicate is None else f" where {show(predicate)}"


def _describe_several(node: Cogroup | Union | SemiJoin | Augment) -> str:
    """Return a node that reads several others."""
    match node:
        case Cogroup(sides):
            keys = [f"[{', '.join(side.keys)}]" for side in sides]
            joined = [f"{key} {side.join}" for key, side in zip(keys, sides[:-1], strict=False)]
            return f"cogroup {', '.join([*joined, keys[-1]])}"
        case Union():
            return "union"
        case SemiJoin(_, _, first, second, kind):
            return f"{kind} join {_list(first)} = {_list(second)}"
        case Augment(_, _, first, second, items):
            return f"augment {_list(first)} = {_list(second)} [{_named(items)}]"


def _describe_series(node: Fill | Forecast) -> str:
    """Return a node over series of periods."""
    match node:
        case Fill(_, periods, start, end, partition):
            ends = f" from {start or 'first'} to {end or 'last'}" if start or end else ""
            return f"fill {_periods(periods)}{ends}{_by(partition)}"
        case Forecast(_, series, model):
            kind = "timeseries" if isinstance(model, Smoothing) else "arimax"
            position = series.position
            ordered = _periods(position) if isinstance(position, Periods) else f"[{', '.join(map(_key, position))}]"
            return f"{kind} {_named(series.measures)} for {series.length} after {ordered}{_by(series.partition)}"


def _periods(periods: Periods) -> str:
    return f"[{_list(periods.columns)}] {periods.format}"


def _by(partition: tuple[typed.Column, ...]) -> str:
    return f" partition by {_list(partition)}" if partition else ""


def show(expression: Expression) -> str:
    """Return an expression in one line."""
    match expression:
        case Literal(value):
            return _literal(value)
        case typed.Column(name):
            return f"'{name}'"
        case typed.Call(function, arguments):
            symbol = REGISTRY[function].symbol if function in REGISTRY else None
            if symbol and len(arguments) == 2:
                return f"({show(arguments[0])} {symbol} {show(arguments[1])})"
            return f"{function}({_list(arguments)})"
        case typed.Case(branches, otherwise):
            whens = " ".join(f"when {show(condition)} then {show(result)}" for condition, result in branches)
            return f"case {whens} else {show(otherwise)} end"
        case typed.Membership(operand, values, ranges):
            parts = [*map(show, values), *(f"{_bound(lower)}..{_bound(upper)}" for lower, upper in ranges)]
            return f"({show(operand)} in [{', '.join(parts)}])"
        case typed.DateMembership(operand, ranges):
            return f"({show(operand)} in {ranges})"
        case typed.Aggregate(function, arguments, order=order):
            within = "" if order is None else f" within group (order by {_key(order)})"
            return f"{function}({_list(arguments)}){within}"
        case typed.Window(function, arguments, lower, upper, partition, keys):
            ends = f"{'' if lower is None else lower}..{'' if upper is None else upper}"
            ordered = f" order by {', '.join(map(_key, keys))}" if keys else ""
            return f"{function}({_list(arguments)}) over ([{ends}] partition by {_list(partition) or 'all'}{ordered})"


def _list(expressions: tuple[Expression, ...]) -> str:
    return ", ".join(map(show, expressions))


def _named(items: tuple[tuple[str, Expression], ...]) -> str:
    return ", ".join(
        f"'{name}'" if isinstance(item, typed.Column) and item.name == name else f"{show(item)} as '{name}'"
        for name, item in items
    )


def _key(key: OrderKey) -> str:
    nulls = "" if key.nulls_first == key.descending else f" nulls {'first' if key.nulls_first else 'last'}"
    return f"{show(key.expression)}{' desc' if key.descending else ''}{nulls}"


def _bound(literal: Literal | None) -> str:
    return "" if literal is None else show(literal)


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value.isoformat() if isinstance(value, dt.date) else repr(value)
