"""Forecasts of past months on demo data: as many hold as ought to, and plainer ways are further off."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.analyses.pipeline.backtest import Trial, back_test, errors_of, trials_json, trials_of
from engine.analyses.pipeline.forecast import first_day
from engine.analyses.pipeline.months import month_of
from engine.analyses.pipeline.outlook import look_back
from engine.analyses.pipeline.read import day_of, read_pipeline
from engine.analyses.pipeline.source import Source
from engine.models.kind import Surroundings


def tried(surroundings: Surroundings, source: Source) -> tuple[Trial, ...]:
    deals, steps = read_pipeline(source, surroundings.session, surroundings.now)
    month = int(month_of(np.array([day_of(surroundings.now)]))[0])
    return back_test(look_back(deals, steps, float(first_day(month)), 4))


@pytest.fixture(scope="module")
def trials(demo: Callable[..., Surroundings]) -> tuple[Trial, ...]:
    return tried(demo(), Source())


def test_between_the_two_amounts_end_seventy_to_ninety_of_a_hundred_months(trials: tuple[Trial, ...]) -> None:
    months, quarters = errors_of(trials, of_quarter=False), errors_of(trials, of_quarter=True)
    assert months.count == 24
    assert 0.7 <= months.held / months.count <= 0.9
    assert quarters.held / quarters.count >= 0.6


def test_the_forecast_is_nearer_than_plainer_ways(trials: tuple[Trial, ...]) -> None:
    errors = errors_of(trials, of_quarter=False)
    assert errors.error < 0.12
    assert errors.error < 0.6 * errors.year_before
    assert errors.error < 0.6 * errors.weighted


def test_trials_are_kept_as_they_are(trials: tuple[Trial, ...]) -> None:
    assert [repr(each) for each in trials_of(trials_json(trials))] == [repr(each) for each in trials]


def test_without_a_history_it_is_still_nearer_than_last_year(demo: Callable[..., Surroundings]) -> None:
    errors = errors_of(tried(demo(seed=2, rows=120_000), Source(history=None)), of_quarter=False)
    assert errors.count == 24
    assert errors.error < errors.year_before
    assert 0.6 <= errors.held / errors.count <= 0.95
