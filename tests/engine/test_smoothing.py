"""Exponential smoothing: what it learns from series whose next values are known, and how it compares to statsmodels."""

import warnings

import numpy as np
import pytest
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from engine.forecasting.fit import fit
from engine.forecasting.recursion import Shape
from engine.forecasting.smoothing import smooth

MONTHS = np.arange(60)
WAVE = np.sin(2 * np.pi * MONTHS / 12)


def noise(seed: int, size: float, count: int = 60) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, size, count)


def test_a_line_goes_on_as_a_line() -> None:
    prediction = smooth(10 + 3 * np.arange(8.0), 4)
    assert prediction.values == pytest.approx([34, 37, 40, 43])
    assert prediction.fitted == pytest.approx(10 + 3 * np.arange(8.0))


def test_two_values_make_a_line_with_an_interval_that_is_not_known() -> None:
    prediction = smooth(np.array([1.0, 2.0]), 2)
    assert prediction.values == pytest.approx([3, 4])
    assert np.isnan(prediction.interval(95)[0]).all()


@pytest.mark.parametrize("values", [[], [5.0], [np.nan, 5.0, np.nan]])
def test_fewer_than_two_values_say_nothing(values: list[float]) -> None:
    prediction = smooth(np.array(values), 3)
    assert np.isnan(prediction.values).all()
    assert np.isnan(prediction.fitted).all()
    assert (len(prediction.fitted), len(prediction.values)) == (len(values), 3)


def test_a_season_needs_two_of_its_cycles() -> None:
    values = np.tile([1.0, 5, 2, 9], 2)
    assert np.isnan(smooth(values[:7], 1, None, 4).values).all()
    assert smooth(values, 4, None, 4).values == pytest.approx([1, 5, 2, 9], rel=0.05)


@pytest.mark.parametrize("season", [2, 4, 7, 12])
def test_a_season_that_nobody_named_is_found(season: int) -> None:
    cycle = np.random.default_rng(season).uniform(10, 90, season)
    prediction = smooth(np.tile(cycle, 5), 2 * season)
    assert prediction.values == pytest.approx(np.tile(cycle, 2), rel=1e-3)


def test_a_season_that_grows_with_its_level_is_found_to_be_multiplicative() -> None:
    values = (100 + 4 * np.arange(72)) * (1 + 0.4 * np.sin(2 * np.pi * np.arange(72) / 12))
    prediction = smooth(values[:60], 12)
    assert prediction.values == pytest.approx(values[60:], rel=0.01)


def test_noise_has_no_season() -> None:
    values = 100 + noise(5, 5)
    assert np.ptp(np.diff(smooth(values, 12).values)) == pytest.approx(0, abs=1e-6)


def test_no_season_is_used_where_there_shall_be_none() -> None:
    values = 100 + 20 * WAVE
    for prediction in (smooth(values, 12, None, 0), smooth(values, 12, "None")):
        assert np.ptp(np.diff(prediction.values)) == pytest.approx(0, abs=1e-6)


def test_a_multiplicative_model_takes_values_above_zero_only() -> None:
    values = 100 + 20 * WAVE
    values[3] = 0
    assert np.isnan(smooth(values, 2, "Multiplicative", 12).values).all()
    assert not np.isnan(smooth(values, 2, None, 12).values).any()


def test_missing_values_are_bridged() -> None:
    values = np.tile([10.0, 50, 20, 90], 8)
    holes = values.copy()
    holes[[0, 9, 14, 31]] = np.nan
    prediction = smooth(holes, 4, None, 4)
    assert prediction.values == pytest.approx([10, 50, 20, 90], rel=1e-3)
    assert prediction.fitted[[0, 9, 14, 31]] == pytest.approx(values[[0, 9, 14, 31]], rel=1e-3)


@pytest.mark.parametrize("values", [np.zeros(20), np.full(20, 7.0), np.full(20, -1e12), np.full(20, 1e-9)])
def test_a_constant_stays_as_it_is(values: np.ndarray) -> None:
    prediction = smooth(values, 3)
    assert prediction.values == pytest.approx(values[:3], rel=1e-6, abs=1e-12)
    assert prediction.interval(95)[1] == pytest.approx(values[:3], rel=1e-4, abs=1e-12)


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_unit_of_values_does_not_matter(scale: float) -> None:
    values = 100 + MONTHS + 20 * WAVE + noise(1, 3)
    assert smooth(values * scale, 6).values / scale == pytest.approx(smooth(values, 6).values, rel=1e-6)


def test_intervals_hold_each_other_and_widen() -> None:
    prediction = smooth(noise(2, 1).cumsum(), 12)
    (low, high), (lower, higher) = prediction.interval(80), prediction.interval(95)
    for smaller, larger in ((lower, low), (low, prediction.values), (prediction.values, high), (high, higher)):
        assert (smaller < larger).all()
    assert (np.diff(higher - lower) > 0).all()


def test_about_as_many_values_are_in_an_interval_as_it_says() -> None:
    inside = []
    for seed in range(40):
        values = 50 + 2 * np.arange(48) + noise(seed, 4, 48)
        low, high = smooth(values[:40], 8, "None").interval(80)
        inside.append(((low < values[40:]) & (values[40:] < high)).mean())
    assert 0.65 < np.mean(inside) < 0.95


def test_a_forecast_is_the_same_each_time() -> None:
    values = 100 + MONTHS + 20 * WAVE + noise(3, 3)
    first, second = smooth(values, 12), smooth(values, 12)
    assert (first.values == second.values).all()
    assert (first.fitted == second.fitted).all()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [Shape("None", 0), Shape("Additive", 12), Shape("Multiplicative", 12)], ids=str)
def test_a_fit_is_as_close_as_that_of_statsmodels(shape: Shape, seed: int) -> None:
    values = (100 + MONTHS) * (1 + 0.2 * WAVE) + noise(seed, 4).cumsum() + noise(seed + 9, 3)
    seasonal = {"None": None, "Additive": "add", "Multiplicative": "mul"}[shape.kind]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = ExponentialSmoothing(values, trend="add", seasonal=seasonal, seasonal_periods=shape.season or None)
        squares = other.fit().sse
    scale = np.abs(values).mean()
    assert fit(values / scale, shape).squares * scale**2 <= squares * 1.02
