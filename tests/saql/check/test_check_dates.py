"""Ranges of dates: relative, fixed, by parts and by field."""

import datetime as dt

import pytest

from saql.check.relative_dates import relative_date
from saql.typed.expressions import Call, Column, DateMembership, DateRange, Membership, RelativeDate, Shift
from saql.types import Type

PARTS = "date('Close_Year', 'Close_Month', 'Close_Day')"
DAY = RelativeDate("day", ())


@pytest.mark.parametrize(
    ("text", "unit", "shifts"),
    [
        ("current day", "day", []),
        ("current fiscal_quarter", "fiscal_quarter", []),
        ("1 month ago", "month", [(-1, "month")]),
        ("5 month ago", "month", [(-5, "month")]),
        ("1 months ago", "month", [(-1, "month")]),
        ("2 fiscal_years ahead", "fiscal_year", [(2, "fiscal_year")]),
        ("0 days ago", "day", []),
        ("current day - 1 quarter", "day", [(-1, "quarter")]),
        ("current quarter-1 year", "quarter", [(-1, "year")]),
        ("2 years ahead + 3 months - 1 day", "year", [(2, "year"), (3, "month"), (-1, "day")]),
        ("  current  year ", "year", []),
    ],
)
def test_a_relative_date_is_read(text, unit, shifts):
    assert relative_date(text) == RelativeDate(unit, tuple(Shift(*each) for each in shifts))


@pytest.mark.parametrize(
    "text",
    ["", "today", "current", "current hour", "last 2 years", "1 year", "current day -", "current day 1 day", "2018"],
)
def test_other_texts_are_no_relative_dates(text):
    assert relative_date(text) is None


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ('["current day".."current day"]', [DateRange(DAY, DAY)]),
        ('["current day"]', [DateRange(DAY, DAY)]),
        ('[.."current day"]', [DateRange(None, DAY)]),
        ('["current day"..]', [DateRange(DAY, None)]),
        ("[dateRange([2018,1,31], [2018,2,28])]", [DateRange(dt.date(2018, 1, 31), dt.date(2018, 2, 28))]),
        ('["2018-01-01".."current day"]', [DateRange(dt.date(2018, 1, 1), DAY)]),
        ('["2018-01-01", "current day".."current day"]', [DateRange(*[dt.date(2018, 1, 1)] * 2), DateRange(DAY, DAY)]),
        ("[]", []),
        ('[null.."current day"]', []),
    ],
)
def test_dates_are_compared_with_ranges_of_days(text, ranges, predicate):
    for operand in (PARTS, "'Close'", "'Start'"):
        found = predicate(f"{operand} in {text}")
        assert isinstance(found, DateMembership)
        assert list(found.ranges) == ranges


def test_the_parts_of_a_date_field_stand_for_the_field_and_bring_its_calendar(predicate):
    found = predicate(f'{PARTS} in ["1 fiscal_year ago".."current day"]')
    assert (found.operand.name, found.operand.type) == ("Close", Type.DATE)
    assert (found.calendar.fiscal_month_offset, found.calendar.first_weekday) == (1, 1)


def test_projected_parts_are_put_together_and_keep_the_calendar(checked):
    query = checked(
        "q = load \"deals\"; q = foreach q generate 'Close_Year' as 'y', 'Close_Month' as 'm', 'Close_Day' as 'd';"
        " q = filter q by date('y', 'm', 'd') in [\"current fiscal_year\"..\"current day\"];"
    )
    found = query.statements[-1].predicate
    assert (found.operand.function, [each.name for each in found.operand.arguments]) == ("make_date", ["y", "m", "d"])
    assert found.calendar.fiscal_month_offset == 1


def test_parts_in_another_order_are_no_date_field(predicate):
    found = predicate("date('Close_Year', 'Close_Day', 'Close_Month') in [\"current day\"..\"current day\"]")
    assert isinstance(found.operand, Call)


def test_a_projected_date_keeps_its_calendar(checked):
    query = checked(
        "q = load \"deals\"; q = foreach q generate 'Close' as 'c'; q = foreach q generate fiscalMonth('c') as 'm';"
    )
    assert [each.value for each in query.statements[-1].items[0][1].arguments[1:]] == [1, False, 1]


def test_instants_are_compared_to_the_millisecond_and_a_last_day_is_whole(predicate):
    found = predicate('\'Close\' in ["2018-01-01T10:00:00Z".."2018-01-02"]')
    assert isinstance(found, Membership)
    assert isinstance(found.operand, Column)
    [(low, high)] = found.ranges
    assert low.value == dt.datetime(2018, 1, 1, 10, tzinfo=dt.UTC)
    assert high.value == dt.datetime(2018, 1, 2, 23, 59, 59, 999000, tzinfo=dt.UTC)


def test_not_in_turns_a_range_around(predicate):
    found = predicate(f'{PARTS} not in ["current day".."current day"]')
    assert (found.function, type(found.arguments[0])) == ("not", DateMembership)


def test_a_date_range_counts_inside_an_aggregate(item):
    before = "q = group q by 'Owner';"
    found = item(f'sum(case when {PARTS} in ["current year".."current day"] then \'Amount\' end)', before=before)
    [(condition, _)] = found.arguments[0].branches
    assert condition.operand.name == "Close"
