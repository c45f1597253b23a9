"""Date filters: relative periods (`["year", -1]`) and absolute days (epoch milliseconds).

Days count whole: a range takes its first and its last day with it.
"""

from __future__ import annotations

import datetime as dt

from dashboards.compact import quote
from dashboards.errors import CompactError
from dashboards.model.json import Json, as_list

UNITS = ("day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year", "fiscal_month", "fiscal_week")
_NOT_FISCAL = {"fiscal_month": "month", "fiscal_week": "week"}
"""Months and weeks of a fiscal year are those of the calendar; SAQL has no words of their own for them."""
_EARLIEST_LIKELY = 100_000_000_000
"""In milliseconds, March 1973: what is larger in a filter on an unknown field is taken for an instant."""
_DAY = 86_400_000


def is_relative(value: Json) -> bool:
    """Whether a value is a relative period: a unit and an offset."""
    return (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], str)
        and (value[0].lower() in UNITS or value[0].startswith("{{"))
        and (quote.number(value[1]) is not None or _is_binding(value[1]))
    )


def looks_absolute(values: list[Json]) -> bool:
    """Whether the bounds of a range can only be instants."""
    numbers = [quote.number(each) for each in values if each is not None]
    return bool(numbers) and all(each is not None and each >= _EARLIEST_LIKELY for each in numbers)


def relative_range(field: str, lower: Json, upper: Json) -> str | None:
    """Return the condition that a date is in a range of relative periods; None at an end leaves it open."""
    if lower is None and upper is None:
        return None
    start, end = ("" if each is None else quote.text(period(each)) for each in (lower, upper))
    return f"{_date(field)} in [{start}..{end}]"


def absolute_range(field: str, lower: Json, upper: Json) -> str | None:
    """Return the condition that a date is in a range of days (epoch milliseconds); None at an end leaves it open."""
    first, last = _instant(lower), _instant(upper)
    if first is not None and last is not None:
        return f"{_date(field)} in [dateRange({_day(first)}, {_day(last)})]"
    if first is not None:
        return f"{quote.name(field + '_day_epoch')} >= {first // _DAY}"
    if last is not None:
        return f"{quote.name(field + '_day_epoch')} <= {last // _DAY}"
    return None


def _date(field: str) -> str:
    return f"date({', '.join(quote.name(f'{field}_{part}') for part in ('Year', 'Month', 'Day'))})"


def period(value: Json) -> str:
    """Return a relative period (unit and offset) in the words of SAQL: `2 years ago`, `current month`."""
    unit, offset = as_list(value)
    unit = str(unit).lower()
    unit = _NOT_FISCAL.get(unit, unit)
    count = quote.number(offset)
    if count is None:  # a binding that has no value yet
        return f"{offset} {unit}"
    shift = int(count)
    if shift == 0:
        return f"current {unit}"
    plural = "" if abs(shift) == 1 else "s"
    return f"{abs(shift)} {unit}{plural} {'ago' if shift < 0 else 'ahead'}"


def _instant(value: Json) -> int | None:
    if value is None:
        return None
    number = quote.number(value)
    if number is not None:
        return int(number)
    if isinstance(value, str):
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            raise CompactError(f"A date filter has '{value[:60]}', which is no date.") from None
        return int(moment.replace(tzinfo=dt.UTC).timestamp() * 1000)
    raise CompactError("A date filter has a bound that is no date.")


def _day(instant: int) -> str:
    try:
        day = dt.datetime(1970, 1, 1) + dt.timedelta(milliseconds=instant)
    except OverflowError:
        raise CompactError("A date filter has a bound outside the years 1 to 9999.") from None
    return f"[{day.year}, {day.month}, {day.day}]"


def _is_binding(value: Json) -> bool:
    return isinstance(value, str) and "{{" in value
