"""Cohorts and rates of retention, worked by hand."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analyses.customers.purchases import day_of
from engine.analyses.customers.retention import cohorts, mature, periods, rates

from .made import day, purchases

BOUGHT = purchases(
    ("ann", "2024-02-10", 100),
    ("ann", "2024-05-01", 50),
    ("ann", "2024-09-30", 150),
    ("ben", "2024-03-31", 200),
    ("ben", "2024-08-15", 40),
    ("cem", "2024-04-01", 70),
    ("cem", "2024-04-20", None),
    ("dan", "2024-10-05", 999),
)


def test_cohorts_by_hand() -> None:
    """Whole quarters until the end of September; dan begins after them."""
    found = {(each.cohort.name, each.since): (each.customers, each.active, each.revenue) for each in _cells()}
    assert found == {
        ("2024 Q1", 0): (2, 2, 300),
        ("2024 Q1", 1): (2, 1, 50),
        ("2024 Q1", 2): (2, 2, 190),
        ("2024 Q2", 0): (1, 1, 70),
        ("2024 Q2", 1): (1, 0, 0),
    }
    assert mature(_cells(), 1) == (3, 1)


def _cells() -> list:
    return cohorts(BOUGHT, "quarter", day("2024-10-31"))


def test_a_period_counts_from_its_last_day_on() -> None:
    bought = purchases(("a", "2024-01-31", 1), ("a", "2024-02-29", 1))
    assert [each.since for each in cohorts(bought, "month", day("2024-02-28"))] == [0]
    assert [each.since for each in cohorts(bought, "month", day("2024-02-29"))] == [0, 1]
    assert cohorts(bought, "year", day("2024-12-30")) == []


RATED = purchases(
    # within the 365 days to the end of 2023, and those to the end of 2024
    ("ann", "2023-06-01", 100),
    ("ann", "2024-06-01", 150),  # 50 more
    ("ben", "2023-03-01", 60),
    ("ben", "2023-09-01", 140),
    ("ben", "2024-03-01", 120),  # 80 less
    ("cem", "2023-12-31", 300),  # left
    ("dan", "2024-02-01", 90),  # new
    ("eve", "2022-05-01", 500),
    ("eve", "2024-12-31", 70),  # returned: was none at the end of 2023
    ("fay", "2024-01-02", 10),  # new
    ("hal", "2024-01-01", 10),  # 366 days before the end of that leap year: no customer any more
    ("gil", "2022-11-30", 40),
    ("gil", "2025-01-01", 40),
)


def test_rates_by_hand() -> None:
    found = rates(RATED, "year", 365, day("2025-06-30"))
    assert [each.period.name for each in found] == ["2024"]
    year = found[0]
    assert (year.before, year.stayed, year.new, year.returned) == (3, 2, 2, 1)
    assert (year.base, year.lost, year.less, year.more) == (600, 300, 80, 50)
    assert year.logo_retention == pytest.approx(2 / 3)
    assert year.gross_retention == pytest.approx(220 / 600)
    assert year.net_retention == pytest.approx(270 / 600)


def test_a_shorter_window_asks_for_newer_purchases() -> None:
    """Within 90 days: on 30 June 2024 ann alone bought since 2 April; on 30 September nobody has."""
    third = next(each for each in rates(RATED, "quarter", 90, day("2025-06-30")) if each.period.name == "2024 Q3")
    assert (third.before, third.stayed, third.base, third.lost) == (1, 0, 150, 150)
    assert (third.logo_retention, third.net_retention) == (0, 0)


def test_there_are_no_rates_without_customers() -> None:
    bought = purchases(("a", "2020-01-01", 1), ("a", "2024-01-05", 1))
    empty = next(each for each in rates(bought, "quarter", 30, day("2024-12-31")) if each.before == 0)
    assert (empty.logo_retention, empty.gross_retention, empty.net_retention) == (None, None, None)
    assert rates(purchases(), "year", 365, day("2024-12-31")) == []


DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2022, 12, 31)).map(dt.date.isoformat)
ROWS = st.lists(st.tuples(st.sampled_from("abcde"), DAYS, st.integers(0, 1000)), min_size=1, max_size=40)
UNITS = st.sampled_from(["month", "quarter", "year"])


@settings(deadline=None)
@given(DAYS, DAYS, UNITS)
def test_periods_follow_each_other(first: str, last: str, unit: str) -> None:
    found = periods(day(first), day(last), unit)
    assert all(earlier.high + 1 == later.low for earlier, later in itertools.pairwise(found))
    assert all(each.high <= day(last) and day_of(each.low).day == 1 for each in found)
    assert not found or found[0].low <= day(first) <= found[0].high


@settings(deadline=None)
@given(ROWS, UNITS)
def test_every_purchase_is_in_one_cell(rows: list[tuple[str, str, float]], unit: str) -> None:
    bought, today = purchases(*rows), day("2024-01-01")
    cells = cohorts(bought, unit, today)
    assert sum(each.revenue for each in cells) == pytest.approx(sum(row[2] for row in rows))
    assert sum(each.customers for each in cells if each.since == 0) == len({row[0] for row in rows})
    assert all(each.active <= each.customers and (each.since or each.active == each.customers) for each in cells)


@settings(deadline=None)
@given(ROWS, UNITS, st.sampled_from([30, 90, 365]))
def test_customers_of_one_period_are_those_of_the_next(rows: list, unit: str, window: int) -> None:
    found = rates(purchases(*rows), unit, window, day("2024-01-01"))
    for earlier, later in itertools.pairwise(found):
        assert earlier.stayed + earlier.new + earlier.returned == later.before
        kept = earlier.gross_retention
        assert kept is None or (0 <= kept <= 1 + 1e-12 and kept <= earlier.net_retention + 1e-12)
