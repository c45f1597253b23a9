"""How good probabilities are, by hand and against the definitions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.analyses.scorecards.measures import area, errors, losses, sureness, tenths

ONE_HALF = 0.5


def test_errors_by_hand() -> None:
    found = errors(np.array([0.9, 0.4, 0.4, 0.2]), np.array([True, True, False, False]))
    assert found.area == pytest.approx(3.5 / 4)  # of four pairs three are in order, one is a tie
    assert found.brier == pytest.approx((0.01 + 0.36 + 0.16 + 0.04) / 4)
    assert found.loss == pytest.approx(-(math.log(0.9) + math.log(0.4) + math.log(0.6) + math.log(0.8)) / 4)


@given(some.lists(some.tuples(some.integers(0, 6), some.booleans()), min_size=1, max_size=40))
def test_the_area_is_the_share_of_pairs_in_order(rows: list[tuple[int, bool]]) -> None:
    scores, outcome = np.array([float(each) for each, _ in rows]), np.array([has for _, has in rows])
    pairs = [(a, b) for a in scores[outcome] for b in scores[~outcome]]
    wanted = sum(1.0 if a > b else ONE_HALF if a == b else 0.0 for a, b in pairs) / len(pairs) if pairs else ONE_HALF
    assert area(scores, outcome) == pytest.approx(wanted)


def test_what_is_said_with_certainty_and_does_not_come_is_forgiven_in_the_end() -> None:
    assert losses(np.array([0.0, 1.0]), np.array([True, False])).tolist() == pytest.approx([-math.log(1e-6)] * 2)


def test_sureness_by_hand() -> None:
    better, worse = np.array([0.1, 0.2, 0.3, 0.4]), np.array([0.2, 0.2, 0.5, 0.5])
    assert sureness(better, worse) == pytest.approx(0.1 / (np.std([0.1, 0.0, 0.2, 0.1]) / 2))
    assert sureness(worse, worse) == 0.0


def test_tenths_begin_with_the_highest_chances() -> None:
    chances = np.arange(20) / 20
    found = tenths(chances, chances >= ONE_HALF)
    assert [(each.records, each.came) for each in found] == [(2, 1.0)] * 5 + [(2, 0.0)] * 5
    assert found[0].said == pytest.approx(0.925)
    assert len(tenths(np.array([0.3]), np.array([True]))) == 1
