"""The language's timeseries on a published series, beside the book's figures and the fit of statsmodels.

International visitor nights in Australia, millions a quarter, 2005 to 2015: series `austourists` of the R package fpp2.
The figures are those of Hyndman and Athanasopoulos, "Forecasting: Principles and Practice" (2nd edition, 2018), 7.3.
"""

import datetime as dt
import warnings
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from engine.forecasting.recursion import Kind, Shape, expectations
from engine.forecasting.smoothing import smooth
from engine.session import Session
from engine.store import FieldSpec, Store

NIGHTS = np.array(
    [
        *(42.20566386, 24.64917133, 32.66733514, 37.25735401, 45.24246027, 29.35048127, 36.34420728, 41.78208136),
        *(49.27659843, 31.27540139, 37.85062549, 38.83704413, 51.23690034, 31.83855162, 41.32342126, 42.79900337),
        *(55.70835836, 33.40714492, 42.31663797, 45.15712257, 59.57607996, 34.83733016, 44.84168072, 46.97124960),
        *(60.01903094, 38.37117851, 46.97586413, 50.73379646, 61.64687319, 39.29956937, 52.67120908, 54.33231689),
        *(66.83435838, 40.87118847, 51.82853579, 57.49190993, 65.25146985, 43.06120822, 54.76075713, 59.83447494),
        *(73.25702747, 47.69662373, 61.09776802, 66.05576122),
    ]
)
ADDITIVE, MULTIPLICATIVE = 1.763, 1.576
"""The book's root mean squared errors."""

ALPHA, BETA, GAMMA = 0.306, 0.0003, 0.426
STATE = np.array([32.26, 0.70, 9.70, -9.31, -1.69, 1.31])
"""The book's additive model: factors, and the first level, slope and seasonal values in the order of quarters."""


def error(fitted: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(NIGHTS - fitted))))


def published(steps: int) -> np.ndarray:
    """What the book's additive model expects of the series, and `steps` quarters after it."""
    factors = np.array([ALPHA, BETA, GAMMA / (1 - ALPHA)])
    series = np.r_[NIGHTS, np.full(steps, np.nan)]
    return expectations(Shape("Additive", 4), series, factors[:, None], STATE[:, None])[:, 0]


def test_the_recursion_has_the_published_error_with_the_published_parameters() -> None:
    assert error(published(0)) == pytest.approx(ADDITIVE, abs=0.0005)


@pytest.mark.parametrize(
    ("kind", "book", "apart"), [("Additive", ADDITIVE, 0.01), ("Multiplicative", MULTIPLICATIVE, 0.02)]
)
def test_a_fit_has_the_published_error(kind: Kind, book: float, apart: float) -> None:
    # Ours is that of least squares, so it is the smaller; the book's multiplicative one has least relative errors.
    found = error(smooth(NIGHTS, 0, kind, 4).fitted)
    assert book * (1 - apart) < found <= book


def test_forecasts_are_those_of_the_published_model() -> None:
    assert smooth(NIGHTS, 4, "Additive", 4).values == pytest.approx(published(4)[-4:], rel=0.005)


@pytest.mark.parametrize(("kind", "seasonal"), [("Additive", "add"), ("Multiplicative", "mul")])
def test_a_fit_is_that_of_statsmodels(kind: Kind, seasonal: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = ExponentialSmoothing(NIGHTS, trend="add", seasonal=seasonal, seasonal_periods=4).fit()
    prediction = smooth(NIGHTS, 8, kind, 4)
    assert error(prediction.fitted) == pytest.approx(error(other.fittedvalues), rel=0.002)
    assert prediction.values == pytest.approx(other.forecast(8), rel=0.015)


def test_timeseries_says_the_same(tmp_path: Path) -> None:
    now = dt.datetime(2016, 1, 2, tzinfo=dt.UTC)
    store = Store(tmp_path)
    quarters = [(str(2005 + place // 4), str(place % 4 + 1)) for place in range(len(NIGHTS))]
    table = pa.table({"Year": [each for each, _ in quarters], "Quarter": [each for _, each in quarters], "N": NIGHTS})
    fields = [FieldSpec(name="Year", role="dimension"), FieldSpec(name="Quarter", role="dimension")]
    store.write("nights", table, [*fields, FieldSpec(name="N", role="measure")], created=now, cluster=False)
    text = (
        'q = load "nights"; q = group q by (Year, Quarter); q = foreach q generate Year, Quarter, sum(N) as N;'
        'q = timeseries q generate N as f with (length=4, dateCols=(Year, Quarter, "Y-Q"), model="Additive", '
        "seasonality=4);"
    )
    found = Session(store).query(text, now=now).table.to_pylist()
    assert [each["Quarter"] for each in found[-4:]] == ["1", "2", "3", "4"]
    assert [each["f"] for each in found[-4:]] == pytest.approx(published(4)[-4:], rel=0.005)
    assert error(np.array([each["f"] for each in found[:-4]])) == pytest.approx(ADDITIVE, rel=0.01)
