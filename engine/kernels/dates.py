"""Functions of dates: parts, first and last days, differences. Meanings: `saql.functions.dates` and `.date_parts`."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from engine.kernels import zones
from engine.kernels.arrays import DAY, INSTANT, Array, array, from_list, validity, values
from engine.kernels.calendar import ENDS, PARTS, STARTS, Civil, civil, per_day
from engine.kernels.registry import Arguments, kernel
from saql.schema import Calendar

_HOUR = 3_600_000
_CLOCK = {"hour": (_HOUR, 24), "minute": (60_000, 60), "second": (1_000, 60)}
_EARLIEST_DAY = -719_162
_LATEST_DAY = 2_932_896


def part_of_day(part: str, days: Array, calendar: Calendar) -> Array:
    """Return a part (a key of `calendar.PARTS`) of day numbers."""
    return per_day(days, lambda each: PARTS[part](civil(each), calendar))


def part_of_clock(part: str, local_times: Array) -> Array:
    """Return the hour, minute or second of local times."""
    unit, count = _CLOCK[part]
    return local_times // unit % count


def _calendar(arguments: Arguments) -> Calendar:
    if len(arguments) < 4:
        return Calendar()
    return Calendar(int(arguments.constant(1)), bool(arguments.constant(2)), int(arguments.constant(3)))


def _part(part: str) -> None:
    @kernel(f"date_{part}")
    def _(arguments: Arguments) -> pa.Array:
        days = zones.days(arguments.array(0), arguments.zone)
        return array(part_of_day(part, days, _calendar(arguments)), arguments.valid(), pa.int64())


def _clock(part: str) -> None:
    @kernel(f"date_{part}")
    def _(arguments: Arguments) -> pa.Array:
        times = zones.local_times(arguments.array(0), arguments.zone)
        return array(part_of_clock(part, times), arguments.valid())


def _edge(period: str, last: bool) -> None:
    edge = "last" if last else "first"

    def day(days: Array, calendar: Calendar) -> Array:
        dates = civil(days)
        return ENDS[period](dates, calendar) - 1 if last else STARTS[period](dates, calendar)

    @kernel(f"date_{period}_{edge}_day")
    def _(arguments: Arguments) -> pa.Array:
        dates = arguments.array(0)
        calendar = _calendar(arguments)
        found = per_day(zones.days(dates, arguments.zone), lambda days: day(days, calendar))
        if dates.type == DAY:
            return array(found, arguments.valid(), DAY)
        return array(zones.instants(found * zones.DAY_LENGTH, arguments.zone), arguments.valid(), INSTANT)


for _name in PARTS:
    _part(_name)
for _name in _CLOCK:
    _clock(_name)
for _name in STARTS:
    _edge(_name, last=False)
    _edge(_name, last=True)


@kernel("date_epoch_days")
def epoch_days(arguments: Arguments) -> pa.Array:
    """Days since 1970 in UTC."""
    return array(zones.days(arguments.array(0), dt.UTC).astype(np.int64), arguments.valid())


@kernel("date_to_epoch")
def to_epoch(arguments: Arguments) -> pa.Array:
    """Seconds since 1970 in UTC."""
    return array(zones.local_times(arguments.array(0), dt.UTC) // 1000, arguments.valid())


kernel("date_epoch_seconds")(to_epoch)


@kernel("date_epoch_date")
def of_epoch(arguments: Arguments) -> pa.Array:
    """Instants of seconds since 1970; null beyond the years 1 to 9999."""
    seconds = arguments.floats(0)
    within = (seconds >= _EARLIEST_DAY * 86_400) & (seconds < (_LATEST_DAY + 1) * 86_400)
    valid = arguments.valid()
    milliseconds = np.round(np.where(within, seconds, 0) * 1000).astype(np.int64)
    return array(milliseconds, within if valid is None else within & valid, INSTANT)


@kernel("date_epoch_day")
def day_of_epoch(arguments: Arguments) -> pa.Array:
    """Days, in UTC, of seconds since 1970."""
    found = of_epoch(arguments)
    return array(values(found) // zones.DAY_LENGTH, validity(found), DAY)


@kernel("day_start")
def day_start(arguments: Arguments) -> pa.Array:
    """The first instants of days, in the query's zone."""
    midnights = zones.local_times(arguments.array(0), arguments.zone)
    return array(zones.instants(midnights, arguments.zone), arguments.valid(), INSTANT)


@kernel("day_of")
def day_of(arguments: Arguments) -> pa.Array:
    """The days of instants, in the query's zone."""
    return array(zones.days(arguments.array(0), arguments.zone), arguments.valid(), DAY)


@kernel("date_make_date")
def make_date(arguments: Arguments) -> pa.Array:
    """Days of years, months and days as texts; null where they are none of the calendar."""
    columns = [arguments.array(place).to_pylist() for place in range(3)]
    return from_list([_day(*texts) for texts in zip(*columns, strict=True)], DAY)


def _day(year: str | None, month: str | None, day: str | None) -> dt.date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


@kernel("date_days_between")
def days_between(arguments: Arguments) -> pa.Array:
    """Days from one date to another."""
    start, end = (zones.days(arguments.array(place), arguments.zone) for place in range(2))
    return array(end.astype(np.int64) - start, arguments.valid())


@kernel("date_diff")
def difference(arguments: Arguments) -> pa.Array:
    """Boundaries of a unit between one date and another."""
    unit = arguments.constant(0)
    start, end = (zones.local_times(arguments.array(place), arguments.zone) for place in (1, 2))
    if unit is None:
        return pa.nulls(arguments.rows, pa.int64())
    return array(_boundaries(unit, end) - _boundaries(unit, start), arguments.valid())


def _boundaries(unit: str, times: Array) -> Array:
    """Return how many starts of the unit lie between a fixed instant and each local time."""
    if unit in _CLOCK:
        return times // _CLOCK[unit][0]
    days = times // zones.DAY_LENGTH
    if unit == "day":
        return days
    if unit == "week":
        return (days + 4) // 7  # 1970-01-01 is a Thursday, weeks start on Sunday
    return per_day(days, lambda each: _periods(unit, civil(each)))


def _periods(unit: str, date: Civil) -> Array:
    if unit == "year":
        return date.year
    months = date.year * 12 + date.month - 1
    return months // 3 if unit == "quarter" else months
