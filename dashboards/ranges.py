"""Ranges in words: `["quarter", 0]` to `["day", 0]` is "Current quarter to date".

The page does the same in web/src/ranges.js; what differs between the two is a mistake.
"""

from __future__ import annotations

import datetime as dt

from dashboards.compact.dates import is_relative, period
from dashboards.compact.quote import number
from dashboards.formats import number_text
from dashboards.locale import EN_US, Locale
from dashboards.model import Json
from dashboards.model.json import as_list
from dashboards.texts import period_text
from engine.plan.dates import period as days_of_period
from saql.check.relative_dates import relative_date
from saql.schema import Calendar

ALL = "All"
ALL_TIME = "All time"
DASH = "\N{EN DASH}"


def date_range_text(lower: Json, upper: Json, locale: Locale = EN_US) -> str:
    """Return a range of dates, each relative, in epoch milliseconds, or None for an open end, in words."""
    if lower is None and upper is None:
        return ALL_TIME
    if lower is None or upper is None:
        return f"Until {_date_word(upper, locale)}" if lower is None else f"Since {_date_word(lower, locale)}"
    if is_relative(lower) and is_relative(upper):
        return _relative_text(*_unit(lower), *_unit(upper))
    first, last = _date_word(lower, locale), _date_word(upper, locale)
    return first if first == last else f"{first} {DASH} {last}"


def number_range_text(lower: Json, upper: Json, pattern: str | None = None, locale: Locale = EN_US) -> str:
    """Return a range of numbers in words; None at an end leaves it open."""
    low, high = number(lower), number(upper)
    if low is None and high is None:
        return ALL
    if low is None or high is None:
        sign, only = ("\N{LESS-THAN OR EQUAL TO}", high) if low is None else ("\N{GREATER-THAN OR EQUAL TO}", low)
        return f"{sign} {number_text(float(only or 0), pattern, locale)}"
    first, last = (number_text(float(each), pattern, locale) for each in (low, high))
    return first if low == high else f"{first} {DASH} {last}"


def range_days(lower: Json, upper: Json, today: dt.date, calendar: Calendar) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day of a range of dates; None at an open end, or where one can't be told."""
    first, last = _days(lower, today, calendar), _days(upper, today, calendar)
    return (None if first is None else first[0]), (None if last is None else last[1])


def _days(value: Json, today: dt.date, calendar: Calendar) -> tuple[dt.date, dt.date] | None:
    if is_relative(value):
        relative = relative_date(period(value))
        if relative is None:
            return None
        first, following = days_of_period(relative, today, calendar)
        return first, following - dt.timedelta(days=1)
    day = _day(value)
    return None if day is None else (day, day)


def _day(value: Json) -> dt.date | None:
    milliseconds = number(value)
    try:
        if milliseconds is not None:
            return dt.date(1970, 1, 1) + dt.timedelta(days=int(milliseconds // 86_400_000))
        return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _unit(value: Json) -> tuple[str, int]:
    unit, offset = as_list(value)
    return str(unit).lower().replace("_", " "), int(number(offset) or 0)


def _date_word(value: Json, locale: Locale = EN_US) -> str:
    if not is_relative(value):
        day = _day(value)
        return "?" if day is None else period_text(day.isoformat(), locale)
    unit, offset = _unit(value)
    if offset == 0:
        return "today" if unit == "day" else f"current {unit}"
    return f"{_counted(abs(offset), unit)} {'ago' if offset < 0 else 'ahead'}"


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _relative_text(first: str, start: int, last: str, end: int) -> str:
    if first == last and start == end and abs(start) <= 1:
        days = ("Yesterday", "Today", "Tomorrow")
        return days[start + 1] if first == "day" else f"{('Previous', 'Current', 'Next')[start + 1]} {first}"
    if (last, end) == ("day", 0) and first != "day":
        if start == 0:
            return f"Current {first} to date"
    elif first == last and start < 0 and end == (0 if first == "day" else -1):
        return f"Last {_counted(-start, first)}"
    elif first == last and end > 0 and start == (0 if first == "day" else 1):
        return f"Next {_counted(end, first)}"
    lower, upper = (_date_word([unit.replace(" ", "_"), offset]) for unit, offset in ((first, start), (last, end)))
    return lower[0].upper() + lower[1:] if lower == upper else f"{lower[0].upper()}{lower[1:]} to {upper}"
