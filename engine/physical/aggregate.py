"""One row a distinct key, with the aggregates of the rows that have it, in ascending order of the keys."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Column, Frame
from engine.kernels import grouped
from engine.kernels.keys import Groups, group_rows
from engine.kernels.rows import take
from engine.physical.expressions import Evaluator
from engine.plan import nodes
from engine.plan.expressions import without_spans
from engine.query_errors import InternalError
from saql.functions.registry import AGGREGATES
from saql.typed.expressions import Aggregate, Expression, Literal


def run_aggregate(node: nodes.Aggregate, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return the keys, then the measures. Nulls in keys come last."""
    evaluator = Evaluator(inputs[0], zone)
    keys = [evaluator.column(key) for _, key in node.keys]
    groups = group_rows(keys, inputs[0].rows, node.null_keys)
    arguments = _Arguments(evaluator, groups)
    columns = {name: column for (name, _), column in zip(node.keys, groups.keys, strict=True)}
    for name, measure in node.measures:
        columns[name] = _measure(measure, groups, arguments)
    return Frame(columns, len(groups))


class _Arguments:
    """Arguments of aggregates over the rows that are in groups, each computed once."""

    def __init__(self, evaluator: Evaluator, groups: Groups) -> None:
        self._evaluator = evaluator
        self._kept = None if groups.kept is None else np.flatnonzero(groups.kept)
        self._columns: dict[Expression, Column] = {}

    def column(self, expression: Expression) -> Column:
        key = without_spans(expression)
        if key not in self._columns:
            column = self._evaluator.column(expression)
            self._columns[key] = column if self._kept is None else take(column, self._kept)
        return self._columns[key]


def _measure(call: Aggregate, groups: Groups, arguments: _Arguments) -> Column:
    if call.order is not None:
        fraction = call.arguments[0]
        if not isinstance(fraction, Literal) or not isinstance(fraction.value, int | float):
            raise InternalError("the fraction of a percentile is no constant")
        kernel = grouped.PERCENTILES[AGGREGATES[call.function].kernel]
        values = arguments.column(call.order.expression)
        return kernel(groups, values, float(fraction.value), call.order.descending)
    return grouped.AGGREGATES[AGGREGATES[call.function].kernel](
        groups, [arguments.column(each) for each in call.arguments]
    )
