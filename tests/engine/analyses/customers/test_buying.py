"""BG/NBD and Gamma-Gamma: the published parameters on the published data, and what has to hold for any."""

import collections

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import hyp2f1

from engine.analyses.customers import buying, spending
from engine.analyses.customers.buying import Buying, History

from . import cdnow

PUBLISHED = Buying(r=0.243, alpha=4.414, a=0.793, b=2.426)
"""Fader, Hardie, Lee (2005), table 2."""


@pytest.fixture(scope="module")
def fitted() -> Buying:
    return buying.fit(cdnow.summary())


def test_cdnow_gives_the_published_parameters(fitted: Buying) -> None:
    assert len(cdnow.summary().repeats) == 2357
    for name in ("r", "alpha", "a", "b"):
        assert getattr(fitted, name) == pytest.approx(getattr(PUBLISHED, name), abs=0.0005)
    assert buying.log_likelihood(fitted, cdnow.summary()) == pytest.approx(-9582.4, abs=0.05)


def test_purchases_of_the_next_39_weeks_are_foretold(fitted: Buying) -> None:
    """The published model expects 4% too few of all repeat purchases by the end: 12% of those in the holdout."""
    days = {(customer, day) for customer, day, _ in cdnow.transactions()}
    later = sum(day > cdnow.END for _, day in days)
    repeats = len(days) - later - 2357
    expected = buying.expected(fitted, cdnow.summary(), 39).sum()
    assert (repeats, later) == (2457, 1882)
    assert repeats + expected == pytest.approx(repeats + later, rel=0.055)
    assert expected == pytest.approx(later, rel=0.125)


def test_purchases_are_foretold_for_those_who_bought_often_and_seldom(fitted: Buying) -> None:
    """As in figure 4 of the paper: the means by repeat purchases follow those of the holdout."""
    history = cdnow.summary()
    later = collections.Counter(c for c, _ in {(c, day) for c, day, _ in cdnow.transactions() if day > cdnow.END})
    customers = sorted({customer for customer, _, _ in cdnow.transactions()})
    bought = np.array([later[each] for each in customers])
    expected = buying.expected(fitted, history, 39)
    for repeats in (0, 3, 4, 5, 6):
        rows = history.repeats == repeats
        assert expected[rows].mean() == pytest.approx(bought[rows].mean(), rel=0.16)


def test_a_customer_of_the_published_spreadsheet(fitted: Buying) -> None:
    """Customer 1 of Hardie's spreadsheet for the paper: 1.226 purchases in 39 weeks."""
    first = History(np.array([2.0]), np.array([30.43]), np.array([38.86]))
    assert buying.expected(fitted, first, 39)[0] == pytest.approx(1.226, abs=0.0005)


def test_cdnow_gives_the_published_amounts() -> None:
    """Fader, Hardie, Lee: RFM and CLV (2005): p 6.25, q 3.74, gamma 15.44 from 946 customers."""
    counts, means = cdnow.spent()
    assert len(counts) == 946
    found = spending.fit(counts, means)
    assert (found.p, found.q, found.gamma) == pytest.approx((6.25, 3.74, 15.44), rel=0.002)


SHAPES = st.floats(0.05, 20)
MODELS = st.builds(Buying, r=SHAPES, alpha=st.floats(0.5, 500), a=SHAPES, b=SHAPES)


@st.composite
def histories(draw: st.DrawFn) -> History:
    repeats = draw(st.integers(0, 60))
    age = draw(st.floats(1, 1000))
    last = age * draw(st.floats(0.01, 1)) if repeats else 0.0
    return History(np.array([float(repeats)]), np.array([last]), np.array([age]))


@settings(deadline=None)
@given(MODELS, histories(), st.floats(0.01, 5))
def test_expectation_is_equation_10(model: Buying, history: History, part: float) -> None:
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    assume(abs(a - 1) > 1e-3)  # the equation has a pole there
    x, last, age = history.repeats[0], history.last[0], history.age[0]
    ahead = (alpha + age) * part
    whole = alpha + age + ahead
    terms = ((alpha + age) / whole) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, ahead / whole)
    odds = a / (b + x - 1) * ((alpha + age) / (alpha + last)) ** (r + x) if x else 0.0
    equation = (a + b + x - 1) / (a - 1) * (1 - terms) / (1 + odds)
    found = buying.expected(model, history, ahead)[0]
    assert found == pytest.approx(equation, rel=1e-6, abs=1e-9 * abs((a + b + x - 1) / (a - 1)))
    assert buying.alive(model, history)[0] == pytest.approx(1 / (1 + odds))


