"""`asDateRange`: a pair of dates as the right side of `date(..) in [..]`."""

from __future__ import annotations

import datetime as dt

from dashboards.bindings.scalar import scalar_text
from dashboards.compact import dates, quote
from dashboards.errors import BindingError
from dashboards.model.json import Json


def date_range(value: Json, date: str) -> str:
    """Return the condition that a date lies in a range.

    Args:
        value: two epoch milliseconds, two relative dates as text or as `[unit, offset]`, two `[year, month, day]`; null
            ends are open, null alone restricts nothing.
        date: the date as an expression, `date('X_Year', 'X_Month', 'X_Day')`, or the name of a date field.
    """
    subject = date if "(" in date or date.startswith("'") else quote.name(date)
    pair = _pair(value)
    if pair is None or pair == [None, None]:
        return f"{subject} in all"
    lower, upper = pair
    if any(isinstance(each, list) and len(each) == 3 for each in pair) or _is_instant(lower) or _is_instant(upper):
        return f"{subject} in [dateRange({_day(lower, first=True)}, {_day(upper, first=False)})]"
    start, end = ("" if each is None else quote.text(_relative(each)) for each in (lower, upper))
    return f"{subject} in [{start}..{end}]"


def _pair(value: Json) -> list[Json] | None:
    """Return the two ends; a list around them is taken off, and a period alone is both ends."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    if value is None or value == []:
        return None
    if dates.is_relative(value) or not isinstance(value, list):
        return [value, value]
    if len(value) != 2:
        raise BindingError("asDateRange takes a first and a last date.")
    return value


def _is_instant(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _relative(value: Json) -> str:
    if dates.is_relative(value):
        return dates.period(value)
    if isinstance(value, list):
        raise BindingError(f"asDateRange has {scalar_text(value)}, which is no date.")
    return scalar_text(value)


def _day(value: Json, *, first: bool) -> str:
    if value is None:
        return "[1, 1, 1]" if first else "[9999, 12, 31]"
    if isinstance(value, list) and len(value) == 3:
        return f"[{', '.join(quote.decimal(int(quote.number(each) or 0)) for each in value)}]"
    number = quote.number(value)
    if number is None:
        raise BindingError(f"asDateRange has {scalar_text(value)}, which is no date.")
    try:
        day = dt.datetime(1970, 1, 1) + dt.timedelta(milliseconds=number)
    except OverflowError:
        raise BindingError("asDateRange has a date outside the years 1 to 9999.") from None
    return f"[{day.year}, {day.month}, {day.day}]"
