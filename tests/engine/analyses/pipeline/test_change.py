"""What became of a pipeline: each deal's part worked by hand; changes lead exactly from one sum to the other."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analyses.pipeline.change import STEPS, change_of
from engine.analyses.pipeline.deals import NOT_CLOSED, Deals, Steps, ordered
from engine.analyses.pipeline.forecast import Period
from tests.engine.analyses.pipeline.worlds import NOTHING, day, deals

FIRST, NOW, NEXT = day(2026, 1), day(2026, 3), day(2026, 4)
QUARTER = Period(length="Quarter", start=56 * 12, end=56 * 12 + 3)
IN, LATER = FIRST + 80, NEXT + 20
"""Close dates in the quarter and after it."""


def told(*steps: tuple[int, float, float, float]) -> Steps:
    """Steps of deals: which, when, the amount and the close date from then on."""
    deal, at, amount, stated = (np.array(each) for each in zip(*steps, strict=True))
    return ordered(Steps(deal=deal.astype(int), at=at, stage=np.zeros(len(deal), int), amount=amount, stated=stated))


def world(rows: list[tuple[float, float, bool, float, float]]) -> Deals:
    """Deals: made, closed, won, amount now, close date now."""
    created, closed, won, amount, stated = (np.array(each) for each in zip(*rows, strict=True))
    return dataclasses.replace(deals(created, closed, won, amount=amount), stated=stated)


def test_each_deal_takes_part_in_what_became_of_it() -> None:
    old = FIRST - 30
    whole = world(
        [
            (old, NOT_CLOSED, False, 130, IN),  # 0: was 100, grew
            (old, NOT_CLOSED, False, 80, LATER),  # 1: pushed out
            (old, NOT_CLOSED, False, 50, IN),  # 2: pulled in, was 60
            (FIRST + 5, NOT_CLOSED, False, 40, IN),  # 3: made since
            (FIRST + 5, NOT_CLOSED, False, 1000, LATER),  # 4: made since, for later
            (old, FIRST + 20, True, 220, np.nan),  # 5: was 200, won for 220
            (FIRST + 5, FIRST + 30, False, 70, np.nan),  # 6: made since and lost
            (old, FIRST + 40, True, 30, np.nan),  # 7: was to close later, and is won already
            (old, FIRST - 10, True, 999, np.nan),  # 8: won before
        ]
    )
    steps = told(
        *((0, old, 100, IN), (0, FIRST + 9, 130, IN), (1, old, 80, IN), (1, FIRST + 9, 80, LATER)),
        *((2, old, 60, LATER), (2, FIRST + 9, 50, IN), (3, FIRST + 5, 40, IN), (4, FIRST + 5, 1000, LATER)),
        *((5, old, 200, IN), (5, FIRST + 20, 220, FIRST + 20), (6, FIRST + 5, 70, IN)),
        *((7, old, 30, LATER), (8, old, 999, IN)),
    )
    change = change_of(whole, steps, QUARTER, FIRST, NOW, NOW)
    assert {step: (change.total(step), change.deals(step)) for step in STEPS} == {
        "Opening": (380, 3),
        "Created": (110, 2),
        "Pulled in": (90, 2),
        "Increased": (50, 2),
        "Decreased": (-10, 1),
        "Pushed out": (-80, 1),
        "Won": (-250, 2),
        "Lost": (-70, 1),
        "Closing": (220, 3),
    }
    assert change.amounts["Won"].tolist() == [0, 0, 0, 0, 0, -220, 0, -30, 0]
    assert change.amounts["Closing"].tolist() == [130, 0, 50, 40, 0, 0, 0, 0, 0]


def test_without_close_dates_of_the_past_all_open_deals_count() -> None:
    whole = world([(FIRST - 9, NOT_CLOSED, False, 10, LATER), (FIRST + 9, FIRST + 20, True, 5, np.nan)])
    change = change_of(whole, NOTHING, QUARTER, FIRST, NOW, NOW)
    assert not change.dated
    assert {step: change.total(step) for step in STEPS if change.deals(step)} == {
        "Opening": 10,
        "Created": 5,
        "Won": -5,
        "Closing": 10,
    }


@st.composite
def pasts(draw: st.DrawFn) -> tuple[Deals, Steps]:
    count = draw(st.integers(1, 12))
    moments = st.floats(FIRST - 60, NOW).map(lambda each: round(each, 2))
    dates = st.sampled_from([FIRST - 5, IN, LATER, np.nan])
    amounts = st.sampled_from([np.nan, 0.0, 10.0, 25.5, 1e6])
    rows, steps = [], []
    for deal in range(count):
        created = draw(moments)
        closed = draw(st.one_of(st.just(NOT_CLOSED), st.floats(created, NOW)))
        ended = np.isfinite(closed)
        rows.append((created, closed, ended and draw(st.booleans()), draw(amounts), np.nan if ended else draw(dates)))
        for _ in range(draw(st.integers(0, 3))):
            steps.append((deal, draw(st.floats(created, NOW)), draw(amounts), draw(dates)))
    return world(rows), told(*steps) if steps else NOTHING


@given(pasts(), st.booleans())
def test_changes_lead_from_one_sum_exactly_to_the_other(past: tuple[Deals, Steps], earlier: bool) -> None:
    whole, steps = past
    change = change_of(whole, steps, QUARTER, FIRST, NOW - 20 if earlier else NOW, NOW)
    each_deal = sum(change.amounts[step] for step in STEPS[:-1])
    assert each_deal == pytest.approx(change.amounts["Closing"])
    for step in ("Opening", "Created", "Pulled in", "Increased", "Closing"):
        assert (change.amounts[step] >= 0).all()
    for step in ("Decreased", "Pushed out", "Won", "Lost"):
        assert (change.amounts[step] <= 0).all()
