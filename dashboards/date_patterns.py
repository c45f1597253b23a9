"""Dates by a pattern of extended metadata, `dd.MM.yyyy`. The page does the same in web/src/date_pattern.js."""

from __future__ import annotations

import datetime as dt
import re

from dashboards.locale import EN_US, Locale

_TOKEN = re.compile(r"'((?:[^']|'')*)'|(y+|M+|d+|H+|h+|m+|s+|a+)")


def is_date_pattern(pattern: str) -> bool:
    """Whether a pattern has years, months, days, hours, minutes, seconds or halves of days, and no other letters."""
    found = [each[2] for each in _TOKEN.finditer(pattern)]
    return any(found) and not re.search("[A-Za-z']", _TOKEN.sub("", pattern))


def date_by_pattern(date: dt.datetime, pattern: str, locale: Locale = EN_US) -> str:
    """Return a date by a pattern; names of months, halves of days and digits are those of a locale."""
    digits = str.maketrans(EN_US.digits, locale.digits)
    names = locale.months.get("month", ()) if any("{MMM}" in each for each in locale.dates.values()) else ()
    values = {"M": date.month, "d": date.day, "H": date.hour, "h": date.hour % 12 or 12, "m": date.minute}

    def part(found: re.Match[str]) -> str:
        letters = found[2]
        if letters is None:
            return found[1].replace("''", "'") or "'"
        if letters[0] == "a":
            return locale.halves[date.hour // 12] or ("AM", "PM")[date.hour // 12]
        if letters.startswith("MMM") and names:
            return names[date.month - 1]
        if letters[0] == "y":
            return (f"{date.year % 100:02}" if len(letters) == 2 else str(date.year)).translate(digits)
        number = date.second if letters[0] == "s" else values[letters[0]]
        return str(number).zfill(min(2, len(letters))).translate(digits)

    return _TOKEN.sub(part, pattern)
