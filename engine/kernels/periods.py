"""Periods of the calendar as numbers without gaps: the next period is the next number, over the ends of years.

A period is its parts, such as year and month, each a column. Years, quarters and months are counted from year 0, days
from 1970-01-01, weeks from year 1; the last week of a year is followed by the first of the next.
"""

from __future__ import annotations

import numpy as np

from engine.kernels.arrays import Array, Mask
from engine.kernels.calendar import PARTS, civil, day_numbers
from saql.schema import Calendar
from saql.typed.forecasts import PeriodFormat

LAST_YEAR = 9999
_IN_A_YEAR = {"Y": 1, "Y-Q": 4, "Y-M": 12}


def period_numbers(parts: list[Array], shape: PeriodFormat, calendar: Calendar) -> tuple[Array, Mask]:
    """Return the number of each period, and which of them the calendar has.

    Args:
        parts: Year and so on, int64 (n,) each.
        shape: What the parts are.
        calendar: Where weeks start; that tells how many a year has.
    """
    year = parts[0]
    known = (year >= 1) & (year <= LAST_YEAR)
    year = np.where(known, year, 1)
    if shape == "Y-M-D":
        month, day = (np.clip(each, 1, 31) for each in parts[1:])
        days = day_numbers(year, month, day)
        date = civil(days)
        return days, known & (date.month == parts[1]) & (date.day == parts[2])
    if shape == "Y-W":
        starts = _week_starts(calendar)
        known &= (parts[1] >= 1) & (parts[1] <= starts[year + 1] - starts[year])
        return starts[year] + parts[1] - 1, known
    count = _IN_A_YEAR[shape]
    if shape == "Y":
        return year, known
    known &= (parts[1] >= 1) & (parts[1] <= count)
    return year * count + parts[1] - 1, known


def period_parts(numbers: Array, shape: PeriodFormat, calendar: Calendar) -> list[Array]:
    """Return the parts of periods from their numbers."""
    if shape == "Y":
        return [numbers]
    if shape == "Y-M-D":
        date = civil(numbers)
        return [date.year, date.month, date.day]
    if shape == "Y-W":
        starts = _week_starts(calendar)
        year = np.searchsorted(starts, numbers, "right") - 1
        return [year, numbers - starts[year] + 1]
    count = _IN_A_YEAR[shape]
    return [numbers // count, numbers % count + 1]


def _week_starts(calendar: Calendar) -> Array:
    """Return the number of the first week of each year from 0 to one after the last."""
    years = np.arange(1, LAST_YEAR + 1)
    last_days = day_numbers(years + 1, np.ones_like(years), 1) - 1
    weeks = PARTS["week"](civil(last_days), calendar)
    return np.concatenate([np.zeros(2, np.int64), np.cumsum(weeks)])
