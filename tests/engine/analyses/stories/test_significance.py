"""Chances of differences, against scipy and by simulation."""

import numpy as np
import pytest

from engine.analyses.stories.significance import (
    means_change,
    means_differ,
    normal_chance,
    shares_change,
    shares_differ,
    student_distance,
)


def one(number: float) -> np.ndarray:
    return np.array([float(number)])


def test_normal_tails_are_those_of_the_tables() -> None:
    assert normal_chance(np.array([0.0, 1.959964, -2.575829])) == pytest.approx([1.0, 0.05, 0.01], abs=1e-6)


@pytest.mark.parametrize(("distance", "freedom"), [(2.5, 10), (4.0, 20), (5.0, 60), (3.0, 500)])
def test_students_tails_are_nearly_those_of_scipy(distance: float, freedom: int) -> None:
    from scipy.stats import t

    chance = normal_chance(student_distance(one(distance), one(freedom)))[0]
    assert chance == pytest.approx(2 * t.sf(distance, freedom), rel=0.01)


@pytest.mark.parametrize(
    ("hits", "rows", "other_hits", "other_rows"),
    [(12, 40, 80, 900), (0, 30, 40, 300), (9, 9, 20, 90), (25, 60, 100, 900)],
)
def test_few_hits_are_judged_by_fishers_exact_test(hits: int, rows: int, other_hits: int, other_rows: int) -> None:
    from scipy.stats import hypergeom

    whole, total = rows + other_rows, hits + other_hits
    tails = hypergeom.sf(hits - 1, whole, total, rows), hypergeom.cdf(hits, whole, total, rows)
    _, chances = shares_differ(one(hits), one(rows), one(other_hits), one(other_rows))
    if chances[0] < 0.01:  # others are of no interest
        assert chances[0] == pytest.approx(2 * min(tails), rel=1e-6)
    else:
        assert 2 * min(tails) > 0.005


def test_many_hits_are_judged_by_the_normal_distribution() -> None:
    """Shares of 0.30 and 0.28 of 10,000 rows each: pooled 0.29, deviation 0.006417, distance 3.117 less 0.016."""
    distances, chances = shares_differ(one(3000), one(10_000), one(2800), one(10_000))
    assert distances[0] == pytest.approx((0.02 - 0.0001) / 0.0064173, abs=1e-3)
    assert chances[0] == pytest.approx(0.00193, abs=2e-5)


def test_a_share_that_falls_as_all_others_do_is_no_news() -> None:
    here = (one(300), one(200)), (one(1000), one(1000))
    distances, chances = shares_change(*here, (one(3000), one(2000)), (one(10_000), one(10_000)))
    assert distances[0] == 0
    assert chances[0] == 1


def test_a_share_that_falls_alone_is_news() -> None:
    """0.30 to 0.20 of 1,000 rows each: deviation of the change 0.01936, and 0.00648 elsewhere."""
    distances, _ = shares_change(
        (one(300), one(200)), (one(1000), one(1000)), (one(3000), one(3000)), (one(10_000), one(10_000))
    )
    assert distances[0] == pytest.approx(-(0.1 - 0.001) / np.hypot(0.019365, 0.0064807), abs=1e-3)


def test_a_mean_that_moves_alone_is_news() -> None:
    values = np.array([-0.5, 0.5] * 50)
    sums = (one(values.sum()), one((values + 0.3).sum()))
    squares = one((values**2).sum() + ((values + 0.3) ** 2).sum())
    others = (one(1000.0), one(1000.0)), (one(0), one(0)), one(500.0)
    distances, chances = means_change((one(100), one(100)), sums, squares, *others)
    assert 3.9 < distances[0] < 4.2
    assert chances[0] < 1e-4


def test_means_differ_as_far_as_their_deviations_say() -> None:
    first, second = np.array([1.0, 3.0] * 50), np.array([2.0, 4.0] * 50)
    assert means_differ(first, second) < 1e-9
    assert means_differ(first, first) == 1
    assert means_differ(np.ones(3), np.ones(3)) == 1


def test_chances_of_nothing_are_even() -> None:
    """Of a thousand differences that are chance alone, about fifty have a chance below 0.05."""
    random = np.random.default_rng(4)
    rows, others = np.full(1000, 300.0), np.full(1000, 3000.0)
    hits, other_hits = random.binomial(300, 0.3, 1000).astype(float), random.binomial(3000, 0.3, 1000).astype(float)
    _, chances = shares_differ(hits, rows, other_hits, others)
    assert 20 <= (chances < 0.05).sum() <= 70
