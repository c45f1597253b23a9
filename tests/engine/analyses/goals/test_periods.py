"""Periods, their names, and how much of one has gone in working days."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analyses.goals.periods import Calendar

QUARTERS = Calendar()


def number(year: int, month: int, day: int) -> int:
    return (dt.date(year, month, day) - dt.date(1970, 1, 1)).days


def period(calendar: Calendar, *day: int) -> int:
    return int(calendar.of(np.array([number(*day)]))[0])


@pytest.mark.parametrize(
    ("calendar", "label", "start"),
    [
        (Calendar(period=1), "2026-11", (2026, 11, 1)),
        (Calendar(period=3), "2026-Q4", (2026, 10, 1)),
        (Calendar(period=12), "2026", (2026, 1, 1)),
        # A year that begins in February 2026 ends in January 2027, and is called by that.
        (Calendar(period=3, first_month=2), "FY2027-Q4", (2026, 11, 1)),
        (Calendar(period=12, first_month=2), "FY2027", (2026, 2, 1)),
        (Calendar(period=12, first_month=12), "FY2026", (2025, 12, 1)),
    ],
)
def test_a_day_lies_in_a_period_with_a_name_and_a_start(
    calendar: Calendar, label: str, start: tuple[int, int, int]
) -> None:
    found = period(calendar, 2026, 11, 21)
    assert calendar.label(found) == label
    assert calendar.start(found) == number(*start)


@given(
    st.dates(dt.date(1971, 1, 1), dt.date(2200, 1, 1)),
    st.sampled_from([1, 3, 12]),
    st.integers(1, 12),
)
def test_every_day_lies_between_the_start_of_its_period_and_that_of_the_next(
    day: dt.date, length: int, first_month: int
) -> None:
    calendar, at = Calendar(period=length, first_month=first_month), number(day.year, day.month, day.day)
    found = int(calendar.of(np.array([at]))[0])
    assert calendar.start(found) <= at < calendar.start(found + 1)
    assert calendar.of(np.array([calendar.start(found)]))[0] == found


def test_working_days_before_today_have_gone() -> None:
    # May 2026 begins on a Friday and has 21 working days. By Wednesday 6 the 1st, 4th and 5th have gone.
    may = Calendar(period=1)
    assert may.gone(period(may, 2026, 5, 1), number(2026, 5, 6)) == pytest.approx(3 / 21)
    # The 1st is a holiday: 2 of 20.
    closed = Calendar(period=1, holidays=(dt.date(2026, 5, 1),))
    assert closed.gone(period(may, 2026, 5, 1), number(2026, 5, 6)) == pytest.approx(2 / 20)
    assert may.gone(period(may, 2026, 5, 1), number(2026, 6, 1)) == 1
    assert may.gone(period(may, 2026, 5, 1), number(2026, 5, 1)) == 0


def test_the_same_point_of_a_year_before_has_as_many_working_days_behind_it() -> None:
    may = Calendar(period=1)
    now, before = period(may, 2026, 5, 1), period(may, 2025, 5, 1)
    # In May 2025 (from a Thursday) the first three working days are the 1st, 2nd and 5th.
    assert may.same_point(now, before, number(2026, 5, 6)) == number(2025, 5, 6)
    assert may.same_point(now, before, number(2026, 5, 1)) == number(2025, 5, 1)
    assert may.same_point(now, before, number(2026, 6, 1)) == number(2025, 6, 1)
    assert may.same_point(now, before, number(2026, 4, 9)) == number(2025, 5, 1)
