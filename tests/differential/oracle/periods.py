"""Relative and fixed ranges of dates: descriptions, and the two texts of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Calendar:
    """How a date counts fiscal periods and weeks; see `engine.store.Calendar`."""

    offset: int = 0
    named_by_end: bool = True
    first_weekday: int = -1


@dataclass(frozen=True)
class Relative:
    """`"2 years ago + 3 months"`: a unit, whole units from now, whether it is written `current`, and shifts."""

    unit: str
    amount: int
    shifts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class DateRange:
    """Both ends belong to it; None is an open end. Fixed days are written with dateRange."""

    start: Relative | dt.date | None
    end: Relative | dt.date | None


def saql_range(each: DateRange) -> str:
    if isinstance(each.start, dt.date) and isinstance(each.end, dt.date):
        days = [f"[{day.year}, {day.month}, {day.day}]" for day in (each.start, each.end)]
        return f"dateRange({days[0]}, {days[1]})"
    return f"{_saql_end(each.start)}..{_saql_end(each.end)}"


def _saql_end(end: Relative | dt.date | None) -> str:
    if not isinstance(end, Relative):
        return ""
    if end.amount:
        plural = "" if end.amount in (1, -1) else "s"
        base = f"{abs(end.amount)} {end.unit}{plural} {'ago' if end.amount < 0 else 'ahead'}"
    else:
        base = f"current {end.unit}"
    shifts = "".join(f" {'-' if amount < 0 else '+'} {abs(amount)} {unit}s" for amount, unit in end.shifts)
    return f'"{base}{shifts}"'


def sql_range(each: DateRange, clock: str, now: dt.datetime, calendar: Calendar) -> str:
    """Return the condition on `clock`, the SQL of local times.

    Args:
        each: The range.
        clock: A timestamp or date, in the query's zone.
        now: The query's instant as clocks of the zone show it.
        calendar: That of the date.
    """
    conditions = []
    if each.start is not None:
        conditions.append(f"{clock} >= {_sql_edge(each.start, False, now, calendar)}")
    if each.end is not None:
        conditions.append(f"{clock} < {_sql_edge(each.end, True, now, calendar)}")
    return f"({' and '.join(conditions)})"


def _sql_edge(end: Relative | dt.date, after: bool, now: dt.datetime, calendar: Calendar) -> str:
    """Return the SQL of the first day of a period, or of the first day after it."""
    if not isinstance(end, Relative):
        return f"(date '{end.isoformat()}' + {int(after)})"
    start = _period_start(end.unit, f"timestamp '{now.replace(tzinfo=None).isoformat()}'", calendar)
    unit = end.unit.removeprefix("fiscal_")
    shifts = [*([(end.amount, unit)] if end.amount else []), *end.shifts]
    if after and unit == "day":
        return f"({_shifted(start, shifts)} + interval 1 day)"
    return _shifted(f"({start} + interval 1 {unit})" if after else start, shifts)


def _shifted(day: str, shifts: list[tuple[int, str]]) -> str:
    for amount, unit in shifts:
        day = f"({day} + interval ({amount}) {unit.removeprefix('fiscal_')})"
    return day


def _period_start(unit: str, now: str, calendar: Calendar) -> str:
    if unit == "week":
        back = max(calendar.first_weekday, 0)
        return f"(date_trunc('day', {now}) - to_days(((dayofweek({now}) - {back} + 7) % 7)::integer))"
    if unit.startswith("fiscal_"):
        months = f"interval {calendar.offset} month"
        return f"(date_trunc('{unit.removeprefix('fiscal_')}', date_trunc('month', {now}) - {months}) + {months})"
    return f"date_trunc('{unit}', {now})"


def sql_parts(date: str, clock: str, instant: str, calendar: Calendar) -> dict[str, str]:
    """Return the SQL of the fields that a date brings with it, by name."""
    fiscal = f"({clock} - interval {calendar.offset} month)" if calendar.offset else clock
    start = f"date_trunc('month', {clock})"
    shifted = f"({start} - interval {calendar.offset} month)"
    fiscal_year = f"(year({shifted}) + {int(calendar.named_by_end and calendar.offset > 0)})"
    fiscal_start = f"(date_trunc('year', {shifted}) + interval {calendar.offset} month)"
    year_start = f"date_trunc('year', {clock})"
    del fiscal
    return {
        f"{date}_Year": f"strftime({clock}, '%Y')",
        f"{date}_Quarter": f"quarter({clock})::varchar",
        f"{date}_Month": f"strftime({clock}, '%m')",
        f"{date}_Week": f"printf('%02d', {_week(clock, year_start, calendar)})",
        f"{date}_Day": f"strftime({clock}, '%d')",
        f"{date}_Hour": f"strftime({clock}::timestamp, '%H')",
        f"{date}_Minute": f"strftime({clock}::timestamp, '%M')",
        f"{date}_Second": f"strftime({clock}::timestamp, '%S')",
        f"{date}_Year_Fiscal": f"({fiscal_year})::varchar",
        f"{date}_Quarter_Fiscal": f"quarter({shifted})::varchar",
        f"{date}_Month_Fiscal": f"strftime({shifted}, '%m')",
        f"{date}_Week_Fiscal": f"printf('%02d', {_week(clock, fiscal_start, calendar)})",
        f"{date}_sec_epoch": f"floor(epoch({instant}::timestamp))::bigint",
        f"{date}_day_epoch": f"date_diff('day', date '1970-01-01', {instant}::date)",
    }


def _week(clock: str, first: str, calendar: Calendar) -> str:
    days = f"date_diff('day', {first}, {clock})"
    lead = "0"
    if calendar.first_weekday >= 0:
        lead = f"((dayofweek({first}) - {calendar.first_weekday} + 7) % 7)"
    return f"(({days} + {lead}) // 7 + 1)"
