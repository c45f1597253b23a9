"""Functions over the rows around each row."""

from __future__ import annotations

from typing import Any

import ibis

from engine.ibis.context import Context
from engine.ibis.errors import NotLoweredError
from engine.ibis.expressions import lower
from engine.ibis.nodes.rows import ordered_value, window_order
from engine.ibis.stream import Stream, Value
from engine.plan import nodes
from saql.typed.expressions import Expression, Literal, Window

_RANKS = {"rank": ibis.rank, "dense_rank": ibis.dense_rank}
_FOLDS = ("sum", "avg", "min", "max")


def lower_window(node: nodes.Window, inputs: list[Stream], context: Context) -> Stream:
    """Return the rows with a column more for each call; they keep their order."""
    stream = inputs[0]
    columns = context.names.all(name for name, _ in node.calls)
    added = {columns[name]: _window(call, stream, context) for name, call in node.calls}
    return Stream(stream.table.mutate(**added), {**stream.columns, **columns}, stream.order)


def _window(call: Window, stream: Stream, context: Context) -> Value:
    partition = [ordered_value(lower(each, stream, context), each.type) for each in call.partition]
    keys, ties = window_order(call.order, stream, context)
    if call.function in (*_RANKS, "cume_dist"):  # rows with equal keys are equal
        if not keys:
            raise NotLoweredError(f"{call.function} has no order")
        over = ibis.window(group_by=partition or None, order_by=keys)
        if call.function == "cume_dist":
            return ibis.cume_dist().over(over)
        return _RANKS[call.function]().over(over) + 1
    order: dict[str, Any] = {"group_by": partition or None, "order_by": [*keys, *ties]}
    arguments = [lower(each, stream, context) for each in call.arguments]
    match call.function:
        case "row_number":
            return ibis.row_number().over(ibis.window(**order)) + 1
        case "ntile":
            return ibis.ntile(_constant(call.arguments[0])).over(ibis.window(**order)) + 1
        case "lag" | "lead":
            steps = _constant(call.arguments[1]) if len(call.arguments) > 1 else 1
            return getattr(arguments[0], call.function)(steps).over(ibis.window(**order))
        case "first_value" | "last_value":
            fold = getattr(arguments[0], call.function.removesuffix("_value"))
            return fold(include_null=True).over(ibis.window(**order, rows=(None, None)))
        case "count":
            frame = ibis.window(**order, rows=(call.lower, call.upper))
            rows = stream.table.count().over(frame)
            found = arguments[0].count().over(frame) if arguments else rows
            return (rows > 0).ifelse(found, ibis.null("int64"))
        case function if function in _FOLDS:
            folded = getattr(arguments[0], {"avg": "mean"}.get(function, function))()
            return folded.over(ibis.window(**order, rows=(call.lower, call.upper)))
        case function:
            raise NotLoweredError(f"{function} over a frame of rows has no form on it")


def _constant(argument: Expression) -> int:
    if not isinstance(argument, Literal) or not isinstance(argument.value, int | float):
        raise NotLoweredError("a number of rows is computed")
    return int(argument.value)
