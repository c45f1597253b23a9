"""The relative dates of SOQL, `LAST_N_DAYS:30`, as ranges of SAQL.

Source: Salesforce's SOQL reference, "Date Formats and Date Literals". Weeks begin on Sunday in both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_FIXED = {
    "YESTERDAY": ("1 day ago", "1 day ago"),
    "TODAY": ("current day", "current day"),
    "TOMORROW": ("1 day ahead", "1 day ahead"),
    "LAST_90_DAYS": ("90 days ago", "current day"),
    "NEXT_90_DAYS": ("1 day ahead", "90 days ahead"),
}
_UNIT = re.compile(r"(THIS|LAST|NEXT)_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)")
_COUNTED = re.compile(r"(LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS|FISCAL_QUARTERS|FISCAL_YEARS):(\d{1,4})")
_AGO = re.compile(r"N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS|FISCAL_QUARTERS|FISCAL_YEARS)_AGO:(\d{1,4})")

DATE_FUNCTIONS = {
    "CALENDAR_YEAR": "year({})",
    "CALENDAR_QUARTER": "quarter({})",
    "CALENDAR_MONTH": "month({})",
    "FISCAL_YEAR": "fiscalYear({})",
    "FISCAL_QUARTER": "fiscalQuarter({})",
    "FISCAL_MONTH": "fiscalMonth({})",
    "DAY_IN_MONTH": "day_in_month({})",
    "DAY_IN_WEEK": "day_in_week({})",
    "DAY_IN_YEAR": "day_in_year({})",
    "HOUR_IN_DAY": "hour({})",
}
"""What SAQL writes for the date functions of SOQL, which give numbers."""


def period(word: str) -> tuple[str, str] | None:
    """Return the first and the last period of a relative date in SAQL's words, or None for any other word."""
    word = word.upper()
    if word in _FIXED:
        return _FIXED[word]
    if found := _UNIT.fullmatch(word):
        unit = found[2].lower()
        single = {"THIS": f"current {unit}", "LAST": f"1 {unit} ago", "NEXT": f"1 {unit} ahead"}[found[1]]
        return single, single
    if found := _COUNTED.fullmatch(word):
        unit, count = found[2].lower(), int(found[3])
        if found[1] == "LAST":
            return f"{count} {unit} ago", "current day" if unit == "days" else f"1 {unit} ago"
        return f"1 {unit} ahead", f"{count} {unit} ahead"
    if found := _AGO.fullmatch(word):
        single = f"{int(found[2])} {found[1].lower()} ago"
        return single, single
    return None


def period_condition(field: str, operator: str, words: Sequence[str]) -> str | None:
    """Return the comparison of a date with a relative date in SAQL, or None where it is not compared with one."""
    found = period(words[0]) if len(words) == 1 else None
    if found is None:
        return None
    first, last = found
    match operator:
        case "=":
            return f'{field} in ["{first}".."{last}"]'
        case "!=" | "<>":
            return f'(!({field} in ["{first}".."{last}"]) || {field} is null)'
        case ">=":
            return f'{field} in ["{first}"..]'
        case "<=":
            return f'{field} in [.."{last}"]'
        case "<":
            return f'(!({field} in ["{first}"..]) && {field} is not null)'
        case ">":
            return f'(!({field} in [.."{last}"]) && {field} is not null)'
    return None
