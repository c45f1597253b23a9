"""The sales cycle: shares won by age with open deals counted rightly, what is won sooner, and what takes too long."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from engine.analyses.pipeline.cycle import cycle_of
from engine.analyses.pipeline.deals import NOT_CLOSED
from engine.analyses.pipeline.speed import speeds
from engine.analyses.pipeline.survival import LOST, OPEN, WON, incidence
from tests.engine.analyses.pipeline.worlds import day, deals

NOW = day(2026, 3)


def test_shares_worked_by_hand() -> None:
    # Of five: one won at 10, one of four lost at 20, one open at 25, one of the last two won at 30.
    curve = incidence(np.array([10.0, 20, 25, 30, 40]), np.array([WON, LOST, OPEN, WON, OPEN]))
    assert curve.ages.tolist() == [10, 20, 30]
    assert curve.won == pytest.approx([0.2, 0.2, 0.2 + 0.6 / 2])
    assert curve.lost == pytest.approx([0, 0.2, 0.2])
    assert curve.at_risk.tolist() == [5, 4, 2]
    assert [curve.age_of(part) for part in (0.2, 0.4, 0.41, 1)] == [10, 10, 30, 30]
    assert curve.at(np.array([9.9, 10, 35]))[0] == pytest.approx([0, 0.2, 0.5])


def test_nothing_won_says_nothing() -> None:
    curve = incidence(np.array([3.0, 4]), np.array([LOST, OPEN]))
    assert curve.ever_won == 0
    assert np.isnan(curve.age_of(0.5))


def test_open_deals_make_it_longer_than_the_wins_alone_do() -> None:
    age, outcome = np.array([10.0, 20, 30, 100, 100, 200]), np.array([WON, WON, WON, OPEN, OPEN, WON])
    assert incidence(age, outcome).age_of(0.5) > np.median(age[:3])


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from([OPEN, WON, LOST])), min_size=1, max_size=60))
def test_shares_of_what_becomes_of_deals_are_whole(ends: list[tuple[int, int]]) -> None:
    age, outcome = np.array([each for each, _ in ends], float), np.array([each for _, each in ends])
    curve = incidence(age, outcome)
    assert (np.diff(curve.won) >= 0).all()
    assert (np.diff(curve.lost) >= 0).all()
    assert ((curve.won + curve.lost) <= 1 + 1e-12).all()
    if OPEN not in outcome:
        assert curve.won[-1] == pytest.approx(np.mean(outcome == WON))


def test_it_is_what_lifelines_says() -> None:
    random = np.random.default_rng(4)
    # Its fitter moves equal ages apart, so none are.
    age, outcome = random.permutation(np.arange(1, 301)) / 7, random.integers(0, 3, 300)
    curve = incidence(age, outcome)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = AalenJohansenFitter(calculate_variance=False).fit(age, outcome, event_of_interest=WON)
        without = KaplanMeierFitter().fit(age, outcome == WON)
    found = other.cumulative_density_
    assert curve.won == pytest.approx(found[found.columns[0]].loc[curve.ages].to_numpy())
    alone = incidence(age, np.where(outcome == WON, WON, OPEN))
    assert 1 - alone.won == pytest.approx(without.survival_function_["KM_estimate"].loc[alone.ages].to_numpy())


def test_deals_that_take_too_long_are_judged_by_their_segment() -> None:
    large, small = np.arange(1, 41) * 10.0, np.arange(1, 41) * 1.0
    opened = np.array([395.0, 300, 39.5, 30])
    age = np.concatenate([large, small, opened])
    segment = np.array([0] * 40 + [1] * 40 + [0, 0, 1, 1])
    whole = deals(
        NOW - age,
        np.r_[np.full(80, NOW), np.full(4, NOT_CLOSED)],
        np.r_[np.ones(80), np.zeros(4)],
        segment=segment,
        amount=np.r_[np.full(80, 1.0), 5, 1, 9, 1],
    )
    cycle = cycle_of(whole, NOW)
    assert list(cycle.segments) == ["Large", "Small"]
    assert cycle.limits[0] == pytest.approx(370, abs=15)
    assert cycle.limits[1] == pytest.approx(37, abs=1.5)
    assert cycle.old.tolist() == [82, 80]  # the larger amount first


def test_a_segment_of_few_wins_is_judged_by_all() -> None:
    age = np.r_[np.arange(1, 41.0), 5.0]
    whole = deals(NOW - age, np.full(41, NOW), np.ones(41), segment=np.r_[np.zeros(40, int), 1])
    cycle = cycle_of(whole, NOW)
    assert list(cycle.segments) == ["Large"]
    assert cycle.limits[1] == cycle.whole.age_of(0.9)


def test_what_is_won_twice_as_often_is_told_and_chance_is_not() -> None:
    random = np.random.default_rng(6)
    count = 3000
    source = random.choice(["Web", "Partner"], count, p=[0.7, 0.3])
    colour = random.choice(["red", "green", "blue"], count)
    until = random.exponential(np.where(source == "Partner", 30.0, 60.0))
    lost = random.exponential(60.0, count)
    age = np.minimum(np.minimum(until, lost), 90)
    outcome = np.where(age == 90, OPEN, np.where(until < lost, WON, LOST))
    found = speeds(age, outcome, np.zeros(count), {"Source": source.tolist(), "Colour": colour.tolist()})
    first = found[0]
    assert (first.field, first.value, first.usual, first.certain) == ("Source", "Partner", "Web", True)
    assert first.low < 2 < first.high
    assert [each.certain for each in found[1:]] == [False, False]


def test_too_few_wins_tell_nothing() -> None:
    assert speeds(np.ones(10), np.full(10, WON), np.zeros(10), {"Source": ["Web", "Partner"] * 5}) == ()
