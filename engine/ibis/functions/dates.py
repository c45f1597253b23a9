"""Functions of dates: parts, first and last days, differences. Meanings: `saql.functions.dates` and `.date_parts`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import ibis

from engine.ibis.functions.calendar import Days
from engine.ibis.functions.date_text import padded, read, read_iso, written
from engine.ibis.functions.math import number
from engine.ibis.functions.registry import Call, lowering
from engine.ibis.stream import Value
from engine.kernels.calendar import PARTS, STARTS
from saql.schema import Calendar

_LENGTHS = {"hour": 3_600_000, "minute": 60_000, "second": 1_000, "day": 86_400_000}
_FIRST_SECOND = -719_162 * 86_400
_END_SECOND = 2_932_897 * 86_400


def local(call: Call, position: int = 0, zone: dt.tzinfo | None = None) -> Value:
    """Return an argument as clocks of the query's zone show it; of a day, its midnight."""
    value = call.values[position]
    if value.type().is_date():
        return value.cast("timestamp")
    return call.dialect.local(value, zone or call.zone)


def day(call: Call, position: int = 0, zone: dt.tzinfo | None = None) -> Value:
    """Return the day of an argument."""
    value = call.values[position]
    return value if value.type().is_date() else call.dialect.local(value, zone or call.zone).date()


def _days(call: Call) -> Days:
    calendar = Calendar()
    if len(call) == 4:
        calendar = Calendar(int(call.constant(1)), bool(call.constant(2)), int(call.constant(3)))
    return Days(day(call), calendar, call.dialect)


def _part(name: str) -> None:
    @lowering(f"date_{name}")
    def _(call: Call) -> Value:
        return _days(call).part(name)


def _clock(name: str) -> None:
    @lowering(f"date_{name}")
    def _(call: Call) -> Value:
        time = local(call)
        return {"hour": time.hour, "minute": time.minute, "second": time.second}[name]().cast("int64")


def _edge(period: str, last: bool) -> None:
    @lowering(f"date_{period}_{'last' if last else 'first'}_day")
    def _(call: Call) -> Value:
        days = _days(call)
        found = call.dialect.day(days.last(period) if last else days.first(period))
        if call.values[0].type().is_date():
            return found
        return call.dialect.instant_of(found.cast("timestamp"), call.zone)


for _name in PARTS:
    _part(_name)
for _name in ("hour", "minute", "second"):
    _clock(_name)
for _name in STARTS:
    _edge(_name, last=False)
    _edge(_name, last=True)


@lowering("date_epoch_days")
def epoch_days(call: Call) -> Value:
    """Days since 1970 in UTC."""
    return call.dialect.day_number(day(call, zone=dt.UTC))


def _epoch_seconds(call: Call) -> Value:
    """Seconds since 1970 in UTC."""
    return _floor(call.dialect.milliseconds(local(call, zone=dt.UTC)), 1000)


lowering("date_to_epoch")(_epoch_seconds)
lowering("date_epoch_seconds")(_epoch_seconds)


def _floor(value: Value, step: int) -> Value:
    """Return whole numbers by a step, downwards, in integers."""
    size = number(step)
    rest = (value % size + size) % size
    return ((value - rest) / size).cast("int64")


@lowering("date_epoch_date")
def of_epoch(call: Call) -> Value:
    """Instants of seconds since 1970; null beyond the years 1 to 9999."""
    seconds = call.values[0].cast("float64")
    within = (seconds >= number(float(_FIRST_SECOND))) & (seconds < number(float(_END_SECOND)))
    known = within.ifelse(seconds, ibis.null("float64"))
    return call.dialect.instant((known * number(1000.0)).round().cast("int64"))


@lowering("date_epoch_day")
def day_of_epoch(call: Call) -> Value:
    """Days, in UTC, of seconds since 1970."""
    return of_epoch(call).date()


@lowering("day_start")
def day_start(call: Call) -> Value:
    """The first instants of days, in the query's zone."""
    return call.dialect.instant_of(call.values[0].cast("timestamp"), call.zone)


