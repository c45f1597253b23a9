"""Forecasts by seasonal ARIMA models with outside variables, as statsmodels computes them.

Orders that are not given are searched. How often to difference is decided first, since models of different data can't
be compared by their likelihoods; then all small orders are fitted, and the Bayesian information criterion decides.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from engine.forecasting.prediction import Prediction, nothing
from engine.kernels.arrays import Array
from engine.query_errors import MissingExtraError
from saql.record import record

Order = tuple[int, int, int]
SeasonalOrder = tuple[int, int, int, int]

_SEARCHED = ((0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2))
_SEARCHED_SEASONALLY = range(2)
_ITERATIONS = 60


@record(eq=False)
class Candidate:
    """A model fitted to a series: its orders, its criterion (the lower the better), and statsmodels' result."""

    order: Order
    seasonal_order: SeasonalOrder
    criterion: float
    result: Any


def candidates(
    values: Array,
    order: Order | None,
    seasonal_order: SeasonalOrder | None,
    seasons: Sequence[int],
    regressors: Array | None = None,
) -> list[Candidate]:
    """Return the models that can be fitted to a series, the best first.

    Args:
        values: The series (n,), none missing.
        order: (p, d, q), or None to search it.
        seasonal_order: (P, D, Q, s), or None to search it.
        seasons: The lengths that a searched season may have, 0 for none.
        regressors: Outside variables (n, variables).

    Raises:
        MissingExtraError: statsmodels is not installed.
    """
    model = _model()
    found = []
    for each, seasonal in _orders(values, order, seasonal_order, seasons):
        fitted = _fitted(model, values, each, seasonal, regressors)
        if fitted is not None:
            found.append(fitted)
    return sorted(found, key=lambda each: (each.criterion, each.order, each.seasonal_order))


def predict(best: Candidate, count: int, steps: int, futures: Array | None = None) -> Prediction:
    """Return what a model says.

    Args:
        best: The model.
        count: The length of its series.
        steps: Number of periods to forecast.
        futures: The outside variables in those periods (steps, variables).
    """
    if not steps:
        return nothing(count, 0)
    with warnings.catch_warnings():
        _ignore_search(warnings)
        ahead = best.result.get_forecast(steps, exog=futures)
    fitted = np.array(best.result.fittedvalues, np.float64)
    fitted[: best.order[1] + best.seasonal_order[1] * best.seasonal_order[3]] = np.nan  # differences of nothing
    return Prediction(fitted, np.asarray(ahead.predicted_mean), np.asarray(ahead.se_mean))


def _model() -> Any:
    try:
        # Only forecasts by arimax need it, and it takes a second to import.
        from statsmodels.tsa.statespace.sarimax import SARIMAX
    except ImportError:
        raise MissingExtraError("arimax", "statsmodels", "models") from None
    return SARIMAX


def _orders(
    values: Array, order: Order | None, seasonal_order: SeasonalOrder | None, seasons: Sequence[int]
) -> list[tuple[Order, SeasonalOrder]]:
    seasonal = [seasonal_order] if seasonal_order else _seasonal_orders(values, seasons)
    if order:
        return [(order, each) for each in seasonal]
    pairs = []
    for each in seasonal:
        rest = _differenced(values, each[3], each[1])
        differences = _differences(rest, 1, 2)
        pairs += [((p, differences, q), each) for p, q in _SEARCHED]
    return pairs


def _seasonal_orders(values: Array, seasons: Sequence[int]) -> list[SeasonalOrder]:
    orders: list[SeasonalOrder] = []
    for season in seasons:
        if not season:
            orders.append((0, 0, 0, 0))
        elif len(values) >= 2 * season:
            differences = _differences(values, season, 1)
            pairs = product(_SEARCHED_SEASONALLY, _SEARCHED_SEASONALLY)
            orders += [(p, differences, q, season) for p, q in pairs if p or q or differences]
    return orders or [(0, 0, 0, 0)]


def _differences(values: Array, lag: int, most: int) -> int:
    """Return how many differences leave the least spread: the rule of Nau, "Statistical forecasting" (Duke)."""
    spreads = [
        float(np.std(_differenced(values, lag, each))) for each in range(most + 1) if len(values) > lag * each + 1
    ]
    return int(np.argmin(spreads)) if spreads else 0


def _differenced(values: Array, lag: int, times: int) -> Array:
    for _ in range(times):
        values = values[lag:] - values[:-lag]
    return values


def _fitted(
    model: Any, values: Array, order: Order, seasonal_order: SeasonalOrder, regressors: Array | None
) -> Candidate | None:
    """Return the fitted model, or None where the series is too short for it or has no solution."""
    lost = order[1] + seasonal_order[1] * seasonal_order[3]
    # A constant is the mean of a series that is not differenced, and the slope of one that is once.
    constant = "c" if order[1] + seasonal_order[1] < 2 else None
    parameters = order[0] + order[2] + seasonal_order[0] + seasonal_order[2] + (constant is not None) + 1
    parameters += 0 if regressors is None else regressors.shape[1]
    if len(values) - lost <= parameters:
        return None
    rest = _differenced(_differenced(values, 1, order[1]), seasonal_order[3], seasonal_order[1])
    setting: dict[str, Any] = {"order": order, "seasonal_order": seasonal_order, "trend": constant}
    # The variance need not be searched, but where there is none its logarithm has no value.
    setting["concentrate_scale"] = bool(np.ptp(rest) > 1e-9 * np.abs(values).max())
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            _ignore_search(warnings)
            result = model(values, exog=regressors, **setting).fit(disp=0, maxiter=_ITERATIONS)
    except np.linalg.LinAlgError:
        return None
    criterion = float(result.bic)
    return Candidate(order, seasonal_order, criterion, result) if np.isfinite(criterion) else None


def _ignore_search(library: Any) -> None:
    """Keep quiet what statsmodels says of starting values and of a search that ends early."""
    for kind in (UserWarning, RuntimeWarning):
        library.simplefilter("ignore", kind)
