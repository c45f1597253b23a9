"""Days as years, months and weeks, for whole columns: day numbers count from 1970-01-01.

Columns have many rows and few days, so callers reduce to distinct days with `per_day` first.
Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days and days_from_civil.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.kernels.arrays import Array
from saql.record import record
from saql.schema import Calendar

_SPREAD = 4


@record(eq=False)
class Civil:
    """Days with their calendar year, month (1 to 12) and day of the month."""

    days: Array
    year: Array
    month: Array
    day: Array


def civil(days: Array) -> Civil:
    """Return the calendar dates of day numbers."""
    shifted = days.astype(np.int64) + 719_468
    era = shifted // 146_097
    day_of_era = shifted - era * 146_097
    year_of_era = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_from_march = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month_from_march + 2) // 5 + 1
    month = np.where(month_from_march < 10, month_from_march + 3, month_from_march - 9)
    year = year_of_era + era * 400 + (month <= 2)
    return Civil(days.astype(np.int64), year, month, day)


def day_numbers(year: Array, month: Array, day: Array | int) -> Array:
    """Return the day numbers of calendar dates; months outside 1 to 12 count on from their year."""
    months = year * 12 + month - 1
    year, month = months // 12, months % 12 + 1
    from_march = year - (month <= 2)
    era: Array = from_march // 400
    year_of_era = from_march - era * 400
    day_of_year = (153 * np.where(month > 2, month - 3, month + 9) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    days: Array = era * 146_097 + day_of_era - 719_468
    return days


def weekday(days: Array) -> Array:
    """Return 0 on Sundays to 6 on Saturdays."""
    return (days + 4) % 7


def fiscal_start(date: Civil, calendar: Calendar) -> Array:
    """Return the calendar year in which the fiscal year of each date starts."""
    return date.year - (date.month - 1 < calendar.first_month_offset)


def first_month(date: Civil, calendar: Calendar) -> Array:
    """Return the month of the fiscal year, 1 to 12."""
    return (date.month - 1 - calendar.first_month_offset) % 12 + 1


def _fiscal_year(date: Civil, calendar: Calendar) -> Array:
    named_later = calendar.named_by_end and calendar.first_month_offset > 0
    return fiscal_start(date, calendar) + int(named_later)


def _week(date: Civil, first_day: Array, calendar: Calendar) -> Array:
    """Return weeks from 1 on: of seven days from the first day on, or up to each first weekday."""
    lead: Array | int = 0
    if calendar.first_weekday >= 0:
        lead = (weekday(first_day) - calendar.first_weekday) % 7
    return (date.days - first_day + lead) // 7 + 1


def _quarter_start(date: Civil, _calendar: Calendar) -> Array:
    return day_numbers(date.year, (date.month - 1) // 3 * 3 + 1, 1)


def _year_start(date: Civil, _calendar: Calendar) -> Array:
    return day_numbers(date.year, np.ones_like(date.year), 1)


def _fiscal_year_start(date: Civil, calendar: Calendar) -> Array:
    first_month = np.full_like(date.year, calendar.first_month_offset + 1)
    return day_numbers(fiscal_start(date, calendar), first_month, 1)


def _fiscal_quarter_start(date: Civil, calendar: Calendar) -> Array:
    return day_numbers(date.year, date.month - (first_month(date, calendar) - 1) % 3, 1)


def _next(start: Callable[[Civil, Calendar], Array], months: int) -> Callable[[Civil, Calendar], Array]:
    def after(date: Civil, calendar: Calendar) -> Array:
        first = civil(start(date, calendar))
        return day_numbers(first.year, first.month + months, 1)

    return after


def _month_start(date: Civil, _calendar: Calendar) -> Array:
    first: Array = date.days - date.day + 1
    return first


def _week_start(date: Civil, _calendar: Calendar) -> Array:
    sunday: Array = date.days - weekday(date.days)
    return sunday


def _fiscal_week_start(date: Civil, calendar: Calendar) -> Array:
    first: Array = date.days - (weekday(date.days) - max(calendar.first_weekday, 0)) % 7
    return first


STARTS: dict[str, Callable[[Civil, Calendar], Array]] = {
    "week": _week_start,
    "month": _month_start,
    "quarter": _quarter_start,
    "year": _year_start,
    "fiscal_week": _fiscal_week_start,
    "first_month": _month_start,
    "fiscal_quarter": _fiscal_quarter_start,
    "fiscal_year": _fiscal_year_start,
}
"""The first day of the period in which a date lies."""

ENDS: dict[str, Callable[[Civil, Calendar], Array]] = {
    "week": lambda date, calendar: _week_start(date, calendar) + 7,
    "month": _next(_month_start, 1),
    "quarter": _next(_quarter_start, 3),
    "year": _next(_year_start, 12),
    "fiscal_week": lambda date, calendar: _fiscal_week_start(date, calendar) + 7,
    "first_month": _next(_month_start, 1),
    "fiscal_quarter": _next(_fiscal_quarter_start, 3),
    "fiscal_year": _next(_fiscal_year_start, 12),
}
"""The first day after that period."""


def _length(period: str) -> Callable[[Civil, Calendar], Array]:
    return lambda date, calendar: ENDS[period](date, calendar) - STARTS[period](date, calendar)


def _place(period: str) -> Callable[[Civil, Calendar], Array]:
    return lambda date, calendar: date.days - STARTS[period](date, calendar) + 1


PARTS: dict[str, Callable[[Civil, Calendar], Array]] = {
    "year": lambda date, _: date.year,
    "quarter": lambda date, _: (date.month + 2) // 3,
    "month": lambda date, _: date.month,
    "week": lambda date, calendar: _week(date, _year_start(date, calendar), calendar),
    "day": lambda date, _: date.day,
    "fiscal_year": _fiscal_year,
    "fiscal_quarter": lambda date, calendar: (first_month(date, calendar) + 2) // 3,
    "first_month": first_month,
    "fiscal_week": lambda date, calendar: _week(date, _fiscal_year_start(date, calendar), calendar),
    "day_in_week": lambda date, _: weekday(date.days) + 1,
    "day_in_month": lambda date, _: date.day,
    "day_in_quarter": _place("quarter"),
    "day_in_year": _place("year"),
    "month_days": _length("month"),
    "quarter_days": _length("quarter"),
    "year_days": _length("year"),
}
"""Numbers that depend on the day alone."""


def per_day(days: Array, function: Callable[[Array], Array]) -> Array:
    """Return `function(days)`, computed once for each day between the first and the last where those are few."""
    if not len(days):
        return function(days.astype(np.int64))
    first, last = int(days.min()), int(days.max())
    if (last - first) * _SPREAD > len(days):
        return function(days.astype(np.int64))
    return function(np.arange(first, last + 1)).take(days - first)
