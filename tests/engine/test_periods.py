"""Relative dates as ranges of days."""

import datetime as dt

import pytest

from engine.plan.dates import period
from saql.check.relative_dates import relative_date
from saql.schema import Calendar

FRIDAY = dt.date(2016, 5, 20)
FEBRUARY_YEAR = Calendar(fiscal_month_offset=1)


def days(text: str, today: dt.date = FRIDAY, calendar: Calendar | None = None) -> tuple[str, str]:
    relative = relative_date(text)
    assert relative is not None
    start, end = period(relative, today, calendar or Calendar())
    return start.isoformat(), (end - dt.timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("current day", "2016-05-20", "2016-05-20"),
        ("30 days ago", "2016-04-20", "2016-04-20"),
        ("current week", "2016-05-15", "2016-05-21"),
        ("current month", "2016-05-01", "2016-05-31"),
        ("1 month ahead", "2016-06-01", "2016-06-30"),
        ("current quarter", "2016-04-01", "2016-06-30"),
        ("1 quarter ago", "2016-01-01", "2016-03-31"),
        ("current quarter - 1 year", "2015-04-01", "2015-06-30"),
        ("current day - 1 quarter", "2016-02-20", "2016-02-20"),
        ("1 year ago", "2015-01-01", "2015-12-31"),
        ("2 years ahead", "2018-01-01", "2018-12-31"),
        ("current year - 1 year", "2015-01-01", "2015-12-31"),
    ],
)
def test_a_keyword_stands_for_a_whole_period(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "today", "first"),
    [
        ("current day - 1 month", dt.date(2024, 3, 31), "2024-02-29"),
        ("current day + 1 year", dt.date(2024, 2, 29), "2025-02-28"),
        ("current day - 1 quarter", dt.date(2023, 5, 31), "2023-02-28"),
    ],
)
def test_a_day_that_a_month_lacks_becomes_its_last(text: str, today: dt.date, first: str) -> None:
    assert days(text, today) == (first, first)


def test_fiscal_periods_start_with_the_calendar_of_the_date() -> None:
    assert days("current fiscal_year", calendar=FEBRUARY_YEAR) == ("2016-02-01", "2017-01-31")
    assert days("current fiscal_quarter", calendar=FEBRUARY_YEAR) == ("2016-05-01", "2016-07-31")
    assert days("1 fiscal_quarter ago", calendar=FEBRUARY_YEAR) == ("2016-02-01", "2016-04-30")
    assert days("current fiscal_year", dt.date(2016, 1, 31), FEBRUARY_YEAR) == ("2015-02-01", "2016-01-31")


def test_weeks_start_on_the_first_weekday_of_the_calendar() -> None:
    assert days("current week", calendar=Calendar(first_weekday=1)) == ("2016-05-16", "2016-05-22")


def test_periods_stay_within_the_years_that_dates_have() -> None:
    assert days("9000 years ago")[0] == "0001-01-02"
    assert days("9000 years ahead")[1] > "9999"
