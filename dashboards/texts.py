"""Cells as people read them. The page does the same in web/src/format.js; what differs between the two is a mistake."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from dashboards.date_patterns import date_by_pattern
from dashboards.formats import NO_NUMBER, number_text
from dashboards.locale import EN_US, DateForm, Locale
from dashboards.model import Json
from dashboards.steps.result import Column

_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_PERIOD = re.compile(r"\d{4}-\d\d(-\d\d)?", re.ASCII)
_FORMS: tuple[DateForm, ...] = ("day", "minute", "second")

_CALENDAR = re.compile(r".*_Year~~~[^~]+_Month(~~~[^~]+_Day)?", re.DOTALL)
"""Years with their months or days; of fiscal years, and of quarters and weeks, languages have no common form."""


Writer: TypeAlias = Callable[[Json], str]


def column_texts(columns: Sequence[Column], rows: Sequence[Sequence[Json]], locale: Locale = EN_US) -> list[Writer]:
    """Return what writes the cells of each column; dates of a column all have the same form."""
    return [_writer(column, (row[place] for row in rows), locale) for place, column in enumerate(columns)]


def column_keys(columns: Sequence[Column], rows: Sequence[Sequence[Json]]) -> list[Writer]:
    """Return the same for sorting: dates have their periods in front, `2026-03-14`."""
    return [_keyer(column, (row[place] for row in rows)) for place, column in enumerate(columns)]


def _writer(column: Column, cells: Iterable[Json], locale: Locale) -> Writer:
    if column.type != "date":
        return lambda cell: cell_text(cell, column, locale)
    form = max(map(_form, cells), default=0)
    return lambda cell: (
        _date_text(cell, form, locale, column.format) if isinstance(cell, str) else cell_text(cell, column, locale)
    )


def _keyer(column: Column, cells: Iterable[Json]) -> Writer:
    form = max(map(_form, cells), default=0) if column.type == "date" else 0

    def key(cell: Json) -> str:
        if not isinstance(cell, str):
            return cell_text(cell, column)
        return _date_key(cell, form) if column.type == "date" else _composite(cell, column.name)

    return key


def cell_text(cell: Json, column: Column, locale: Locale = EN_US) -> str:
    """Return a cell of a column that does not hold dates."""
    if cell is None:
        return NO_NUMBER
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return number_text(cell, column.format, locale)
    if str(cell) in column.labels:
        return column.labels[str(cell)]
    text = _composite(str(cell), column.name)
    return period_text(text, locale) if "~~~" in str(cell) and _CALENDAR.fullmatch(column.name) else text


def period_text(period: str, locale: Locale = EN_US) -> str:
    """Return a month or a day, `2026-03` or `2026-03-14`, as a locale writes it; anything else as it is."""
    if not _PERIOD.fullmatch(period):
        return period
    try:
        date = dt.datetime.fromisoformat(period if len(period) > 7 else f"{period}-01")
    except ValueError:
        return period
    return _written(date, "day" if len(period) > 7 else "month", locale)


def moment_text(moment: dt.datetime, locale: Locale = EN_US) -> str:
    """Return a moment to the minute, without its zone."""
    return _written(moment, "minute", locale)


def _written(date: dt.datetime, form: DateForm, locale: Locale) -> str:
    names = locale.months.get("month" if form == "month" else "day", ())
    hour, halves = date.hour % 12 or 12, locale.halves
    values = {
        "y": str(date.year),
        "M": str(date.month),
        "d": str(date.day),
        "H": str(date.hour),
        "h": str(hour),
        "m": str(date.minute),
        "s": str(date.second),
    }
    digits = str.maketrans(EN_US.digits, locale.digits)

    def part(found: re.Match[str]) -> str:
        letters = found.group(1)
        if letters == "MMM":
            return names[date.month - 1]
        if letters == "a":
            return halves[date.hour // 12]
        return values[letters[0]].zfill(len(letters)).translate(digits)

    return re.sub(r"\{(\w+)\}", part, locale.dates[form])


def _composite(text: str, name: str) -> str:
    """Return a composite date, `2026~~~03`, as `2026-03`; the column's name tells quarters and weeks from months."""
    if "~~~" not in text:
        return text
    last = name.split("~~~")[-1]
    mark = "Q" if last.endswith("_Quarter") else "W" if last.endswith("_Week") else ""
    *parts, end = text.split("~~~")
    return "-".join([*parts, mark + end])


def _form(cell: Json) -> int:
    found = _DATE_TIME.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return 0
    return 2 if (found[3] or ":00") != ":00" else 1 if (found[2] or "00:00") != "00:00" else 0


def _date_text(iso: str, form: int, locale: Locale, pattern: str | None) -> str:
    found = _DATE_TIME.fullmatch(iso)
    if found is None:
        return _composite(iso, "")
    try:
        date = dt.datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00'}{found[3] or ':00'}")
    except ValueError:
        return _date_key(iso, form)
    return date_by_pattern(date, pattern, locale) if pattern else _written(date, _FORMS[form], locale)


def _date_key(iso: str, form: int) -> str:
    found = _DATE_TIME.fullmatch(iso)
    if found is None or _FORMS[form] == "day":
        return iso if found is None else found[1]
    return f"{found[1]} {found[2] or '00:00'}{(found[3] or ':00') if _FORMS[form] == 'second' else ''}"
