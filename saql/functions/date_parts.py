"""Functions that take a date apart, and that go to the ends of its periods."""

from __future__ import annotations

from saql.functions.define import SAME, TEMPORAL, Function, Parameter
from saql.types import Type

_DATE = (Parameter("date", (Type.DATE,)),)
_EITHER = (Parameter("date", TEMPORAL, same=True),)
_DAY = 'toDate("2018-05-03", "yyyy-MM-dd")'
_WHOLE = "In the query's time zone."


def _part(
    spelling: str,
    summary: str,
    result: int | None,
    name: str | None = None,
    details: str = _WHOLE,
    calendar: bool = False,
) -> Function:
    """Declare a number of a date; `result` is that of Thursday, May 3 of 2018."""
    return Function(
        name=name or spelling,
        spellings=(spelling,),
        parameters=_DATE,
        returns=Type.NUMBER,
        family="date parts",
        summary=summary,
        details=details,
        examples=(f"{spelling}({_DAY}) => {result}",),
        kernel=f"date_{name or spelling}",
        calendar=calendar,
    )


def _edge(period: str, edge: str, result: str, details: str, calendar: bool = False) -> Function:
    """Declare the first or last day of a period; `result` is that of Thursday, May 3 of 2018."""
    name = f"{period}_{edge}_day"
    return Function(
        name=name,
        spellings=(name,),
        parameters=_EITHER,
        returns=SAME,
        family="date parts",
        summary=f"The {edge} day of the {period.replace('_', ' ')} in which a date lies.",
        details=f"{details} Of an instant, midnight of that day in the query's time zone; of a day, a day.".lstrip(),
        examples=(f'date_to_string({name}({_DAY}), "yyyy-MM-dd") => "{result}"',),
        kernel=f"date_{name}",
        calendar=calendar,
    )


_SUNDAYS = "Weeks are from Sunday to Saturday."
_FISCAL = "Fiscal years start so many months after January as the dataset says for the date."
_FISCAL_WEEKS = "Weeks start on the first weekday that the dataset says for the date, by default Sunday."

PARTS = (
    _part("year", "The year.", 2018),
    _part("quarter", "The quarter, 1 to 4.", 2),
    _part("month", "The month, 1 to 12.", 5),
    _part(
        "week",
        "The week of the year, from 1 on.",
        18,
        details=f"{_WHOLE} Counted as the date's `_Week` field.",
        calendar=True,
    ),
    _part("day", "The day of the month, 1 to 31.", 3),
    _part("hour", "The hour, 0 to 23.", 0),
    _part("minute", "The minute, 0 to 59.", 0),
    _part("second", "The second, 0 to 59.", 0),
    _part("fiscalYear", "The fiscal year.", 2018, "fiscal_year", f"{_WHOLE} {_FISCAL}", calendar=True),
    _part("fiscalQuarter", "The fiscal quarter, 1 to 4.", 2, "fiscal_quarter", f"{_WHOLE} {_FISCAL}", calendar=True),
    _part("fiscalMonth", "The fiscal month, 1 to 12.", 5, "fiscal_month", f"{_WHOLE} {_FISCAL}", calendar=True),
    _part(
        "fiscalWeek",
        "The week of the fiscal year, from 1 on.",
        18,
        "fiscal_week",
        f"{_WHOLE} Counted as the date's `_Week_Fiscal` field.",
        calendar=True,
    ),
    _part("epochDay", "The days since the start of 1970.", 17654, "epoch_days", "In UTC, as `_day_epoch`."),
    _part(
        "epochSecond",
        "The seconds since the start of 1970.",
        1525305600,
        "epoch_seconds",
        "In UTC, as `_sec_epoch`.",
    ),
    _part("day_in_week", "The day of the week, from 1 on Sunday to 7 on Saturday.", 5),
    _part("day_in_month", "The day of the month, from 1 on.", 3),
    _part("day_in_quarter", "The day of the quarter, from 1 on.", 33),
    _part("day_in_year", "The day of the year, from 1 on.", 123),
    _part("month_days", "How many days the month has.", 31),
    _part("quarter_days", "How many days the quarter has.", 91),
    _part("year_days", "How many days the year has.", 365),
)
"""Numbers of a date."""

EDGES = (
    _edge("week", "first", "2018-04-29", _SUNDAYS),
    _edge("week", "last", "2018-05-05", _SUNDAYS),
    _edge("month", "first", "2018-05-01", ""),
    _edge("month", "last", "2018-05-31", ""),
    _edge("quarter", "first", "2018-04-01", ""),
    _edge("quarter", "last", "2018-06-30", ""),
    _edge("year", "first", "2018-01-01", ""),
    _edge("year", "last", "2018-12-31", ""),
    _edge("fiscal_week", "first", "2018-04-29", _FISCAL_WEEKS, calendar=True),
    _edge("fiscal_week", "last", "2018-05-05", _FISCAL_WEEKS, calendar=True),
    _edge("fiscal_month", "first", "2018-05-01", _FISCAL, calendar=True),
    _edge("fiscal_month", "last", "2018-05-31", _FISCAL, calendar=True),
    _edge("fiscal_quarter", "first", "2018-04-01", _FISCAL, calendar=True),
    _edge("fiscal_quarter", "last", "2018-06-30", _FISCAL, calendar=True),
    _edge("fiscal_year", "first", "2018-01-01", _FISCAL, calendar=True),
    _edge("fiscal_year", "last", "2018-12-31", _FISCAL, calendar=True),
)
"""First and last days."""
