"""Forecasts: `q = timeseries q generate 'Amount' as 'fAmount' with (length=6, ..);` and the same with arimax."""

from __future__ import annotations

import dataclasses
from typing import Literal, cast

from saql.check.aggregates import check_order_key
from saql.check.arima import ARIMA, check_arima
from saql.check.parameters import Parameters, numbers_of
from saql.check.periods import EXAMPLE, check_periods
from saql.check.rows import RowScope
from saql.check.session import Session
from saql.check.streams import UNKNOWN, Rows, Stream
from saql.schema import Schema
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.typed.expressions import Column, OrderKey
from saql.typed.forecasts import Arima, Periods, Series, Smoothing
from saql.typed.statements import Forecast

_SERIES = ("length", "dateCols", "order", "partition", "ignoreLast", "predictionInterval")
_SMOOTHING = ("model", "seasonality")
_INTERVALS = (80, 95)


def check_forecast(node: syntax.Forecast, session: Session) -> Stream:
    """Return the rows with forecasts beside them and the rows of the periods that come."""
    rows = session.projected(node.stream, node.model)
    scope = RowScope(rows, (node.stream.name,), node.model, session.findings)
    known = (*_SERIES, *(_SMOOTHING if node.model == "timeseries" else ARIMA))
    parameters = Parameters(node.model, node.parameters, known, scope, session)
    series = _series(node, parameters, rows)
    model = _smoothing(parameters) if node.model == "timeseries" else check_arima(node, parameters, series.length)
    if parameters.failed or not rows.known:
        return UNKNOWN
    shown = isinstance(model, Arima) and model.show is not None
    schema = series.table_of_models() if shown else Schema((*rows.schema, *series.fields()))
    position = session.emit(Forecast(rows.position, series, model, schema))
    return dataclasses.replace(rows, position=position, schema=schema, before=None)


def _series(node: syntax.Forecast, parameters: Parameters, rows: Rows) -> Series:
    parameters.require(("length",), node.span, "length=12")
    length = parameters.whole("length", "a whole number from 1 to 10000", lambda number: 1 <= number <= 10_000)
    intervals = _intervals(parameters)
    position = _position(node, parameters, rows)
    partition, ignored = parameters.fields("partition"), parameters.truth("ignoreLast")
    series = Series((), length or 1, position, partition, ignored, intervals)
    return dataclasses.replace(series, measures=_measures(node, parameters, rows, series))


def _position(node: syntax.Forecast, parameters: Parameters, rows: Rows) -> Periods | tuple[OrderKey, ...]:
    """Return by what the rows are ordered: exactly one of the two ways."""
    order = parameters.get("order")
    parameters.require(("dateCols", "order"), node.span, EXAMPLE)
    if order is None:
        return check_periods(parameters, rows) or ()
    if parameters.get("dateCols") is not None:
        hints = ("leave out `order`: the periods have their order",)
        parameters.wrong("SAQL459", order.span, hints=hints, statement=node.model)
        return ()
    keys = []
    for value in order.values:
        key = value if isinstance(value, written.OrderKey) else None
        name = key.expression if key else value
        column = parameters.field(cast(written.Expression, name), order)
        if column is not None:
            key = key or written.OrderKey(cast(written.Name, name), False, None, column.span)
            keys.append(check_order_key(key, parameters.scope))
    return tuple(keys)


def _measures(
    node: syntax.Forecast, parameters: Parameters, rows: Rows, series: Series
) -> tuple[tuple[str, Column], ...]:
    measures: dict[str, Column] = {}
    taken = set(rows.schema.names)
    for projection in node.projections:
        expression, alias = projection.expression, projection.alias
        if not isinstance(expression, written.Name):
            hints = ("compute it in a foreach first, then forecast its alias",)
            parameters.wrong("SAQL460", expression.span, hints=hints, statement=node.model)
            continue
        column = parameters.measure(expression)
        if alias is None:
            continue
        names = series.names(alias.name)
        double = next((name for name in names if name in taken), None)
        if double is not None:
            hints = ("give the forecast another alias",)
            parameters.wrong("SAQL462", alias.span, hints=hints, name=double, stream=node.stream.name)
        elif alias.name == "none":
            parameters.wrong("SAQL424", alias.span)
        taken |= set(names)
        if column is not None:
            measures[alias.name] = column
    return tuple(measures.items())


def _intervals(parameters: Parameters) -> tuple[int, ...]:
    parameter = parameters.get("predictionInterval")
    if parameter is None:
        return ()
    values: tuple[object, ...] = parameter.values
    if len(values) == 1 and isinstance(values[0], written.Array):
        values = values[0].elements
    numbers = numbers_of(values, int)
    if not numbers or not set(numbers) <= set(_INTERVALS):
        parameters.refuse(parameter, "80, 95 or [80, 95]")
        return ()
    return tuple(sorted(set(numbers)))


def _smoothing(parameters: Parameters) -> Smoothing:
    kind = parameters.choice("model", ("None", "Additive", "Multiplicative"))
    season = parameters.whole("seasonality", "0 or a number from 2 to 24", lambda number: number in (0, *range(2, 25)))
    return Smoothing(cast(Literal["None", "Additive", "Multiplicative"] | None, kind), season)
