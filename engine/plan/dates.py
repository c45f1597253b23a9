"""Relative dates made absolute: `date(..) in ["1 year ago".."current day"]` as a range of instants or days.

Periods and arithmetic are those of the SAQL reference, "Date filters": a keyword stands for a whole period, whose first
day is the start of a range and whose last is the end.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from engine.plan.expressions import holds, rewrite
from saql.schema import Calendar
from saql.span import Span
from saql.typed.expressions import (
    Call,
    DateMembership,
    DateRange,
    Expression,
    Literal,
    Membership,
    RelativeDate,
)
from saql.types import Type

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "fiscal_quarter": 3, "fiscal_year": 12}
_DAYS = {"day": 1, "week": 7}
_ONE_DAY = dt.timedelta(days=1)
_RELATIVE: frozenset[type] = frozenset((DateMembership,))
_NOW = frozenset(("now",))
_INSTANT_STEP = dt.timedelta(milliseconds=1)


def resolve_dates(expression: Expression, now: dt.datetime, zone: dt.tzinfo) -> Expression:
    """Return the expression with `now` and relative dates made constant.

    Args:
        expression: A checked expression.
        now: The instant for which the query runs.
        zone: The zone whose days count.
    """

    def change(each: Expression) -> Expression | None:
        if isinstance(each, Call) and each.function == "now":
            return Literal(now.astimezone(dt.UTC), Type.DATE, each.span)
        if isinstance(each, DateMembership):
            inside = replace(each, operand=rewrite(each.operand, change))
            return _membership(inside, now.astimezone(zone).date(), zone)
        return None

    return rewrite(expression, change) if holds(expression, _RELATIVE, _NOW) else expression


def _membership(expression: DateMembership, today: dt.date, zone: dt.tzinfo) -> Membership:
    operand = expression.operand
    days = [_days(each, today, expression.calendar) for each in expression.ranges]
    if operand.type is Type.DAY:
        ranges = tuple(_day_literals(start, end, expression.span) for start, end in days)
    else:
        ranges = tuple(_instant_literals(start, end, zone, expression.span) for start, end in days)
    return Membership(operand, (), ranges, expression.span)


def _day_literals(start: dt.date | None, end: dt.date | None, span: Span) -> tuple[Literal | None, Literal | None]:
    last = None if end is None else end - _ONE_DAY
    return (
        None if start is None else Literal(start, Type.DAY, span),
        None if last is None else Literal(last, Type.DAY, span),
    )


def _instant_literals(
    start: dt.date | None, end: dt.date | None, zone: dt.tzinfo, span: Span
) -> tuple[Literal | None, Literal | None]:
    return (
        None if start is None else Literal(_midnight(start, zone), Type.DATE, span),
        None if end is None else Literal(_midnight(end, zone) - _INSTANT_STEP, Type.DATE, span),
    )


def _midnight(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)


def _days(each: DateRange, today: dt.date, calendar: Calendar) -> tuple[dt.date | None, dt.date | None]:
    """Return the first day of a range and the first after it."""
    start, end = each.start, each.end
    if isinstance(start, RelativeDate):
        start = period(start, today, calendar)[0]
    if isinstance(end, RelativeDate):
        return start, period(end, today, calendar)[1]
    return start, None if end is None else end + _ONE_DAY


def period(relative: RelativeDate, today: dt.date, calendar: Calendar) -> tuple[dt.date, dt.date]:
    """Return the first day of a period relative to today and the first day after it."""
    start = _period_start(relative.unit, today, calendar)
    end = shift(start, 1, relative.unit)
    for each in relative.shifts:
        start = shift(start, each.amount, each.unit)
        end = shift(end, each.amount, each.unit)
    return start, start + _ONE_DAY if relative.unit == "day" else end


def shift(day: dt.date, amount: int, unit: str) -> dt.date:
    """Return the day so many units later; the last of its month where that is shorter. Years end at 1 and 9999."""
    try:
        if unit in _DAYS:
            return day + dt.timedelta(days=amount * _DAYS[unit])
        year, month = divmod(day.year * 12 + day.month - 1 + amount * _MONTHS[unit], 12)
        first = dt.date(year, month + 1, 1)
        following = first.replace(day=28) + dt.timedelta(days=4)
        return first.replace(day=min(day.day, (following - dt.timedelta(days=following.day)).day))
    except (ValueError, OverflowError):
        return dt.date.max - _ONE_DAY if amount > 0 else dt.date.min + _ONE_DAY


def _period_start(unit: str, today: dt.date, calendar: Calendar) -> dt.date:
    if unit == "day":
        return today
    if unit == "week":
        since_sunday = today.isoweekday() % 7
        return today - dt.timedelta(days=(since_sunday - max(calendar.first_weekday, 0)) % 7)
    first_month = calendar.first_month_offset if unit.startswith("fiscal_") else 0
    months = (today.month - 1 - first_month) % _MONTHS[unit]
    return shift(today.replace(day=1), -months, "month")
