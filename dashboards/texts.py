"""Cells as people read them. The page does the same in web/src/format.js; what differs between the two is a mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from dashboards.formats import NO_NUMBER, number_text
from dashboards.model import Json
from dashboards.steps.result import Column

_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_FORMS = ("day", "minute", "second")


def column_texts(columns: Sequence[Column], rows: Sequence[Sequence[Json]]) -> list[Callable[[Json], str]]:
    """Return what writes the cells of each column; dates of a column all have the same form."""
    return [_writer(column, (row[place] for row in rows)) for place, column in enumerate(columns)]


def _writer(column: Column, cells: Iterable[Json]) -> Callable[[Json], str]:
    if column.type != "date":
        return lambda cell: cell_text(cell, column)
    form = max(map(_form, cells), default=0)
    return lambda cell: _date_text(cell, form) if isinstance(cell, str) else cell_text(cell, column)


def cell_text(cell: Json, column: Column) -> str:
    """Return a cell of a column that does not hold dates."""
    if cell is None:
        return NO_NUMBER
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return number_text(cell, column.format)
    text = str(cell)
    return _composite(text, column.name) if "~~~" in text else text


def _composite(text: str, name: str) -> str:
    """Return a composite date, `2026~~~03`, as `2026-03`; the column's name tells quarters and weeks from months."""
    last = name.split("~~~")[-1]
    mark = "Q" if last.endswith("_Quarter") else "W" if last.endswith("_Week") else ""
    *parts, end = text.split("~~~")
    return "-".join([*parts, mark + end])


def _form(cell: Json) -> int:
    found = _DATE_TIME.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return 0
    return 2 if (found[3] or ":00") != ":00" else 1 if found[2] != "00:00" else 0


def _date_text(iso: str, form: int) -> str:
    found = _DATE_TIME.fullmatch(iso)
    if found is None:
        return _composite(iso, "") if "~~~" in iso else iso
    if _FORMS[form] == "day":
        return found[1]
    return f"{found[1]} {found[2]}{(found[3] or ':00') if _FORMS[form] == 'second' else ''}"
