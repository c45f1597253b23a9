"""Instants and days as numbers, for engines that have only the distance of two and a sum."""

from __future__ import annotations

import ibis

from engine.ibis.dialects.builtin import builtin
from engine.ibis.stream import Value


class SinceEpoch:
    """The part of a dialect that counts from 1970."""

    def __init__(self, distance: str, addition: str) -> None:
        """Take the names of the functions: `distance(unit, from, to)` and `addition(unit, count, to)`."""
        self._days_between = builtin(distance, "int64", "string", "date", "date")
        self._time_between = builtin(distance, "int64", "string", "timestamp", "timestamp")
        self._add_days = builtin(addition, "date", "string", "int64", "date")
        self._add_time = builtin(addition, "timestamp", "string", "int64", "timestamp")

    def milliseconds(self, instant: Value) -> Value:
        """Return an instant as milliseconds since 1970, int64."""
        return self._time_between("millisecond", _epoch(), instant)

    def instant(self, milliseconds: Value) -> Value:
        """Return the instant of milliseconds since 1970."""
        return self._add_time("millisecond", milliseconds, _epoch())

    def day_number(self, day: Value) -> Value:
        """Return a day as days since 1970, int64."""
        return self._days_between("day", ibis.date(1970, 1, 1), day)

    def day(self, number: Value) -> Value:
        """Return the day of days since 1970."""
        return self._add_days("day", number.cast("int64"), ibis.date(1970, 1, 1))


def _epoch() -> Value:
    return ibis.literal("1970-01-01 00:00:00").cast("timestamp")
