"""Parts of days and the ends of their periods, in whole months and days. Meanings: `saql.functions.date_parts`."""

from __future__ import annotations

import ibis

from engine.ibis.dialects.dialect import Dialect
from engine.ibis.errors import NotLoweredError
from engine.ibis.stream import Value
from saql.record import record
from saql.schema import Calendar

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "first_month": 1, "fiscal_quarter": 3, "fiscal_year": 12}


@record(eq=False)
class Days:
    """A column of days, and how fiscal periods and weeks are counted."""

    day: Value
    calendar: Calendar
    dialect: Dialect

    @property
    def number(self) -> Value:
        """Days since 1970."""
        return self.dialect.day_number(self.day)

    @property
    def year(self) -> Value:
        """The calendar year."""
        return self.day.year().cast("int64")

    @property
    def month(self) -> Value:
        """The month, 1 to 12."""
        return self.day.month().cast("int64")

    @property
    def weekday(self) -> Value:
        """0 on Sundays to 6 on Saturdays."""
        return (self.day.day_of_week.index().cast("int64") + 1) % 7

    def first(self, period: str) -> Value:
        """Return the number of the first day of the period."""
        if period.endswith("week"):
            first_weekday = max(self.calendar.first_weekday, 0) if period == "fiscal_week" else 0
            return self.number - (self.weekday + 7 - first_weekday) % 7
        return self._month_start(self._first_month(period))

    def last(self, period: str) -> Value:
        """Return the number of the last day of the period."""
        if period.endswith("week"):
            return self.first(period) + 6
        return self._month_start(self._first_month(period) + _MONTHS[period]) - 1

    def part(self, name: str) -> Value:
        """Return a part of the days, int64; the names are those of `engine.kernels.calendar.PARTS`."""
        simple = {
            "year": lambda: self.year,
            "quarter": lambda: (self.month + 2) // 3,
            "month": lambda: self.month,
            "day": lambda: self.day.day(),
            "day_in_month": lambda: self.day.day(),
            "day_in_week": lambda: self.weekday + 1,
            "week": lambda: self._week("year"),
            "fiscal_week": lambda: self._week("fiscal_year"),
            "fiscal_year": self._fiscal_year,
            "fiscal_quarter": lambda: (self._first_month() + 2) // 3,
            "first_month": self._first_month,
        }
        if name in simple:
            return simple[name]().cast("int64")
        for period in ("month", "quarter", "year"):
            if name == f"{period}_days":
                return (self.last(period) - self.first(period) + 1).cast("int64")
            if name == f"day_in_{period}":
                return (self.number - self.first(period) + 1).cast("int64")
        raise NotLoweredError(f"nobody has written the part {name}")

    def _first_month(self, period: str) -> Value:
        """Return the first month of the period, counted from year 0."""
        months = self.year * 12 + self.month - 1
        offset = self.calendar.first_month_offset if period.startswith("fiscal") else 0
        return months - (months - offset) % _MONTHS[period]

    def _month_start(self, months: Value) -> Value:
        return self.dialect.day_number(ibis.date((months // 12).cast("int32"), (months % 12 + 1).cast("int32"), 1))

    def _first_month(self) -> Value:
        return (self.month + 11 - self.calendar.first_month_offset) % 12 + 1

    def _fiscal_year(self) -> Value:
        offset = self.calendar.first_month_offset
        named_later = int(self.calendar.named_by_end and offset > 0)
        return self.year + named_later - (self.month <= offset).cast("int64")

    def _week(self, period: str) -> Value:
        since = self.number - self.first(period)
        if self.calendar.first_weekday < 0:
            return since // 7 + 1
        first_weekday = (self.weekday + 7 * 60 - since) % 7
        return (since + (first_weekday + 7 - self.calendar.first_weekday) % 7) // 7 + 1
