"""Functions over the rows around each row: running totals, neighbours, ranks."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Column, Frame
from engine.kernels import windows
from engine.kernels.arrays import Array, array
from engine.kernels.keys import group_rows
from engine.kernels.ordering import SortKey, sorted_rows
from engine.kernels.rows import take, take_or_null, with_columns
from engine.physical.expressions import Evaluator
from engine.plan import nodes
from engine.query_errors import InternalError
from saql.typed.expressions import Expression, Literal, Window


def run_window(node: nodes.Window, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return the input with a column more for each call; the rows keep their order."""
    evaluator = Evaluator(inputs[0], zone)
    return with_columns(inputs[0], {name: _window(call, evaluator, inputs[0].rows) for name, call in node.calls})


def _window(call: Window, evaluator: Evaluator, rows: int) -> Column:
    partition = group_rows([evaluator.column(each) for each in call.partition], rows, null_keys=True)
    keys = [SortKey(evaluator.column(each.expression), each.descending, each.nulls_first) for each in call.order]
    slots = array(partition.slots.astype(np.int64))
    order = sorted_rows([SortKey(slots, False, False), *keys], rows)
    layout = windows.Layout.of(partition.slots[order])
    back = np.empty(rows, np.int64)
    back[order] = np.arange(rows)
    if call.function in windows.RANKINGS:
        ranked = windows.RANKINGS[call.function](layout, _ties(keys, order, rows))
        return array(ranked[back])
    if call.function == "ntile":
        return array(windows.ntile(layout, _whole(call.arguments[0]))[back])
    if call.function in ("lag", "lead"):
        steps = _whole(call.arguments[1]) if len(call.arguments) > 1 else 1
        places = windows.neighbours(layout, -steps if call.function == "lag" else steps)
        ordered = take(evaluator.column(call.arguments[0]), order)
        return take(take_or_null(ordered, places, call.type), back)
    if call.function in ("first_value", "last_value"):
        places = layout.starts if call.function == "first_value" else layout.ends - 1
        return take(take(evaluator.column(call.arguments[0]), order), places[back])
    frame = layout.frame(call.lower, call.upper)
    return take(_over_frame(call, evaluator, layout, frame, order), back)


def _over_frame(
    call: Window, evaluator: Evaluator, layout: windows.Layout, frame: windows.Bounds, order: Array
) -> Column:
    columns = [take(evaluator.column(each), order) for each in call.arguments]
    if call.function == "count":
        return windows.count(frame, columns[0] if columns else None)
    if len(columns) == 2:
        fraction = call.arguments[0]
        if not isinstance(fraction, Literal) or not isinstance(fraction.value, int | float):
            raise InternalError("the fraction of a percentile is no constant")
        return windows.percentile(frame, columns[1], float(fraction.value), call.function == "percentile_disc")
    if call.function == "median":
        return windows.percentile(frame, columns[0], 0.5, False)
    return windows.fold(call.function, layout, frame, columns[0])


def _whole(constant: Expression) -> int:
    if not isinstance(constant, Literal) or not isinstance(constant.value, int | float):
        raise InternalError("a number of rows is no constant")
    return int(constant.value)


def _ties(keys: list[SortKey], order: Array, rows: int) -> Array:
    """Return which rows, in window order, differ from the row before in a key."""
    groups = group_rows([key.column for key in keys], rows, null_keys=True)
    ids = groups.slots[order]
    return np.concatenate([np.ones(min(rows, 1), np.bool_), ids[1:] != ids[:-1]])
