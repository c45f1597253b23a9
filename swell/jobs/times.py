"""When something is due: "every 15 minutes", or "monday at 08:00" by the clock of a time zone."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

from engine.errors import SwellError
from saql.record import record

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"(\d{1,5})\s*(minute|hour)s?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_MINUTES = {"minute": 1, "hour": 60}
_MONTH = "month"
_EXAMPLES = 'For instance: every = "15 minutes", "2 hours", "day", "weekday", "monday, thursday" or "month".'
_FURTHEST = 400
"""Days in which every rule is due at least once."""


@record
class Rule:
    """When something is due.

    Either every so many `minutes` of a clock that never jumps, counted from midnight of 1970 in UTC; or at the times
    `at` (hour, minute) of the days that are one of `weekdays` (0 is Monday), of the first of a month only where
    `monthly`, by the clock of `zone`.
    """

    minutes: int = 0
    weekdays: frozenset[int] = frozenset(range(7))
    monthly: bool = False
    at: tuple[tuple[int, int], ...] = ((0, 0),)
    zone: str = "UTC"

    def after(self, moment: dt.datetime) -> dt.datetime:
        """Return the first time after a moment, in UTC.

        Each day has each of its times once: one that the clock jumps over in spring comes as much later as it jumps,
        and one that it has twice in autumn counts the first time.
        """
        if self.minutes:
            step = dt.timedelta(minutes=self.minutes)
            start = dt.datetime.fromtimestamp(0, dt.UTC)
            return start + ((moment - start) // step + 1) * step
        zone = zoneinfo.ZoneInfo(self.zone)
        day = moment.astimezone(zone).date() - dt.timedelta(days=1)
        for ahead in range(_FURTHEST):
            date = day + dt.timedelta(days=ahead)
            if date.weekday() not in self.weekdays or (self.monthly and date.day != 1):
                continue
            times = sorted(dt.datetime.combine(date, dt.time(*each), zone).astimezone(dt.UTC) for each in self.at)
            found = next((each for each in times if each > moment), None)
            if found is not None:
                return found
        raise AssertionError("every rule is due within a year")

    def __str__(self) -> str:
        if self.minutes:
            hours, rest = divmod(self.minutes, 60)
            number, unit = (self.minutes, "minute") if rest else (hours, "hour")
            return f"every {unit}" if number == 1 else f"every {number} {unit}s"
        clock = " and ".join(f"{hour:02}:{minute:02}" for hour, minute in self.at)
        return f"{self._days()} at {clock} ({self.zone})"

    def _days(self) -> str:
        if self.monthly:
            return "the first of each month"
        if len(self.weekdays) == len(WEEKDAYS):
            return "every day"
        if self.weekdays == frozenset(range(5)):
            return "every weekday"
        return "every " + ", ".join(WEEKDAYS[each].capitalize() for each in sorted(self.weekdays))


def read_rule(every: object, at: object, zone: object, place: str) -> Rule:
    """Return the rule that three texts of a file say.

    Args:
        every: such as `15 minutes`, `day`, `weekday`, `monday, thursday` or `month`.
        at: a time of the day such as `02:00`, or several with commas; None for midnight.
        zone: the IANA name of a time zone.
        place: where it stands, for messages.

    Raises:
        SwellError: it is no rule.
    """
    text = " ".join(every.casefold().split()) if isinstance(every, str) else ""
    if span := _SPAN.fullmatch(text):
        if at is not None:
            raise SwellError(f"{place}: 'at' goes with days, not with '{text}'.", hint="Leave it out.")
        minutes = int(span[1]) * _MINUTES[span[2]]
        if not minutes:
            raise SwellError(f"{place}: 'every' is no time at all.", hint=_EXAMPLES)
        return Rule(minutes=minutes)
    weekdays = _weekdays(text)
    if weekdays is None and text not in (_MONTH, "1 month"):
        raise SwellError(f"{place}: 'every' is {every!r}, which is no time between runs.", hint=_EXAMPLES)
    if weekdays is None:
        return Rule(monthly=True, at=_clock(at, place), zone=_zone(zone, place))
    return Rule(weekdays=weekdays, at=_clock(at, place), zone=_zone(zone, place))


def _weekdays(text: str) -> frozenset[int] | None:
    if text in ("day", "1 day"):
        return frozenset(range(7))
    if text == "weekday":
        return frozenset(range(5))
    names = [each.strip() for each in text.split(",")]
    return frozenset(map(WEEKDAYS.index, names)) if all(each in WEEKDAYS for each in names) else None


def _clock(at: object, place: str) -> tuple[tuple[int, int], ...]:
    if at is None:
        return ((0, 0),)
    texts = [each.strip() for each in at.split(",")] if isinstance(at, str) else []
    found = [_CLOCK.fullmatch(each) for each in texts]
    if not found or None in found:
        raise SwellError(f"{place}: 'at' is {at!r}, which is no time of a day.", hint='For instance: at = "02:00"')
    return tuple(sorted({(int(each[1]), int(each[2])) for each in found if each}))


def _zone(name: object, place: str) -> str:
    try:
        return zoneinfo.ZoneInfo(name if isinstance(name, str) else "").key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, or a name too long
        hint = 'For instance: timezone = "Europe/Vienna"'
        raise SwellError(f"{place}: there is no time zone {name!r}.", hint=hint) from None