@lowering("day_of")
def day_of(call: Call) -> Value:
    """The days of instants, in the query's zone."""
    return day(call)


@lowering("date_make_date")
def make_date(call: Call) -> Value:
    """Days of years, months and days as texts; null where they are none of the calendar."""
    widths = (4, 2, 2)
    parts = [
        each.try_cast("int64").cast("string").lpad(width, "0") for each, width in zip(call.values, widths, strict=True)
    ]
    return (parts[0] + "-" + parts[1] + "-" + parts[2]).try_cast("date")


@lowering("date_days_between")
def days_between(call: Call) -> Value:
    """Days from one date to another."""
    return call.dialect.day_number(day(call, 1)) - call.dialect.day_number(day(call, 0))


@lowering("date_diff")
def difference(call: Call) -> Value:
    """Boundaries of a unit between one date and another."""
    unit = call.constant(0)
    if unit is None:
        return ibis.null("int64")
    return (_boundaries(call, unit, 2) - _boundaries(call, unit, 1)).cast("int64")


def _boundaries(call: Call, unit: str, position: int) -> Value:
    """Return how many starts of the unit lie between a fixed instant and each local time."""
    if unit in ("hour", "minute", "second"):
        return _floor(call.dialect.milliseconds(local(call, position)), _LENGTHS[unit])
    days = Days(day(call, position), Calendar(), call.dialect)
    if unit == "day":
        return days.number
    if unit == "week":
        return _floor(days.first("week") + 4, 7)  # 1970-01-01 is a Thursday, weeks start on Sunday
    months = days.year * 12 + days.month - 1
    return {"year": days.year, "quarter": months // 3, "month": months}[unit]


@lowering("date_to_string")
def to_string(call: Call) -> Value:
    """Dates as texts by a format."""
    pattern = call.constant(1)
    return ibis.null("string") if pattern is None else written(local(call), pattern)


@lowering("date_text")
def date_text(call: Call) -> Value:
    """Instants as texts in ISO form, in UTC."""
    return written(local(call, zone=dt.UTC), "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")


@lowering("day_text")
def day_text(call: Call) -> Value:
    """Days as texts in ISO form."""
    return written(local(call), "yyyy-MM-dd")


def _parsed(call: Call, zoned: Callable[[Value], Value]) -> Value:
    """Return the local times that texts hold; those that say that they are in UTC are left as they are."""
    pattern = call.constant(1)
    if pattern is not None:
        return zoned(read(call.values[0], pattern))
    if len(call) > 1:
        return ibis.null("timestamp")
    time = read_iso(call.values[0])
    return call.values[0].endswith("Z").ifelse(time, zoned(time))


@lowering("date_parse_date")
def parse_date(call: Call) -> Value:
    """The instants that texts hold."""
    return _parsed(call, lambda time: call.dialect.instant_of(time, call.zone))


@lowering("date_parse_day")
def parse_day(call: Call) -> Value:
    """The days that texts hold."""
    return _parsed(call, lambda time: time).date()


def date_field(part: str, calendar: Calendar, call: Call) -> Value:
    """Return a field of a date column, such as `Year` or `sec_epoch`; `call` has the date as its argument."""
    if part == "sec_epoch":
        return _epoch_seconds(call)
    if part == "day_epoch":
        return epoch_days(call)
    name = {"Year_Fiscal": "fiscal_year", "Quarter_Fiscal": "fiscal_quarter"}.get(part) or {
        "Month_Fiscal": "first_month",
        "Week_Fiscal": "fiscal_week",
    }.get(part, part.lower())
    if name in ("hour", "minute", "second"):
        time = local(call)
        found = {"hour": time.hour, "minute": time.minute, "second": time.second}[name]()
    else:
        found = Days(day(call), calendar, call.dialect).part(name)
    width = 4 if name.endswith("year") else 1 if name.endswith("quarter") else 2
    return padded(found, width)
