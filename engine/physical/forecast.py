"""Forecasts beside the rows that they are made from, and rows for the periods that come."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.columns import Column, Frame
from engine.forecasting.prediction import Prediction
from engine.forecasting.smoothing import smooth
from engine.kernels.arrays import Array, array
from engine.physical.arimax import predict_series, table_of_models
from engine.physical.history import History, histories, numbers_of, positions_of
from engine.physical.periods import make_periods
from engine.physical.series import Added, parts_of, put_in
from engine.plan import nodes
from saql.typed import expressions as typed
from saql.typed.forecasts import Arima, Periods, Series


def run_forecast(node: nodes.Forecast, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return the rows by part and position with the forecast of each period, then the rows of those that come.

    Raises:
        EvaluationError: A period is missing, which arimax takes amiss, or fields are no period.
        MissingExtraError: The model needs a library that is not installed.
    """
    frame, series, model = inputs[0], node.series, node.model
    parts = parts_of(frame, series.partition)
    positions, known = positions_of(frame, series, zone)
    past = list(histories(frame, parts, positions, known, series))
    if isinstance(model, Arima) and model.show is not None:
        return table_of_models(frame, series, model, parts, past)
    added = _added(frame, series, past)
    result, order = put_in(frame, node.input.schema, parts, positions, known, added)
    columns = dict(result.columns)
    for name, measure in series.measures:
        made = _Made(series, name, frame.rows + len(added.parts))
        for place, history in enumerate(past):
            new = frame.rows + place * series.length + np.arange(series.length)
            made.write(_prediction(frame, node, measure, history), history, new)
        columns |= made.columns(order)
    return Frame(columns, result.rows)


def _prediction(frame: Frame, node: nodes.Forecast, measure: typed.Column, history: History) -> Prediction:
    if isinstance(node.model, Arima):
        return predict_series(frame, node.series, node.model, measure, history)
    values = numbers_of(frame.columns[measure.name])[history.rows]
    return smooth(values, history.steps, node.model.kind, node.model.season)


def _added(frame: Frame, series: Series, past: list[History]) -> Added:
    """Return the rows of the periods that come, those of each part after each other."""
    ahead = np.arange(1, series.length + 1)
    owners = np.array([each.part for each in past], np.int64).repeat(series.length)
    if not isinstance(series.position, Periods):
        return Added(owners, np.tile(ahead + frame.rows, len(past)), {})
    last = np.array([each.last for each in past], np.int64)
    positions = (last[:, None] + ahead).ravel()
    return Added(owners, positions, make_periods(frame, series.position, positions))


class _Made:
    """The columns of one forecast: its values, and the ends of its intervals."""

    def __init__(self, series: Series, name: str, rows: int) -> None:
        self._intervals = series.intervals
        self._name, *self._ends = series.names(name)
        self._columns = {each: np.full(rows, np.nan) for each in (self._name, *self._ends)}

    def write(self, prediction: Prediction, history: History, new: Array) -> None:
        """Write what a model says of a part whose new rows are at the places given.

        The past has what the model would have forecast; intervals are of periods that it has not seen.
        """
        left_out = history.steps - len(new)
        ends = [end for each in self._intervals for end in prediction.interval(each)]
        for name, values in zip((self._name, *self._ends), (prediction.values, *ends), strict=True):
            column = self._columns[name]
            column[new] = values[left_out:]
            if left_out:
                column[history.left_out] = values[0]
        self._columns[self._name][history.rows] = prediction.fitted

    def columns(self, order: Array) -> dict[str, Column]:
        """Return the columns in the order of the result."""
        ordered = {name: column[order] for name, column in self._columns.items()}
        return {name: array(column, ~np.isnan(column)) for name, column in ordered.items()}
