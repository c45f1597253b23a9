"""Segments that differ: more than by chance, and not by chance."""

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from engine.analyses.journeys.progress import DAY, NEVER, Progress
from engine.analyses.journeys.segments import Segment, differences
from engine.analyses.statistics.proportions import chance_of_difference, corrected, interval


def decided(moved: np.ndarray) -> Progress:
    """Return records that all came to the first of two stages; the others were lost there."""
    count = len(moved)
    entered = np.zeros((count, 2), dtype=np.int64)
    entered[:, 1] = np.where(moved, DAY, NEVER)
    zero, latest = np.zeros(count, dtype=np.int32), np.full(count, DAY)
    return Progress(np.arange(count), entered, zero, moved.astype(np.int32), ~moved, latest, latest, zero, 9 * DAY)


def test_two_shares_are_compared_as_by_hand():
    # pooled 0.4; spread sqrt(0.4 · 0.6 · 2 / 100) = 0.06928; (0.5 - 0.3) / 0.06928 = 2.8868
    assert chance_of_difference((30, 100), (50, 100)) == pytest.approx(0.003892, abs=1e-6)


def test_nothing_is_said_of_too_few():
    assert chance_of_difference((0, 9), (500, 1000)) is None
    assert chance_of_difference((0, 0), (5, 10)) is None
    assert chance_of_difference((100, 100), (100, 100)) is None


def test_each_look_makes_the_others_less_sure():
    assert corrected([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert corrected([]) == []


def test_corrected_chances_are_as_statsmodels_has_them():
    random = np.random.default_rng(2)
    for count in (1, 2, 7, 30):
        chances = (random.random(count) ** 3).tolist()
        assert corrected(chances) == pytest.approx(multipletests(chances, method="holm")[1])


@pytest.mark.parametrize(("successes", "trials"), [(0, 1), (1, 1), (3, 10), (50, 51), (400, 1000)])
def test_bounds_of_a_share_are_as_statsmodels_has_them(successes, trials):
    expected = proportion_confint(successes, trials, method="wilson")
    assert interval(successes, trials) == pytest.approx(expected, abs=1e-12)


def test_a_segment_that_differs_is_found_with_what_it_costs():
    moved = np.concatenate([np.arange(200) < 60, np.arange(800) < 400])
    segment = Segment("Size", (np.arange(1000) >= 200).astype(np.int32), ("Small", "Large"))
    found = differences(decided(moved), (segment,))
    whole = next(each for each in found.sure if each.value == "Small" and each.stage is None)
    assert (whole.moved, whole.decided, whole.others_moved, whole.others_decided) == (60, 200, 400, 800)
    assert whole.effect == pytest.approx(-40)  # 60 instead of half of 200


def test_records_without_a_value_are_in_no_segment():
    moved = np.arange(400) % 2 == 0
    segment = Segment("Size", np.where(np.arange(400) < 200, -1, 0).astype(np.int32), ("Small",))
    assert differences(decided(moved), (segment,)).sure == ()


def test_shuffled_segments_are_found_to_differ_in_no_more_than_one_of_twenty_tries():
    random = np.random.default_rng(7)
    moved = random.random(600) < 0.4
    hits = 0
    for _ in range(200):
        segments = [
            Segment(name, random.integers(0, 5, 600).astype(np.int32), tuple("abcde")) for name in ("One", "Two")
        ]
        hits += bool(differences(decided(moved), segments).sure)
    assert hits <= 10
