"""The three periods: older, newer, newest; no day falls into two."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.analyses.scorecards.periods import Periods, split
from engine.models.errors import ModelError


def test_records_of_many_days_are_split_by_shares() -> None:
    assert split(np.arange(100)) == Periods(60, 80)


def test_records_of_few_days_are_split_between_them() -> None:
    days = np.repeat([10, 20, 30, 40], [100, 110, 120, 130])
    assert split(days) == Periods(30, 40)
    assert split(np.repeat([1, 2, 3], [1_000, 1, 1])) == Periods(2, 3)


@given(some.lists(some.integers(0, 40), min_size=3, max_size=200).filter(lambda days: len(set(days)) >= 3))
def test_each_record_is_of_one_period_and_none_is_empty(days: list[int]) -> None:
    column = np.array(days)
    periods = split(column)
    parts = [periods.learning(column), periods.levelling(column), periods.testing(column)]
    assert np.sum(parts, axis=0).tolist() == [1] * len(days)
    assert all(part.any() for part in parts)
    assert column[parts[0]].max() < column[parts[1]].min() <= column[parts[1]].max() < column[parts[2]].min()


def test_two_days_are_too_few() -> None:
    with pytest.raises(ModelError, match="are of 2 days; it takes three"):
        split(np.array([1, 1, 2]))
