"""What is expected of open deals and of those to come, and the futures drawn from it."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analyses.pipeline.deals import NOT_CLOSED, Steps, ordered, standing_at
from engine.analyses.pipeline.misses import Drift, drift_at, earlier_outlooks, misses_of
from engine.analyses.pipeline.months import month_of, quarter_of, same_day_of, start_of
from engine.analyses.pipeline.outlook import Outlook, Past, expected, look_ahead, look_back
from engine.analyses.pipeline.simulation import simulate
from tests.engine.analyses.pipeline.worlds import NOTHING, as_known_at, coins, day, deals

NOW = day(2026, 3)
STILL = Drift(np.zeros(6), np.zeros(6))


@pytest.fixture(scope="module")
def past() -> Past:
    return look_back(coins(NOW, each_month=250), NOTHING, NOW, 6)


def last(past: Past) -> Outlook:
    return look_ahead(past, len(past.moments) - 1)


@given(st.integers(-4000, 40000))
def test_a_day_lies_in_its_month(number: int) -> None:
    month = month_of(np.array([number + 0.5]))
    assert start_of(month)[0] <= number < start_of(month + 1)[0]


def test_moments_are_at_the_same_place_in_each_month_or_at_the_end_of_a_shorter_one() -> None:
    months = month_of(np.array([day(2026, 1), day(2026, 2), day(2026, 3)]))
    found = same_day_of(months, day(2026, 3, 30) + 0.5)
    assert found == pytest.approx([day(2026, 1, 30) + 0.5, day(2026, 3), day(2026, 3, 30) + 0.5], abs=1e-5)
    assert (month_of(found) == months).all()


def test_quarters_follow_the_fiscal_year() -> None:
    months = np.arange(6)
    assert quarter_of(months).tolist() == [0, 0, 0, 3, 3, 3]
    assert quarter_of(months, 2).tolist() == [-2, 1, 1, 1, 4, 4]


def test_what_was_known_at_a_moment_is_the_last_that_was_told_before_it() -> None:
    three = deals(np.zeros(3), np.full(3, NOT_CLOSED), np.zeros(3))
    steps = ordered(
        Steps(
            deal=np.array([1, 0, 0, 1]),
            at=np.array([5.0, 1.0, 4.0, 2.0]),
            stage=np.array([3, 0, 1, -1]),
            amount=np.array([np.nan, 10.0, np.nan, 20.0]),
            stated=np.array([90.0, 60.0, 70.0, np.nan]),
        )
    )
    standing = standing_at(three, steps, 4.5)
    assert standing.stage.tolist() == [1, -1, -1]
    assert standing.amount == pytest.approx([10, 20, np.nan], nan_ok=True)
    assert standing.stated == pytest.approx([70, np.nan, np.nan], nan_ok=True)
    assert standing_at(three, steps, 6).stated == pytest.approx([70, 90, np.nan], nan_ok=True)


def test_chances_are_those_of_the_rules(past: Past) -> None:
    outlook = last(past)
    # Of what is open, 1 - exp(-31/40) ends in the first month (March has 31 days), half of it won.
    assert outlook.won[:, 0].mean() == pytest.approx(0.5 * (1 - np.exp(-31 / 40)), rel=0.08)
    assert outlook.won.sum(axis=1).mean() == pytest.approx(0.5, rel=0.08)


def test_deals_to_come_are_those_of_the_rules(past: Past) -> None:
    # Of one made on a day of it, by its end 1 - exp(-rest / 40) have ended.
    rest = np.linspace(0, 31, 1000)
    by_rule = 250 * 31 / 30.4 * 0.5 * np.mean(1 - np.exp(-rest / 40))
    assert last(past).arriving[:, 0].sum() == pytest.approx(by_rule, rel=0.15)


@pytest.mark.parametrize("amounts_told", [False, True])
def test_nothing_that_came_later_is_used(amounts_told: bool) -> None:
    whole, then = coins(NOW, months=16), 9
    random = np.random.default_rng(3)
    count = 3000
    amount = random.uniform(50, 150, count) if amounts_told else np.full(count, np.nan)
    deal = random.integers(0, len(whole), count)
    at = whole.created[deal] + random.exponential(20.0, count)
    steps = ordered(Steps(deal=deal, at=at, stage=np.zeros(count, int), amount=amount, stated=at + 30))
    full = look_back(whole, steps, NOW, 6)
    moment = float(full.moments.at[then])
    known, known_steps = as_known_at(whole, steps, moment)
    # The records of that day say what the history says.
    standing = standing_at(known, known_steps, moment)
    known = dataclasses.replace(
        known,
        stage=standing.stage,
        stated=standing.stated,
        amount=np.where(np.isfinite(known.closed) | (not amounts_told), known.amount, standing.amount),
    )
    early = look_back(known, known_steps, moment, 6)
    first, second = look_ahead(full, then), last(early)
    assert first.won == pytest.approx(second.won, rel=1e-9)
    assert first.amount == pytest.approx(second.amount)
    assert first.arriving == pytest.approx(second.arriving, rel=1e-9)
    assert np.sort(first.changes) == pytest.approx(np.sort(second.changes))
    earlier, later = (misses_of(each, earlier_outlooks(each)).logs[:then] for each in (early, full))
    known_then = np.arange(then)[:, None] + np.arange(6) < then
    assert earlier[known_then] == pytest.approx(later[known_then], nan_ok=True)


def test_a_forecast_is_corrected_and_widened_by_what_its_errors_were(past: Past) -> None:
    misses = misses_of(past, earlier_outlooks(past))
    moments = len(past.moments)
    off = dataclasses.replace(misses, logs=np.where(np.isfinite(misses.logs), 0.3, np.nan))
    drift = drift_at(off, moments - 1)
    assert 0.15 < drift.mean[0] < 0.3
    right = dataclasses.replace(misses, logs=np.where(np.isfinite(misses.logs), 0.0, np.nan))
    assert drift_at(right, moments - 1).mean == pytest.approx(np.zeros(6))
    assert drift_at(right, moments - 1).spread.max() < 0.04
    assert drift_at(misses, 0).spread == pytest.approx(np.full(6, 0.07))


def test_owners_and_segments_add_up_to_the_whole_in_every_future(past: Past) -> None:
    futures = simulate(last(past), Drift(np.zeros(6), np.full(6, 0.2)), past.deals, 400, seed=5)
    assert sum(futures.owners.values()) == pytest.approx(futures.total)
    assert sum(futures.segments.values()) == pytest.approx(futures.total)
    assert set(futures.owners) == set(futures.segments) == {0, 1}


def test_the_mean_and_spread_of_futures_are_those_expected(past: Past) -> None:
    outlook = last(past)
    total = simulate(outlook, STILL, past.deals, 6000, seed=2).total
    mean, deviation = expected(outlook, past.deals.amount)
    assert total.mean(axis=0) == pytest.approx(mean, rel=0.02)
    assert total.std(axis=0) == pytest.approx(deviation, rel=0.06)


def test_equal_seeds_give_equal_futures(past: Past) -> None:
    first, second, third = (simulate(last(past), STILL, past.deals, 50, seed) for seed in (1, 1, 2))
    assert (first.total == second.total).all()
    assert (first.total != third.total).any()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 0.3), min_size=2, max_size=2), st.floats(1, 1e6))
def test_one_deal_is_won_once_at_most(chances: list[float], amount: float) -> None:
    one = deals(np.array([0.0]), np.array([NOT_CLOSED]), np.array([False]), amount=np.array([amount]))
    outlook = Outlook(
        month=600,
        deal=np.array([0]),
        amount=one.amount,
        won=np.array([chances]),
        arriving=np.zeros((3, 2)),
        pool=(np.zeros(0, int),) * 3,
        changes=np.ones(1),
        wins=0,
    )
    total = simulate(outlook, Drift(np.zeros(2), np.zeros(2)), one, 500, seed=1).total
    assert set(np.unique(total.sum(axis=1))) <= {0.0, amount}


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_young_pipeline_is_forecast_without_a_word_of_history(count: int) -> None:
    few = deals(np.full(count, NOW - 10), np.full(count, NOT_CLOSED), np.zeros(count))
    past = look_back(few, NOTHING, NOW, 6)
    total = simulate(last(past), drift_at(misses_of(past, earlier_outlooks(past)), 0), few, 20, seed=1).total
    assert total.shape == (20, 6)
    assert (total == 0).all()
