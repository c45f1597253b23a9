"""arimax over a part of a frame: its forecasts, and the table of its models."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.columns import Column, Frame
from engine.forecasting.arima import Candidate, candidates, predict
from engine.forecasting.prediction import Prediction, nothing
from engine.forecasting.smoothing import smooth
from engine.kernels import codes as texts
from engine.kernels.arrays import Array, array, from_list
from engine.kernels.rows import take
from engine.physical.history import History, numbers_of
from engine.physical.series import Parts
from engine.query_errors import EvaluationError
from saql.typed import expressions as typed
from saql.typed.forecasts import Arima, Periods, Series

_SEASONS = {"Y": (0,), "Y-Q": (0, 4), "Y-M": (0, 12), "Y-W": (0,), "Y-M-D": (0, 7)}
_USUAL_SEASONS = (0, 4, 7, 12)
_SHOWN = {"top": 1, "multi": 3}


def predict_series(frame: Frame, series: Series, model: Arima, measure: typed.Column, history: History) -> Prediction:
    """Return what the best model says of a part; nothing where it is too short for any.

    Raises:
        EvaluationError: The measure or an outside variable has a null.
        MissingExtraError: statsmodels is not installed.
    """
    found = _candidates(frame, series, model, measure, history)
    if not found:
        return nothing(len(history.rows), history.steps)
    futures = _futures(frame, model, history) if model.regressors else None
    return predict(found[0], len(history.rows), history.steps, futures)


def _candidates(frame: Frame, series: Series, model: Arima, measure: typed.Column, history: History) -> list[Candidate]:
    values = _complete(frame, measure, history.rows)
    regressors = [_complete(frame, each, history.rows) for each in model.regressors]
    seasons = _SEASONS[series.position.format] if isinstance(series.position, Periods) else _USUAL_SEASONS
    outside = np.column_stack(regressors) if regressors else None
    return candidates(values, model.order, model.seasonal_order, seasons, outside)


def _complete(frame: Frame, column: typed.Column, rows: Array) -> Array:
    values = numbers_of(frame.columns[column.name])[rows]
    if np.isnan(values).any():
        raise EvaluationError(
            f"arimax takes no nulls, and '{column.name}' has some",
            column.span,
            f"give them a value in a foreach before: `coalesce('{column.name}', 0) as '{column.name}'`",
        )
    return values


def _futures(frame: Frame, model: Arima, history: History) -> Array:
    """Return the outside variables in the forecast periods: as told, else as exponential smoothing forecasts them."""
    columns = []
    for place, regressor in enumerate(model.regressors):
        values = numbers_of(frame.columns[regressor.name])
        ahead = smooth(values[history.rows], history.steps).values
        if model.futures is not None:
            ahead[history.steps - len(model.futures[place]) :] = model.futures[place]
        if len(history.left_out) and not np.isnan(values[history.left_out[0]]):
            ahead[0] = values[history.left_out[0]]
        columns.append(np.nan_to_num(ahead))
    return np.column_stack(columns)


def table_of_models(frame: Frame, series: Series, model: Arima, parts: Parts, past: list[History]) -> Frame:
    """Return a row for each of the best models of each part and measure."""
    rows: list[int] = []
    cells: list[tuple[str, str, str, float]] = []
    for history in past:
        for _, measure in series.measures:
            for each in _candidates(frame, series, model, measure, history)[: _SHOWN[model.show or "top"]]:
                rows.append(int(parts.first[history.part]))
                cells.append((measure.name, _order(each.order), _order(each.seasonal_order), each.criterion))
    columns: dict[str, Column] = {
        each.name: take(frame.columns[each.name], np.array(rows, np.int64)) for each in series.partition
    }
    for place, name in enumerate(("Measure", "ArimaOrder", "SeasonalOrder")):
        columns[name] = texts.encode(from_list([cell[place] for cell in cells], pa.string()))
    columns["BIC"] = array(np.array([cell[3] for cell in cells], np.float64))
    return Frame(columns, len(rows))


def _order(order: tuple[int, ...]) -> str:
    return f"({','.join(map(str, order))})"
