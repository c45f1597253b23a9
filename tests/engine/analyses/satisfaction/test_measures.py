"""CSAT and NPS, against numbers worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analyses.satisfaction.measures import Score, csat_answers, nps_answers

NONE = math.nan


def csat(scores: np.ndarray, content: float) -> Score:
    return csat_answers(scores, content).scores(np.zeros(len(scores), dtype=np.int64), 1)[0]


def nps(scores: np.ndarray) -> Score:
    return nps_answers(scores).scores(np.zeros(len(scores), dtype=np.int64), 1)[0]


def answers(**counts: int) -> np.ndarray:
    """Return scores, such as `_9=3` for three times a 9."""
    return np.repeat([float(name[1:]) for name in counts], list(counts.values()))


def test_csat_is_the_share_of_the_two_highest_boxes():
    found = csat(np.array([5, 4, 4, 5, 5, 4, 5, 3, 2, 1, NONE, NONE]), 4)
    assert (found.answers, found.favourable, found.unfavourable) == (10, 7, 3)
    assert found.points == pytest.approx(70)
    # Wilson, z² = 3.8415: (0.7 + 0.19207 ± 1.96 · sqrt(0.021 + 0.0096036)) / 1.38415
    assert found.bounds == pytest.approx((39.68, 89.22), abs=0.01)
    assert found.is_small


def test_nps_is_promoters_less_detractors():
    found = nps(answers(_10=30, _9=20, _8=15, _7=15, _6=5, _0=15))
    assert (found.answers, found.favourable, found.unfavourable) == (100, 50, 20)
    assert found.points == pytest.approx(30)
    # Bonett and Price: 51/102 - 21/102 = 0.29412; ± 1.96 · sqrt((0.70588 - 0.29412²) / 102) = 0.15273
    assert found.bounds == pytest.approx((14.14, 44.68), abs=0.01)
    assert not found.is_small


def test_answers_all_alike_are_not_certain():
    # 1/7 - 1/7 ± 1.96 · sqrt((2/7) / 7)
    assert nps(answers(_8=5)).bounds == pytest.approx((-39.6, 39.6), abs=0.01)


def test_what_is_no_score_of_ten_is_no_answer():
    assert nps(np.array([11.0, -1.0, NONE, 9.0])).answers == 1


def test_two_scores_are_compared():
    first, second = nps(answers(_10=50, _8=30, _3=20)), nps(answers(_10=30, _8=30, _3=40))
    # (0.29412 + 0.09804) / sqrt(0.0060723 + 0.0068262) = 3.453
    assert first.chance_of_difference(second) == pytest.approx(0.000554, abs=1e-5)
    assert first.chance_of_difference(first) == pytest.approx(1)
    assert first.chance_of_difference(nps(answers(_10=29))) is None
    assert csat(answers(_5=30, _1=70), 4).chance_of_difference(csat(answers(_5=50, _1=50), 4)) == pytest.approx(
        0.003892, abs=1e-6
    )


def test_the_others_are_what_is_left():
    others = nps(answers(_10=50, _8=30, _3=20)).less(nps(answers(_10=10, _3=5)))
    assert (others.answers, others.favourable, others.unfavourable) == (85, 40, 15)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=200))
@settings(deadline=None)
def test_bounds_hold_the_points_of_csat_and_stay_in_range(scores):
    given_scores = np.array(scores, dtype=float)
    low, high = csat(given_scores, 8).bounds
    assert 0 <= low <= csat(given_scores, 8).points + 1e-9
    assert csat(given_scores, 8).points - 1e-9 <= high <= 100
    low, high = nps(given_scores).bounds
    assert -100 <= low <= high <= 100


def test_groups_are_counted_apart_and_rows_of_none_left_out():
    found = nps_answers(np.array([10.0, 0.0, 9.0, 8.0, 10.0])).scores(np.array([0, 0, 2, 2, -1]), 3)
    assert [(each.answers, each.favourable, each.unfavourable) for each in found] == [(2, 1, 1), (0, 0, 0), (2, 1, 0)]
