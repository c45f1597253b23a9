"""RFM: scores and segments by hand, and that every customer is in one segment."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analyses.customers.rfm import SEGMENTS, Bounds, quintiles, scores

from .made import day, names, purchases

TODAY = day("2024-12-31")


def test_scores_by_hand() -> None:
    bought = purchases(
        ("a", "2024-12-30", 500), ("a", "2024-06-01", 500),  # 1 day, 2 purchases, 1000
        ("b", "2024-12-21", 100),                            # 10 days, 1 purchase, 100
        ("c", "2024-12-20", 50),                             # 11 days
        ("d", "2023-12-31", 300), ("d", "2023-12-30", 700), ("d", "2023-12-29", 1),  # 366 days, 3, 1001
        ("e", "2020-01-01", None),                           # long ago, nothing known of the amount
        ("f", "2025-01-01", 900),                            # not yet
    )  # fmt: skip
    bounds = Bounds(recency=(10, 30, 90, 365), frequency=(1, 1, 2, 5), money=(50, 100, 500, 1000))
    found = scores(bought, TODAY, bounds)
    assert names(bought, found.rows) == list("abcde")
    assert found.days[:4].tolist() == [1, 10, 11, 366]
    assert found.recency.tolist() == [5, 5, 4, 1, 1]
    assert found.frequency.tolist() == [3, 1, 1, 4, 1]
    assert found.money.tolist() == [4, 2, 1, 5, 1]
    assert found.worth.tolist() == [4, 2, 1, 5, 1]
    assert [SEGMENTS[each].name for each in found.segment] == ["Champions", "Recent", "Recent", "Must not lose", "Lost"]


def test_quintiles_are_fifths() -> None:
    """Ten customers who last bought 1 to 10 days ago, once each, for 10 to 100: two of each score."""
    rows = [(chr(97 + each), f"2024-12-{30 - each}", 10.0 * (each + 1)) for each in range(10)]
    bounds = quintiles(purchases(*rows), TODAY)
    assert bounds == Bounds(recency=(2, 4, 6, 8), frequency=(1, 1, 1, 1), money=(20, 40, 60, 80))
    found = scores(purchases(*rows), TODAY, bounds)
    assert found.recency.tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert found.money.tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert found.frequency.tolist() == [1] * 10  # who can't be told apart has the same score
    assert Bounds.from_json(bounds.to_json()) == bounds


def test_each_pair_of_scores_is_in_one_segment() -> None:
    for recency in range(1, 6):
        for worth in range(1, 6):
            fitting = [
                each.name
                for each in SEGMENTS
                if each.recency[0] <= recency <= each.recency[1] and each.worth[0] <= worth <= each.worth[1]
            ]
            assert len(fitting) == 1, (recency, worth, fitting)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 28), st.integers(-50, 500)), min_size=1))
def test_better_customers_never_score_less(rows: list[tuple[str, int, int]]) -> None:
    bought = purchases(*((who, f"2024-12-{date:02}", amount) for who, date, amount in rows))
    found = scores(bought, TODAY, quintiles(bought, TODAY))
    assert len(found.rows) == len({who for who, _, _ in rows})
    for measure, score, sign in (
        (found.days, found.recency, -1),
        (found.purchases, found.frequency, 1),
        (found.revenue, found.money, 1),
    ):
        order = np.argsort(sign * measure)
        assert (np.diff(score[order]) >= 0).all()
        assert score.min() >= 1
        assert score.max() <= 5
