"""Two periods that are compared, as people say them: "last quarter", "2026-Q2 against 2025-Q2"."""

from __future__ import annotations

import datetime as dt
import re

from engine.analyses.stories.errors import StoryError
from saql import quote
from saql.record import record

_HINT = (
    'Write "last month", "this quarter", "last 30 days", "2026", "2026-Q2", "2026-05", "2026-05-01..2026-05-14", '
    'alone or with what it is held against: "last quarter against last year", "2026-Q2 against 2025-Q2", '
    '"last quarter against the 12 months before".'
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}
_FIRST_YEAR = 1900
_MOST_MONTHS = 120
_BEFORE = re.compile(r"the (?P<count>\d{1,3}) (?P<unit>month|quarter|year)s? before")


@record
class Period:
    """Days from `first` to `last`, both included, and what people call them."""

    first: dt.date
    last: dt.date
    label: str

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def condition(self, field: str) -> str:
        """Return the SAQL of a date being in it."""
        return f'{quote.name(field)} in ["{self.first.isoformat()}".."{self.last.isoformat()}"]'


def read_periods(text: str, today: dt.date) -> tuple[Period, Period]:
    """Return the period before and the period that a text asks for.

    Without `against`, a period is held against the one of the same length before it; one that is not over yet, against
    as many days of the one before. `against last year` means the same days a year earlier, `against the 12 months
    before` all that long right before it, in which chance does less.

    Raises:
        StoryError: it can't be read, or the periods overlap.
    """
    words = " ".join(text.lower().split())
    asked, _, other = (each.strip() for each in words.partition(" against "))
    after, unit = _period(asked, today, text)
    if not other:
        before = _previous(after, unit)
    elif other in ("last year", "the year before", "a year ago", "a year before"):
        before = _named(_back(after.first, 12), _back(after.last + dt.timedelta(1), 12) - dt.timedelta(1))
    elif (longer := _BEFORE.fullmatch(other)) is not None and 0 < int(longer["count"]) <= _MOST_MONTHS:
        months = int(longer["count"]) * _MONTHS[longer["unit"]]
        before = _named(_back(after.first, months), after.first - dt.timedelta(1))
    else:
        before = _period(other, today, text)[0]
    if before.last >= after.first and after.last >= before.first:
        raise StoryError(f"The periods of '{text}' overlap: {before.label} and {after.label}.", hint=_HINT)
    return before, after


def _period(words: str, today: dt.date, text: str) -> tuple[Period, str]:
    """Return a period and its unit: `month`, `quarter`, `year`, or nothing for days."""
    for pattern, make in _FORMS:
        found = pattern.fullmatch(words)
        if found is not None:
            try:
                period, unit = make(found, today)
            except ValueError:
                break
            if period.first.year >= _FIRST_YEAR:
                return period, unit
    raise StoryError(f"'{text}' is no period that can be compared.", hint=_HINT)


def _relative(found: re.Match[str], today: dt.date) -> tuple[Period, str]:
    unit = found["unit"]
    if unit == "week":
        first = today - dt.timedelta(today.weekday())
        first, end = (first, today) if found["which"] == "this" else (first - dt.timedelta(7), first - dt.timedelta(1))
        return _named(first, end), ""
    months = _MONTHS[unit]
    first = dt.date(today.year, (today.month - 1) // months * months + 1, 1)
    if found["which"] == "this":
        return _named(first, today), unit
    return _named(_back(first, months), first - dt.timedelta(1)), unit


def _recent(found: re.Match[str], today: dt.date) -> tuple[Period, str]:
    """Return the last so many whole units; days end yesterday, since today is not over."""
    count, unit = int(found["count"]), found["unit"]
    if count == 0:
        raise ValueError(count)
    if unit in _DAYS:
        last = today - dt.timedelta(1)
        return _named(today - dt.timedelta(count * _DAYS[unit]), last), ""
    months = _MONTHS[unit]
    start = dt.date(today.year, (today.month - 1) // months * months + 1, 1)
    return _named(_back(start, months * count), start - dt.timedelta(1)), "month"


def _calendar(found: re.Match[str], _: dt.date) -> tuple[Period, str]:
    year, quarter, month = int(found["year"]), found["quarter"], found["month"]
    unit = "quarter" if quarter else "month" if month else "year"
    first = dt.date(year, int(quarter) * 3 - 2 if quarter else int(month or 1), 1)
    return _named(first, _back(first, -_MONTHS[unit]) - dt.timedelta(1)), unit


def _days(found: re.Match[str], _: dt.date) -> tuple[Period, str]:
    first, last = dt.date.fromisoformat(found["first"]), dt.date.fromisoformat(found["last"])
    if last < first:
        raise ValueError(last)
    return _named(first, last), ""


_FORMS = (
    (re.compile(r"(?P<which>this|last) (?P<unit>week|month|quarter|year)"), _relative),
    (re.compile(r"last (?P<count>\d{1,4}) (?P<unit>day|week|month|quarter|year)s?"), _recent),
    (re.compile(r"(?P<year>\d{4})(?:-(?:q(?P<quarter>[1-4])|(?P<month>\d\d)))?"), _calendar),
    (re.compile(r"(?P<first>\d{4}-\d\d-\d\d) ?\.\. ?(?P<last>\d{4}-\d\d-\d\d)"), _days),
)


def _previous(after: Period, unit: str) -> Period:
    if not unit:
        return _named(after.first - dt.timedelta(after.days), after.first - dt.timedelta(1))
    end = after.last + dt.timedelta(1)
    months = _MONTHS[unit]
    if end.day == 1 and after.first.day == 1:
        months = (end.year - after.first.year) * 12 + end.month - after.first.month
    first = _back(after.first, months)
    last = after.first - dt.timedelta(1)
    return _named(first, last if end.day == 1 else min(first + dt.timedelta(after.days - 1), last))


def _back(day: dt.date, months: int) -> dt.date:
    """Return the day so many months before, the last of its month where that has no such day."""
    place = day.year * 12 + day.month - 1 - months
    year, month = place // 12, place % 12 + 1
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, min(day.day, (following - dt.timedelta(1)).day))


def _named(first: dt.date, last: dt.date) -> Period:
    end = last + dt.timedelta(1)
    months = (end.year - first.year) * 12 + end.month - first.month
    if first.day == 1 and end.day == 1:
        if months == 1:
            return Period(first, last, f"{first:%B %Y}")
        if months == 3 and first.month % 3 == 1:
            return Period(first, last, f"Q{first.month // 3 + 1} {first.year}")
        if months == 12 and first.month == 1:
            return Period(first, last, str(first.year))
    return Period(first, last, f"{first.isoformat()} to {last.isoformat()}")
