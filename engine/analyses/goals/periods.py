"""Periods in which goals are to be reached, and how much of one has gone in working days.

A period is a whole number: how many of its length have begun since 1970.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from saql.record import record

LENGTHS = {"month": 1, "quarter": 3, "year": 12}
"""Months of each length that a period may have."""

Integers = npt.NDArray[np.int64]


@record(kw_only=True)
class Calendar:
    """How time is cut.

    Args:
        period: months of a period: 1, 3 or 12.
        first_month: the month in which the (fiscal) year begins.
        holidays: days from Monday to Friday on which nobody works.
    """

    period: int = 3
    first_month: int = 1
    holidays: tuple[dt.date, ...] = ()

    @property
    def a_year(self) -> int:
        """How many periods a year has."""
        return 12 // self.period

    def of(self, days: Integers) -> Integers:
        """Return the period of each day; days count from 1970-01-01."""
        months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        periods: Integers = (months - (self.first_month - 1)) // self.period
        return periods

    def start(self, period: int) -> int:
        """Return the first day of a period."""
        month = np.datetime64(period * self.period + self.first_month - 1, "M")
        return int(month.astype("datetime64[D]").astype(np.int64))

    def label(self, period: int) -> str:
        """Return what people call a period: `2026-07`, `2026-Q3` or `2026`.

        A year that does not begin in January is called by the one in which it ends, and is written `FY2027`.
        """
        month = period * self.period + self.first_month - 1
        if self.period == LENGTHS["month"]:
            return f"{1970 + month // 12}-{month % 12 + 1:02}"
        first_of_year = month - period % self.a_year * self.period
        year = 1970 + (first_of_year + 11) // 12
        named = f"{year}" if self.first_month == 1 else f"FY{year}"
        return named if self.period == LENGTHS["year"] else f"{named}-Q{period % self.a_year + 1}"

    def gone(self, period: int, today: int) -> float:
        """Return the share of a period's working days that lie before `today`, from 0 to 1."""
        first, end = self.start(period), self.start(period + 1)
        return self._working(first, min(max(today, first), end)) / max(self._working(first, end), 1)

    def same_point(self, period: int, other: int, today: int) -> int:
        """Return the day of the period `other` before which as many of its working days lie as have gone of `period`.

        Where `period` is over, that is the end of `other`; where it has not begun, its start.
        """
        first, end = self.start(other), self.start(other + 1)
        if today >= self.start(period + 1):
            return end
        begun = self.start(period)
        working = self._working(begun, max(today, begun))
        if working == 0:
            return first
        days = [np.datetime64(each) for each in self.holidays]
        day = np.busday_offset(np.datetime64(first, "D"), working, roll="forward", holidays=days)
        return min(int(day.astype(np.int64)), end)

    def _working(self, first: int, end: int) -> int:
        days = [np.datetime64(each) for each in self.holidays]
        return int(np.busday_count(np.datetime64(first, "D"), np.datetime64(end, "D"), holidays=days))
