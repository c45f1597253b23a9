"""Functions that make dates, write them and measure between them.

An instant has its day, hour and so on in the query's time zone (UTC by default); a day has none. Formats are written
with `yyyy yy MM M dd d HH H hh h mm m ss s SSS a`, texts in single quotes, and any other character as itself.
"""

from __future__ import annotations

from saql.functions.define import Function, Parameter
from saql.types import Type

_DATE = Parameter("date", (Type.DATE,))
_SECONDS = Parameter("seconds", (Type.NUMBER,))
_TEXT = Parameter("text", (Type.TEXT,))
_FORMAT = Parameter("format", (Type.TEXT,), literal=True)
_OPTIONAL_FORMAT = Parameter("format", (Type.TEXT,), literal=True, optional=True)
_PARTS = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")


def _date(
    name: str,
    summary: str,
    *examples: str,
    parameters: tuple[Parameter, ...],
    returns: Type,
    details: str = "",
    spellings: tuple[str, ...] = (),
) -> Function:
    return Function(
        name=name,
        spellings=spellings or (name,),
        parameters=parameters,
        returns=returns,
        family="dates",
        summary=summary,
        details=details,
        examples=examples,
        kernel=name if name.startswith("date_") else f"date_{name}",
    )


DATES = (
    _date(
        "make_date",
        "The day of a year, a month and a day.",
        'date_to_string(date("2018", "02", "25"), "yyyy-MM-dd") => "2018-02-25"',
        parameters=(
            Parameter("year", (Type.TEXT,)),
            Parameter("month", (Type.TEXT,)),
            Parameter("day", (Type.TEXT,)),
        ),
        returns=Type.DAY,
        details="Null where the three texts are not whole numbers that make a day of the calendar.",
        spellings=("date",),
    ),
    _date(
        "now",
        "The instant for which the query runs.",
        "daysBetween(now(), now()) => 0",
        parameters=(),
        returns=Type.DATE,
        details="The same instant everywhere in a query; a parameter of the query, not of the clock.",
    ),
    _date(
        "parse_date",
        "The instant that a text holds.",
        'date_to_epoch(toDate("1970-01-02 00:00:01")) => 86401',
        'date_to_epoch(toDate("02.01.1970", "dd.MM.yyyy")) => 86400',
        parameters=(_TEXT, _OPTIONAL_FORMAT),
        returns=Type.DATE,
        details=(
            "Without a format, `yyyy-MM-dd HH:mm:ss` or ISO form (`2018-02-25`, `2018-02-25T00:00:03.000Z`). The whole "
            "text must have the form; what the format lacks is the first month, the first day, midnight. A `'Z'` in a "
            "format is a letter. The text is in the query's time zone, save with `Z` in ISO form. Null where the text "
            "does not fit."
        ),
        spellings=("toDate", "toDateTime"),
    ),
    _date(
        "epoch_date",
        "The instant so many seconds after the start of 1970 in UTC.",
        "date_to_epoch(toDate(86400)) => 86400",
        parameters=(_SECONDS,),
        returns=Type.DATE,
        details="To the millisecond; null beyond the years 1 to 9999.",
        spellings=("toDate", "toDateTime"),
    ),
    _date(
        "parse_day",
        "The day that a text holds.",
        'date_to_string(toDateOnly("25.02.2018", "dd.MM.yyyy"), "yyyy") => "2018"',
        parameters=(_TEXT, _OPTIONAL_FORMAT),
        returns=Type.DAY,
        details="Without a format, `yyyy-MM-dd`. Else as toDate, the time dropped.",
        spellings=("toDateOnly",),
    ),
    _date(
        "epoch_day",
        "The day of the instant so many seconds after the start of 1970 in UTC.",
        'date_to_string(toDateOnly(86400), "yyyy-MM-dd") => "1970-01-02"',
        parameters=(_SECONDS,),
        returns=Type.DAY,
        spellings=("toDateOnly",),
    ),
    _date(
        "date_to_epoch",
        "The seconds from the start of 1970 in UTC to an instant.",
        'date_to_epoch(toDate("1970-01-01 00:01:00")) => 60',
        parameters=(_DATE,),
        returns=Type.NUMBER,
        details="A whole number, milliseconds dropped downwards.",
    ),
    _date(
        "date_to_string",
        "A date as text, by a format.",
        'date_to_string(toDate("2018-02-25 13:05:03"), "dd/MM/yy hh:mm a") => "25/02/18 01:05 PM"',
        parameters=(_DATE, _FORMAT),
        returns=Type.TEXT,
        spellings=("date_to_string", "toString"),
    ),
    _date(
        "days_between",
        "The number of days from one date to another, negative where the first is later.",
        'daysBetween(toDate("2018-02-25 23:00:00"), toDate("2018-03-01 01:00:00")) => 4',
        parameters=(Parameter("start", (Type.DATE,)), Parameter("end", (Type.DATE,))),
        returns=Type.NUMBER,
        details="Midnights are counted, not periods of 24 hours.",
        spellings=("daysBetween",),
    ),
    _date(
        "date_diff",
        "The number of years, months, .. from one date to another, negative where the first is later.",
        'date_diff("month", toDate("2004-02-28", "yyyy-MM-dd"), toDate("2004-03-31", "yyyy-MM-dd")) => 1',
        'date_diff("week", toDate("2012-12-12", "yyyy-MM-dd"), toDate("2013-01-05", "yyyy-MM-dd")) => 3',
        'date_diff("year", toDate("2015-12-31", "yyyy-MM-dd"), toDate("2016-01-01", "yyyy-MM-dd")) => 1',
        parameters=(
            Parameter("part", (Type.TEXT,), literal=True, choices=_PARTS),
            Parameter("start", (Type.DATE,)),
            Parameter("end", (Type.DATE,)),
        ),
        returns=Type.NUMBER,
        details=(
            "The boundaries between the two are counted, whatever lies on either side: from December 31 to "
            "January 1 is a year. Weeks start on Sunday."
        ),
    ),
)
"""In the order of use."""