@settings(deadline=None)
@given(MODELS, histories(), st.floats(0.1, 500))
def test_more_time_brings_more_purchases_but_not_more_than_the_rate(
    model: Buying, history: History, ahead: float
) -> None:
    less, more = (buying.expected(model, history, each)[0] for each in (ahead, ahead * 2))
    assert 0 <= less <= more * (1 + 1e-9)
    rate = (model.r + history.repeats[0]) / (model.alpha + history.age[0])
    assert more <= rate * 2 * ahead * (1 + 1e-9)


def test_customers_who_buy_every_day_for_years_are_no_trouble() -> None:
    """Where the equation overflows: 5,000 purchases in 5,000 days, the last one today or long ago."""
    model = Buying(r=0.5, alpha=20.0, a=1.0, b=5.0)
    history = History(np.array([5000.0, 5000.0]), np.array([5000.0, 4000.0]), np.array([5000.0, 5000.0]))
    assert buying.alive(model, history) == pytest.approx([1, 0], abs=1e-3)
    # at most the rate, 5000.5 in 5020 days, a little less as one purchase in 5,000 is the last
    assert buying.expected(model, history, 100) == pytest.approx([98.6, 0], abs=0.2)


def test_a_made_population_is_found_again() -> None:
    """40,000 customers who do what the model says: rates from gamma, chances to stop from beta."""
    draw, truth = np.random.default_rng(5), Buying(r=0.8, alpha=60.0, a=1.2, b=3.0)
    count, age = 40_000, draw.uniform(100, 700, 40_000)
    rate, chance = draw.gamma(truth.r, 1 / truth.alpha, count), draw.beta(truth.a, truth.b, count)
    repeats, last, now = np.zeros(count), np.zeros(count), np.zeros(count)
    active = draw.random(count) >= 0  # nobody stops before a repeat purchase
    while active.any():
        now = now + draw.exponential(1 / rate)
        active &= now <= age
        repeats[active] += 1
        last[active] = now[active]
        active &= draw.random(count) >= chance
    found = buying.fit(History(repeats, last, age))
    assert found.r == pytest.approx(truth.r, rel=0.05)
    assert found.alpha == pytest.approx(truth.alpha, rel=0.05)
    assert found.a / (found.a + found.b) == pytest.approx(truth.a / (truth.a + truth.b), rel=0.05)


def test_the_unit_of_time_makes_no_difference() -> None:
    weeks = cdnow.summary()
    days = buying.fit(History(weeks.repeats, weeks.last * 7, weeks.age * 7))
    assert days.alpha == pytest.approx(4.4135 * 7, rel=1e-3)
    assert days.r == pytest.approx(0.2426, rel=1e-3)


def test_nothing_is_learnt_where_nobody_bought_again() -> None:
    with pytest.raises(ValueError, match="nobody bought again"):
        buying.fit(History(np.zeros(3), np.zeros(3), np.full(3, 10.0)))


def test_amounts_lie_between_the_own_mean_and_that_of_all() -> None:
    """By hand: p 4, q 3, gamma 10 → mean of all 20; two purchases of 50 → 4 (10 + 100) / (8 + 2) = 44."""
    model = spending.Spending(p=4.0, q=3.0, gamma=10.0)
    found = spending.expected(model, np.array([0, 2, 1000]), np.array([0.0, 50.0, 50.0]))
    assert found[:2] == pytest.approx([20, 44])
    assert 49.9 < found[2] < 50
    endless = spending.expected(spending.Spending(p=4.0, q=0.9, gamma=10.0), np.array([0, 1]), np.array([0.0, 50.0]))
    assert np.isnan(endless[0])
    assert endless[1] == pytest.approx(4 * 60 / 3.9)
