"""ARIMA models: which orders are tried, and what they forecast."""

import sys

import numpy as np
import pytest

from engine.forecasting.arima import candidates, predict
from engine.query_errors import MissingExtraError

MONTHS = np.arange(48)


def noise(seed: int, size: float, count: int = 48) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, size, count)


def seasonal(seed: int = 1) -> np.ndarray:
    return 100 + 2 * MONTHS + 20 * np.sin(2 * np.pi * MONTHS / 4) + noise(seed, 1)


def test_given_orders_are_the_only_candidate() -> None:
    (found,) = candidates(seasonal(), (1, 1, 0), (0, 1, 0, 4), (0, 12))
    assert (found.order, found.seasonal_order) == ((1, 1, 0), (0, 1, 0, 4))


def test_a_seasonal_series_is_forecast_with_its_season() -> None:
    best = candidates(seasonal()[:44], (0, 1, 1), None, (0, 4))[0]
    assert best.seasonal_order[3] == 4
    assert predict(best, 44, 4).values == pytest.approx(seasonal()[44:], abs=6)


def test_candidates_come_best_first() -> None:
    found = candidates(100 + noise(4, 3).cumsum(), None, (0, 0, 0, 0), (0,))
    assert [each.criterion for each in found] == sorted(each.criterion for each in found)
    assert {each.order[1] for each in found} == {1}


def test_an_outside_variable_explains_a_series() -> None:
    heat = noise(7, 5)
    values = 50 + 3 * heat + noise(8, 0.5)
    (found,) = candidates(values, (0, 0, 0), (0, 0, 0, 0), (0,), heat[:, None])
    prediction = predict(found, 48, 2, np.array([[0.0], [10.0]]))
    assert prediction.values == pytest.approx([50, 80], abs=2)


def test_the_first_differences_have_no_fitted_value() -> None:
    (found,) = candidates(seasonal(), (0, 1, 1), (0, 1, 1, 4), (0,))
    fitted = predict(found, 48, 1).fitted
    assert np.isnan(fitted[:5]).all()
    assert not np.isnan(fitted[5:]).any()


@pytest.mark.parametrize("values", [np.array([]), np.arange(4.0)])
def test_a_series_that_is_too_short_has_no_candidate(values: np.ndarray) -> None:
    assert candidates(values, (2, 1, 2), (0, 0, 0, 0), (0,)) == []


@pytest.mark.parametrize("values", [np.full(30, 7.0), np.zeros(30)])
def test_a_constant_goes_on(values: np.ndarray) -> None:
    best = candidates(values, (1, 0, 0), (0, 0, 0, 0), (0,))[0]
    assert predict(best, 30, 3).values == pytest.approx(values[:3], abs=1e-3)


def test_without_statsmodels_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.tsa.statespace.sarimax", None)
    with pytest.raises(MissingExtraError) as caught:
        candidates(seasonal(), (1, 1, 0), (0, 0, 0, 0), (0,))
    assert str(caught.value) == ("arimax needs statsmodels, which is not installed.\nRun: pip install 'swell[models]'")
