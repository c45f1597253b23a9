"""Profits and how they are spread, worked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analyses.customers.profit import Concentration, concentration, profits

from .made import day, names, purchases

BOUGHT = purchases(
    ("ann", "2024-05-01", 1000, 400),
    ("ben", "2024-06-01", 500, 300),
    ("cem", "2024-07-01", 100, 80),
    ("dan", "2023-07-01", 9999, 1),
    ("eve", "2024-08-01", 300, 200),
)


def test_profits_by_hand() -> None:
    """Serving: cem cost 70, dan 30 although he bought nothing that year."""
    serving = np.array([0.0, 50, 70, 30, 0])
    found = profits(BOUGHT, day("2024-01-01"), day("2024-12-31"), serving)
    assert names(BOUGHT, found.rows) == ["ann", "ben", "eve", "dan", "cem"]
    assert found.profit.tolist() == [600, 150, 100, -30, -50]
    assert found.revenue.tolist() == [1000, 500, 300, 0, 100]
    assert found.share == pytest.approx([600 / 770, 750 / 770, 850 / 770, 820 / 770, 1])
    assert concentration(found) == Concentration(
        customers=5,
        profit=770,
        tenth=pytest.approx(600 / 770),
        fifth=pytest.approx(600 / 770),
        half=1,
        peak=pytest.approx(850 / 770),
        losing=2,
        lost=80,
    )


def test_without_profit_nothing_is_said_of_its_spread() -> None:
    found = profits(BOUGHT, day("2024-07-01"), day("2024-07-31"), np.full(5, 20.0))
    assert found.profit.sum() == 20 - 5 * 20
    assert concentration(found) is None


@settings(deadline=None)
@given(st.lists(st.integers(1, 1000), min_size=1, max_size=26))
def test_shares_grow_to_one(amounts: list[int]) -> None:
    bought = purchases(*((chr(97 + place), "2024-05-01", each, 0) for place, each in enumerate(amounts)))
    found = profits(bought, day("2024-01-01"), day("2024-12-31"), np.zeros(len(amounts)))
    spread = concentration(found)
    assert spread is not None
    assert (spread.losing, spread.peak) == (0, pytest.approx(1))
    assert spread.tenth <= spread.fifth <= 1 + 1e-12
    assert sum(sorted(amounts, reverse=True)[: spread.half]) * 2 >= sum(amounts)
    assert sum(sorted(amounts, reverse=True)[: spread.half - 1]) * 2 < sum(amounts)
