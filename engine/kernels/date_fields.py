"""The fields that a date brings with it (`saql.date_parts`): texts with tiny dictionaries, straight from the values."""

from __future__ import annotations

import datetime as dt
from typing import cast

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, TextColumn
from engine.kernels import codes as texts
from engine.kernels import zones
from engine.kernels.arrays import Array, array, from_list, validity
from engine.kernels.calendar import PARTS, civil, per_day
from engine.kernels.dates import part_of_clock
from saql.schema import Calendar

_OF_DAY = {
    "Year": ("year", 4),
    "Quarter": ("quarter", 1),
    "Month": ("month", 2),
    "Week": ("week", 2),
    "Day": ("day", 2),
    "Year_Fiscal": ("fiscal_year", 4),
    "Quarter_Fiscal": ("fiscal_quarter", 1),
    "Month_Fiscal": ("first_month", 2),
    "Week_Fiscal": ("fiscal_week", 2),
}
_OF_CLOCK = {"Hour": ("hour", 24), "Minute": ("minute", 60), "Second": ("second", 60)}


def date_field(dates: pa.Array, part: str, calendar: Calendar, zone: dt.tzinfo) -> Column:
    """Return a field of a date column.

    Args:
        dates: Instants or days.
        part: What follows the date's name and an underscore, such as `Year` or `sec_epoch`.
        calendar: How the date counts fiscal periods and weeks.
        zone: Zone in which instants have their days and hours; epochs are in UTC.
    """
    if part == "sec_epoch":
        return array(zones.local_times(dates, dt.UTC) // 1000, validity(dates))
    if part == "day_epoch":
        return array(zones.days(dates, dt.UTC).astype(np.int64), validity(dates))
    if part in _OF_CLOCK:
        return _clock_field(dates, part, zone)
    name, width = _OF_DAY[part]
    days = zones.days(dates, zone)
    valid = validity(dates)
    if valid is not None and len(days):
        # nulls are day 0, which may be far from all others
        days = np.where(valid, days, days.max(initial=0))
    first = last = 0

    def code(each: Array) -> Array:
        nonlocal first, last
        numbers = PARTS[name](civil(each), calendar)
        if len(numbers):
            first, last = int(numbers.min()), int(numbers.max())
        return (numbers - first + 1).astype(texts.code_type(last - first + 1))

    codes = per_day(days, code)
    dictionary = from_list([_digits(number, width) for number in range(first, last + 1)], pa.string())
    return TextColumn(_masked(codes, dates), dictionary)


def _clock_field(dates: pa.Array, part: str, zone: dt.tzinfo) -> TextColumn:
    name, count = _OF_CLOCK[part]
    codes = part_of_clock(name, zones.local_times(dates, zone)).astype(np.uint8) + 1
    return TextColumn(_masked(codes, dates), from_list([f"{number:02}" for number in range(count)], pa.string()))


def _masked(codes: Array, dates: pa.Array) -> Codes:
    valid = validity(dates)
    if valid is not None:
        codes[~valid] = 0
    return cast(Codes, codes)


def _digits(number: int, width: int) -> str:
    return f"{number:0{width}}"
